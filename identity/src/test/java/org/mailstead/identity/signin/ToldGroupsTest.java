package org.mailstead.identity.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mailstead.identity.World.address;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mailstead.identity.DomainSignIn;
import org.mailstead.identity.Group;
import org.mailstead.identity.World;
import org.mailstead.identity.ldap.TestDirectory;
import org.mailstead.store.MemoryEngine;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;
import org.mailstead.words.TenantId;

/** Groups that a directory tells of. */
class ToldGroupsTest {
  private static final EmailAddress STAFF = address("staff@example.test");
  private static final String STAFF_DN = "cn=staff,ou=groups," + TestDirectory.BASE;

  private final World world = new World(new MemoryEngine(InstantSource.system()));
  private final ToldGroups groups = world.credentials.standings().groups();
  private TestDirectory directory;
  private TestDirectory.Settings settings;

  @BeforeEach
  void begin() throws LDAPException {
    directory = new TestDirectory();
    settings = directory.settings();
    settings.mailGroups = "ou=groups," + TestDirectory.BASE;
    for (String uid : List.of("ada", "bob", "cleo", "dan")) {
      directory.add(uid, "secret-" + uid);
    }
    use();
  }

  private void use() {
    world.signIns.set("example.test", new DomainSignIn.ByDirectory(settings.made()));
  }

  @AfterEach
  void end() {
    world.authenticator.close();
    world.directories.close();
    directory.close();
  }

  private void round() {
    world.clock.pass(Duration.ofMinutes(5));
    groups.round();
  }

  private Optional<Group> group(EmailAddress address) {
    return world.directory.groups().stream()
        .filter(group -> group.address().equals(address))
        .findFirst();
  }

  private List<String> staff() {
    return group(STAFF).map(Group::members).orElse(List.of());
  }

  private void addStaff(String... more) throws LDAPException {
    var lines =
        new java.util.ArrayList<>(
            List.of(
                "dn: " + STAFF_DN,
                "objectClass: groupOfNames",
                "cn: staff",
                "mail: staff@example.test"));
    lines.addAll(List.of(more));
    directory.addEntry(lines.toArray(String[]::new));
  }

  private void change(String dn, ModificationType how, String attribute, String... values)
      throws LDAPException {
    directory.server().modify(dn, new Modification(how, attribute, values));
  }

  @Test
  void membersAreFoundByAllTheWaysThatDirectoriesHave() throws LDAPException {
    addStaff(
        "member: " + TestDirectory.dn("ada").toUpperCase(java.util.Locale.ROOT),
        "member: cn=more,ou=groups," + TestDirectory.BASE,
        "member: uid=gone,ou=people," + TestDirectory.BASE,
        "member: no name at all");
    directory.addEntry(
        "dn: cn=more,ou=groups," + TestDirectory.BASE,
        "objectClass: posixGroup",
        "cn: more",
        "memberUid: bob",
        "memberUid: nobody",
        "member: " + STAFF_DN); // round in a circle
    change(TestDirectory.dn("cleo"), ModificationType.ADD, "memberOf", STAFF_DN);
    round();
    assertEquals(List.of("ada@example.test", "bob@example.test", "cleo@example.test"), staff());
    assertTrue(group(STAFF).orElseThrow().told());
    assertEquals(1, world.directory.groups().size(), "one without an address is none");
  }

  @Test
  void theyAreFollowedEveryFiveMinutes() throws LDAPException {
    addStaff("member: " + TestDirectory.dn("ada"));
    round();
    change(STAFF_DN, ModificationType.ADD, "member", TestDirectory.dn("dan"));
    int asked = directory.searches.get();
    groups.round();
    assertEquals(asked, directory.searches.get(), "not yet");
    assertEquals(1, staff().size());
    round();
    assertEquals(2, staff().size());
    directory.server().delete(STAFF_DN);
    round();
    assertEquals(Optional.empty(), group(STAFF));
  }

  @Test
  void whatWasMadeHereIsLeftAloneAndWhatWasToldIsNotChangedHere() throws LDAPException {
    world.changes.setGroup(STAFF, List.of(address("x@elsewhere.test")));
    addStaff("member: " + TestDirectory.dn("ada"));
    directory.addEntry(
        "dn: cn=all,ou=groups," + TestDirectory.BASE,
        "objectClass: group",
        "cn: all",
        "proxyAddresses: smtp:everybody@example.test",
        "proxyAddresses: SMTP:all@example.test",
        "member: " + TestDirectory.dn("ada"));
    round();
    assertEquals(List.of("x@elsewhere.test"), staff());
    assertFalse(group(STAFF).orElseThrow().told());
    EmailAddress all = address("all@example.test");
    assertTrue(group(all).isPresent());
    assertEquals("group.told", problem(() -> world.changes.setGroup(all, List.of(STAFF))).key());
    assertEquals("group.told", problem(() -> world.changes.removeGroup(all)).key());
  }

  private static Problem problem(org.junit.jupiter.api.function.Executable attempt) {
    return assertThrows(Refused.class, attempt).problem();
  }

  @Test
  void addressesOfOtherDomainsAndOfPeopleAreNotTaken() throws LDAPException {
    world.changes.addDomain("other.test", TenantId.FIRST);
    world.add("bob@example.test");
    String member = "member: " + TestDirectory.dn("ada");
    addStaff(member);
    change(STAFF_DN, ModificationType.REPLACE, "mail", "boss@other.test");
    directory.addEntry(
        "dn: cn=bob,ou=groups," + TestDirectory.BASE,
        "objectClass: group",
        "cn: bob",
        "mail: bob@example.test",
        member);
    round();
    assertEquals(List.of(), world.directory.groups());
    assertTrue(world.directory.account(address("bob@example.test")).isPresent());
  }

  @Test
  void theyStayWhileNobodyAnswersOrTheirPlaceIsGone() throws LDAPException {
    addStaff("member: " + TestDirectory.dn("ada"));
    round();
    settings.mailGroups = "ou=nowhere," + TestDirectory.BASE;
    use();
    round();
    assertEquals(1, staff().size());
    directory.server().shutDown(true);
    round();
    assertEquals(1, staff().size());
  }

  @Test
  void theyAreOursWhenTheDirectoryDecidesNoMore() throws LDAPException {
    addStaff("member: " + TestDirectory.dn("ada"));
    round();
    world.signIns.set("example.test", new DomainSignIn.Here());
    world.credentials.standings().release("example.test");
    round();
    assertEquals(List.of("ada@example.test"), staff());
    world.changes.setGroup(STAFF, List.of(address("x@elsewhere.test")));
    assertEquals(List.of("x@elsewhere.test"), staff());
  }

  @Test
  void manyPeopleAreReadPageByPage() throws LDAPException {
    for (int i = 0; i < 1100; i++) {
      directory.add("p" + i, "secret");
    }
    addStaff();
    for (int i = 0; i < 1100; i++) {
      change(STAFF_DN, ModificationType.ADD, "member", TestDirectory.dn("p" + i));
    }
    round();
    assertEquals(1100, staff().size());
  }
}

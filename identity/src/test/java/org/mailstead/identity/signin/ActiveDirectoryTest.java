package org.mailstead.identity.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mailstead.identity.World.address;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailstead.identity.DomainSignIn;
import org.mailstead.identity.LdapSettings;
import org.mailstead.identity.World;
import org.mailstead.identity.ldap.ActiveDirectory;
import org.mailstead.identity.ldap.TestDirectory;
import org.mailstead.store.MemoryEngine;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** A domain whose people an Active Directory has. */
class ActiveDirectoryTest {
  private static final String ADA = "ada@example.test";
  private static final String PASSWORD = "correct horse";
  private static final String GROUP = "cn=mail,ou=groups," + TestDirectory.BASE;

  private final World world = new World(new MemoryEngine(InstantSource.system()));
  private TestDirectory directory;
  private TestDirectory.Settings settings;
  private ActiveDirectory active;

  @BeforeEach
  void begin() throws LDAPException {
    directory = new TestDirectory();
    active = ActiveDirectory.on(directory);
    settings = directory.settings();
    settings.filter =
        "(|(userPrincipalName={address})(mail={address})(proxyAddresses=smtp:{address}))";
    settings.change = LdapSettings.Change.UNICODE_PWD;
    directory.add(
        "ada",
        PASSWORD,
        "userPrincipalName: " + ADA,
        "userAccountControl: 512",
        "pwdLastSet: 133500000000000000");
    active.principal(ADA, TestDirectory.dn("ada"));
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

  private Login signIn(String password) {
    return world.authenticator.password(ADA, password, World.attempt("192.0.2.1"));
  }

  private Problem refused(String password) {
    return assertThrows(Refused.class, () -> signIn(password)).problem();
  }

  @Test
  void peopleBindByTheirPrincipalNameOrByTheNameThatIsFound() {
    signIn(PASSWORD);
    settings.user = "{address}";
    use();
    signIn(PASSWORD);
    assertEquals("login.failed", refused("wrong").key());
  }

  @ParameterizedTest
  @CsvSource({
    "52e, login.failed",
    "525, login.failed",
    "530, login.failed",
    "533, login.failed",
    "701, login.failed",
    "775, login.failed",
    "532, login.password-expired",
    "773, login.password-expired"
  })
  void theNumberSaysWhyAPasswordDoesNotCount(String number, String key) {
    active.refuses(TestDirectory.dn("ada"), number);
    assertEquals(key, refused(PASSWORD).key());
    active.refusesNobody();
    signIn(PASSWORD);
  }

  @Test
  void whoIsSwitchedOffOrRunOutIsOut() throws LDAPException {
    signIn(PASSWORD);
    set("userAccountControl", "514");
    assertEquals("login.failed", refused(PASSWORD).key());
    set("userAccountControl", "512");
    set("accountExpires", "116444736000000000"); // 1970
    assertEquals("login.failed", refused(PASSWORD).key());
    set("accountExpires", "9223372036854775807"); // never
    signIn(PASSWORD);
  }

  private void set(String attribute, String value) throws LDAPException {
    directory
        .server()
        .modify(
            TestDirectory.dn("ada"), new Modification(ModificationType.REPLACE, attribute, value));
    world.clock.pass(java.time.Duration.ofMinutes(1));
  }

  @Test
  void aPasswordIsChangedAsItWantsIt() {
    signIn(PASSWORD);
    var elsewhere = world.directories;
    String fresh = "a longer \u00e4ne \"quoted\"";
    Optional<String> wrong = elsewhere.change(address(ADA), "not it", fresh);
    assertEquals(Optional.of("the old password is wrong"), wrong);
    String weak = elsewhere.change(address(ADA), PASSWORD, "short").orElseThrow();
    assertTrue(weak.contains("0000052D"), weak);
    assertEquals(Optional.empty(), elsewhere.change(address(ADA), PASSWORD, fresh));
    world.clock.pass(java.time.Duration.ofMinutes(1));
    signIn(fresh);
    assertEquals("login.failed", refused(PASSWORD).key());
  }

  @Test
  void groupsInGroupsAreFollowed() throws LDAPException {
    directory.addEntry("dn: " + GROUP, "objectClass: group", "cn: mail");
    settings.groups = List.of(GROUP);
    use();
    assertEquals("login.failed", refused(PASSWORD).key(), "in none of them");
    world.clock.pass(java.time.Duration.ofMinutes(1));
    active.reaches(GROUP, TestDirectory.dn("ada"));
    signIn(PASSWORD);
  }
}

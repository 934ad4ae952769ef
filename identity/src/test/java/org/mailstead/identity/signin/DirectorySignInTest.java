package org.mailstead.identity.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mailstead.identity.World.address;
import static org.mailstead.identity.World.host;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.identity.Account;
import org.mailstead.identity.DomainSignIn;
import org.mailstead.identity.LdapSettings;
import org.mailstead.identity.World;
import org.mailstead.identity.ldap.LdapDirectories;
import org.mailstead.identity.ldap.LdapDoctor;
import org.mailstead.identity.ldap.TestDirectory;
import org.mailstead.store.HostileEngine;
import org.mailstead.store.MemoryEngine;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;
import org.mailstead.words.TenantId;

/** A domain whose passwords a directory checks. */
class DirectorySignInTest {
  private static final String ADA = "ada@example.test";
  private static final String PASSWORD = "correct horse";

  private final World world =
      new World(new HostileEngine(new MemoryEngine(InstantSource.system()), 7, 0.1));
  private final List<Alert> alerts = new ArrayList<>();
  private final SignInDesk desk = world.desk((_, alert) -> alerts.add(alert));
  private final Browser browser = new Browser(host("192.0.2.1"), "Browser", "");
  private TestDirectory directory;
  private TestDirectory.Settings settings;

  @TempDir Path folder;

  @BeforeEach
  void begin() throws LDAPException {
    directory = new TestDirectory();
    settings = directory.settings();
    directory.add("ada", PASSWORD, "displayName: Ada Lovelace");
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

  private Login signIn(String name, String password) {
    return world.authenticator.password(name, password, World.attempt("192.0.2.1"));
  }

  private Problem refused(String name, String password) {
    return assertThrows(Refused.class, () -> signIn(name, password)).problem();
  }

  private Account account() {
    return world.directory.account(address(ADA)).orElseThrow();
  }

  private void set(String uid, String attribute, String... values) throws LDAPException {
    directory
        .server()
        .modify(
            TestDirectory.dn(uid), new Modification(ModificationType.REPLACE, attribute, values));
  }

  @Test
  void theFirstSignInMakesTheAccountWithWhatTheDirectoryTells() throws LDAPException {
    world.changes.addDomain("other.test", TenantId.FIRST);
    set(
        "ada",
        "proxyAddresses",
        "SMTP:ada@example.test",
        "smtp:countess@example.test",
        "smtp:boss@other.test",
        "X500:ada");
    assertEquals(Problem.Kind.BAD_CREDENTIALS, refused(ADA, "wrong").kind());
    assertTrue(world.directory.account(address(ADA)).isEmpty());
    Login login = signIn("ADA@example.test", PASSWORD);
    assertEquals(account().id(), login.account());
    assertEquals("Ada Lovelace", account().name());
    assertEquals(List.of(address("countess@example.test")), account().aliases());
    assertTrue(
        world.directory.account(address("boss@other.test")).isEmpty(),
        "a directory gives away no addresses of another domain");
    assertEquals(login.account(), signIn("countess@example.test", PASSWORD).account());
    assertEquals("login.failed", refused(ADA, "wrong").key());
  }

  @Test
  void accountsAreNotMadeWhereNobodySaysSo() {
    settings.makes = false;
    use();
    assertEquals("login.failed", refused(ADA, PASSWORD).key());
    assertTrue(world.directory.account(address(ADA)).isEmpty());
    world.add(ADA);
    signIn(ADA, PASSWORD);
  }

  @Test
  void anOldPasswordOfOursDoesNotCount() {
    Account ada = world.add(ADA);
    world.passwords.set(ada.id(), "an old one of ours");
    assertEquals("login.failed", refused(ADA, "an old one of ours").key());
    assertTrue(
        world.authenticator.scram(Optional.of(ada), ADA, ScramHash.SHA_256).candidates().isEmpty());
    AppPasswords.Made app =
        world.credentials.appPasswords().make(ada.id(), "Phone", AppPassword.Terms.EVERYTHING);
    assertEquals(
        1, world.authenticator.scram(Optional.of(ada), ADA, ScramHash.SHA_256).candidates().size());
    signIn(ADA, app.text());
    world.signIns.set("example.test", DomainSignIn.HERE);
    signIn(ADA, "an old one of ours");
    assertEquals("login.failed", refused(ADA, PASSWORD).key());
  }

  @Test
  void programsAreNotToldOfScramAndMayUseIt() {
    Sasl sasl = new Sasl(world.authenticator);
    assertEquals(
        List.of("PLAIN", "LOGIN", "OAUTHBEARER", "XOAUTH2"), sasl.mechanisms(World.channel()));
    assertTrue(sasl.begin("SCRAM-SHA-256", World.channel()).isPresent());
    world.signIns.set("example.test", DomainSignIn.HERE);
    assertTrue(sasl.mechanisms(World.channel()).contains("SCRAM-SHA-256"));
  }

  @Test
  void noNameFindsSomebodyElse() {
    for (String name :
        List.of(
            "*@example.test",
            "a*@example.test",
            "\"ada)(uid=*\"@example.test",
            "\"*)(|(mail=*\"@example.test",
            "\"ada\\\\2a\"@example.test")) {
      assertEquals("login.failed", refused(name, PASSWORD).key(), name);
    }
    assertEquals(List.of(), world.directory.accounts());
  }

  @Test
  void anEmptyPasswordIsNobodys() {
    int before = directory.binds.get();
    assertEquals("login.failed", refused(ADA, "").key());
    assertEquals(before, directory.binds.get(), "a directory would say yes");
    settings.user = TestDirectory.dn("{local}");
    use();
    assertEquals("login.failed", refused(ADA, "").key());
  }

  @Test
  void aNameThatDoesNotExistIsAskedForLikeOneThatDoes() {
    signIn(ADA, PASSWORD);
    refused(ADA, "wrong");
    int binds = directory.binds.get();
    int searches = directory.searches.get();
    refused(ADA, "wrong");
    int bindsOfAda = directory.binds.get() - binds;
    int searchesOfAda = directory.searches.get() - searches;
    assertTrue(bindsOfAda > 0);
    refused("nobody@example.test", "wrong");
    assertEquals(binds + 2 * bindsOfAda, directory.binds.get());
    assertEquals(searches + 2 * searchesOfAda, directory.searches.get());
  }

  @Test
  void guessersAreStoppedBeforeTheDirectoryIsAsked() {
    for (int i = 0; i < Throttle.MAX_BY_PAIR; i++) {
      assertEquals("login.failed", refused(ADA, "wrong " + i).key());
    }
    int before = directory.binds.get();
    assertEquals(Problem.Kind.RATE_LIMITED, refused(ADA, PASSWORD).kind());
    assertEquals(before, directory.binds.get());
  }

  @Test
  void aPasswordThatWasRightCountsForAWhileWithoutTheDirectory() {
    signIn(ADA, PASSWORD);
    directory.server().shutDown(true);
    world.clock.pass(Duration.ofMinutes(14));
    signIn(ADA, PASSWORD);
    assertEquals(Problem.Kind.UNAVAILABLE, refused(ADA, "another").kind());
    assertEquals(Problem.Kind.UNAVAILABLE, refused("bob@example.test", PASSWORD).kind());
    world.clock.pass(Duration.ofMinutes(1));
    assertEquals(Problem.Kind.UNAVAILABLE, refused(ADA, PASSWORD).kind());
  }

  @Test
  void nothingIsRememberedWhereNothingShallBe() throws LDAPException {
    settings.remember = Duration.ZERO;
    use();
    signIn(ADA, PASSWORD);
    set("ada", "userPassword", "another one");
    assertEquals("login.failed", refused(ADA, PASSWORD).key());
    directory.server().shutDown(true);
    assertEquals(Problem.Kind.UNAVAILABLE, refused(ADA, "another one").kind());
  }

  @Test
  void theNextServerIsAskedWhenOneIsDown() throws LDAPException {
    try (var second = new TestDirectory()) {
      second.add("ada", PASSWORD);
      settings.servers = List.of(directory.url(), second.url());
      use();
      signIn(ADA, PASSWORD);
      assertEquals(0, second.binds.get(), "the first one answers");
      directory.server().shutDown(true);
      world.clock.pass(Duration.ofMinutes(1));
      signIn(ADA, PASSWORD);
      assertTrue(second.binds.get() > 0);
    }
  }

  @Test
  void whoIsSwitchedOffIsOutEverywhereWithinAMinute() throws LDAPException {
    Login login = signIn(ADA, PASSWORD);
    AppPasswords.Made app =
        world.credentials.appPasswords().make(login.account(), "P", AppPassword.Terms.EVERYTHING);
    WebSignIn.Outcome opened = desk.signIn().password(ADA, PASSWORD, false, browser);
    String session = ((WebSignIn.Outcome.SignedIn) opened).session();
    var ended = new AtomicBoolean();
    Login byApp = signIn(ADA, app.text());
    Stay stay = world.authenticator.enter(byApp, World.attempt("192.0.2.1"), () -> ended.set(true));
    assertTrue(desk.sessions().find(session, browser).isPresent());

    set("ada", "nsAccountLock", "TRUE");
    world.clock.pass(Duration.ofSeconds(30));
    world.credentials.standings().round(Set.of(login.account()));
    assertTrue(account().isOff());
    assertTrue(desk.sessions().find(session, browser).isEmpty());
    assertEquals("login.failed", refused(ADA, PASSWORD).key());
    assertEquals("login.failed", refused(ADA, app.text()).key());
    awaitEnd(ended);
    stay.close();

    set("ada", "nsAccountLock", "FALSE");
    world.clock.pass(Duration.ofSeconds(30));
    signIn(ADA, app.text());
    signIn(ADA, PASSWORD);
    assertFalse(account().isOff());
  }

  private static void awaitEnd(AtomicBoolean ended) {
    for (int i = 0; i < 1000 && !ended.get(); i++) {
      java.util.concurrent.locks.LockSupport.parkNanos(10_000_000);
    }
    assertTrue(ended.get(), "the open connection ends");
  }

  @Test
  void anAppPasswordAsksAboutItsOwnerToo() throws LDAPException {
    Login login = signIn(ADA, PASSWORD);
    AppPasswords.Made app =
        world.credentials.appPasswords().make(login.account(), "P", AppPassword.Terms.EVERYTHING);
    directory.server().delete(TestDirectory.dn("ada"));
    world.clock.pass(Duration.ofSeconds(30));
    assertEquals("login.failed", refused(ADA, app.text()).key());
  }

  @Test
  void whoIsInNoneOfTheGroupsStaysOut() throws LDAPException {
    settings.groups = List.of("cn=staff,ou=groups," + TestDirectory.BASE);
    use();
    assertEquals("login.failed", refused(ADA, PASSWORD).key());
    directory.addEntry(
        "dn: cn=staff,ou=groups," + TestDirectory.BASE,
        "objectClass: groupOfNames",
        "cn: staff",
        "member: " + TestDirectory.dn("ada"));
    signIn(ADA, PASSWORD);
    directory.add("bob", PASSWORD, "memberOf: CN=Staff, OU=groups, DC=example, DC=test");
    signIn("bob@example.test", PASSWORD);
    directory.add("eve", PASSWORD, "memberOf: cn=other,ou=groups," + TestDirectory.BASE);
    assertEquals("login.failed", refused("eve@example.test", PASSWORD).key());
  }

  @Test
  void everyWayToBeSwitchedOffIsKnown() throws LDAPException {
    long past = 116_444_736_000_000_000L + 10_000L * (world.clock.millis() - 1);
    String[][] off = {
      {"userAccountControl", "514"},
      {"loginDisabled", "TRUE"},
      {"pwdAccountLockedTime", "000001010000Z"},
      {"accountExpires", Long.toString(past)},
      {"shadowExpire", "1"},
      {"krbPrincipalExpiration", "20200101000000Z"}
    };
    signIn(ADA, PASSWORD);
    for (String[] one : off) {
      set("ada", one[0], one[1]);
      world.clock.pass(Duration.ofMinutes(1));
      assertEquals("login.failed", refused(ADA, PASSWORD).key(), one[0]);
      set("ada", one[0]);
      world.clock.pass(Duration.ofMinutes(10));
      signIn(ADA, PASSWORD);
    }
    for (String[] on :
        new String[][] {
          {"userAccountControl", "512"},
          {"accountExpires", "9223372036854775807"},
          {"accountExpires", "0"},
          {"shadowExpire", "-1"},
          {"krbPrincipalExpiration", "no time"}
        }) {
      set("ada", on[0], on[1]);
      world.clock.pass(Duration.ofMinutes(1));
      signIn(ADA, PASSWORD);
    }
  }

  @Test
  void aPasswordThatChangedInTheDirectoryEndsWhatTheOldOneOpened() throws LDAPException {
    set("ada", "pwdChangedTime", "20260101000000Z");
    WebSignIn.Outcome opened = desk.signIn().password(ADA, PASSWORD, false, browser);
    String session = ((WebSignIn.Outcome.SignedIn) opened).session();
    world.credentials.standings().round(Set.of());
    assertTrue(desk.sessions().find(session, browser).isPresent());
    set("ada", "pwdChangedTime", "20260202000000Z");
    world.credentials.standings().round(Set.of());
    assertTrue(desk.sessions().find(session, browser).isEmpty());
  }

  @Test
  void passwordsAreChangedInTheDirectoryIfThatIsAllowed() throws LDAPException {
    WebSignIn.Outcome opened = desk.signIn().password(ADA, PASSWORD, false, browser);
    WebSession session =
        desk.sessions()
            .find(((WebSignIn.Outcome.SignedIn) opened).session(), browser)
            .orElseThrow();
    AccountSecurity security = desk.security();
    String fresh = "another fine password";
    assertEquals("password.elsewhere", notChanged(session, PASSWORD, fresh));
    settings.change = LdapSettings.Change.EXTENDED_OPERATION;
    use();
    assertEquals("password.directory-refused", notChanged(session, "wrong", fresh));
    assertEquals("password.directory-refused", notChanged(session, "", fresh));
    security.changePassword(session, PASSWORD, fresh, browser);
    assertTrue(alerts.stream().anyMatch(Alert.PasswordChanged.class::isInstance));
    assertEquals("login.failed", refused(ADA, PASSWORD).key());
    signIn(ADA, fresh);
    String reset = desk.resets().make(account().id(), "operator");
    Refused no =
        assertThrows(Refused.class, () -> desk.resets().use(reset, "yet another one", browser));
    assertEquals("password.elsewhere", no.problem().key());
  }

  private String notChanged(WebSession session, String old, String fresh) {
    return assertThrows(
            Refused.class, () -> desk.security().changePassword(session, old, fresh, browser))
        .problem()
        .key();
  }

  @Test
  void secondFactorsGoOnTop() {
    Login login = signIn(ADA, PASSWORD);
    TotpApps.SetUp setUp = world.credentials.totpApps().begin(account(), "Phone");
    world
        .credentials
        .factors()
        .update(
            login.account(),
            row ->
                row.toBuilder().setTotp(0, row.getTotp(0).toBuilder().setConfirmed(true)).build());
    assertFalse(setUp.secret().isEmpty());
    assertEquals("login.app-password", refused(ADA, PASSWORD).key());
    assertTrue(
        desk.signIn().password(ADA, PASSWORD, false, browser)
            instanceof WebSignIn.Outcome.NeedsSecond);
  }

  @Test
  void peopleMayBindByPatternWithoutAReader() throws LDAPException {
    settings.user = TestDirectory.dn("{local}");
    use();
    signIn(ADA, PASSWORD);
    assertEquals("login.failed", refused(ADA, "wrong").key());
    assertEquals("login.failed", refused("\"ada,ou=x\"@example.test", PASSWORD).key());
    set("ada", "nsAccountLock", "TRUE");
    world.clock.pass(Duration.ofMinutes(1));
    assertEquals("login.failed", refused(ADA, PASSWORD).key());
  }

  @Test
  void aReaderLooksPeopleUp() {
    byte[] sealed =
        LdapDirectories.seal(
            new Secrets(new byte[32]), "example.test", TestDirectory.READER_PASSWORD);
    settings.reader = new LdapSettings.Reader(TestDirectory.READER, sealed);
    use();
    signIn(ADA, PASSWORD);
    List<LdapDoctor.Finding> all =
        world
            .directories
            .doctor("example.test")
            .examine(Optional.of(address(ADA)), Optional.of(PASSWORD));
    assertTrue(all.stream().allMatch(LdapDoctor.Finding::good), all.toString());
    assertEquals(5, all.size(), all.toString());

    byte[] wrong = LdapDirectories.seal(new Secrets(new byte[32]), "example.test", "wrong");
    settings.reader = new LdapSettings.Reader(TestDirectory.READER, wrong);
    use();
    world.clock.pass(Duration.ofHours(1));
    assertEquals(Problem.Kind.UNAVAILABLE, refused(ADA, PASSWORD).kind(), "not ada's fault");
    all = world.directories.doctor("example.test").examine(Optional.empty(), Optional.empty());
    assertTrue(all.getLast().told().contains("the reader cannot sign in"), all.toString());
  }

  @Test
  void onlyTheServerThatIsMeantIsTrusted() throws Exception {
    try (var right = TestDirectory.safe(folder, "ip:127.0.0.1");
        var wrongName = TestDirectory.safe(folder, "dns:elsewhere.example")) {
      right.add("ada", PASSWORD);
      wrongName.add("ada", PASSWORD);
      settings.clear = false;
      settings.remember = Duration.ZERO;
      for (String listener : List.of("tls", "start")) {
        String scheme = listener.equals("tls") ? "ldaps" : "ldap";
        settings.servers =
            List.of(scheme + "://127.0.0.1:" + right.server().getListenPort(listener));
        settings.authorities = right.pem();
        use();
        signIn(ADA, PASSWORD);
        settings.authorities = wrongName.pem();
        use();
        assertEquals(Problem.Kind.UNAVAILABLE, refused(ADA, PASSWORD).kind(), "another's word");
        settings.servers =
            List.of(scheme + "://127.0.0.1:" + wrongName.server().getListenPort(listener));
        int binds = wrongName.binds.get();
        use();
        assertEquals(Problem.Kind.UNAVAILABLE, refused(ADA, PASSWORD).kind(), "another's name");
        assertEquals(binds, wrongName.binds.get(), "no password was sent");
      }
      settings.servers = List.of(directory.url());
      use();
      assertEquals(
          Problem.Kind.UNAVAILABLE, refused(ADA, PASSWORD).kind(), "a server without StartTLS");
    }
  }
}

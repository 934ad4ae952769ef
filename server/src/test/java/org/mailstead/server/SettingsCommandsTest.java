package org.mailstead.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.identity.audit.AuditEntry;
import org.mailstead.identity.audit.AuditEvent;
import org.mailstead.identity.audit.AuditQuery;
import org.mailstead.identity.rows.OAuthSettingsRow;
import org.mailstead.identity.settings.Change;
import org.mailstead.identity.settings.Effect;
import org.mailstead.identity.settings.Pin;
import org.mailstead.identity.settings.Scope;
import org.mailstead.identity.settings.Setting;
import org.mailstead.store.Accounts;
import org.mailstead.store.Key;
import org.mailstead.store.Partition;
import org.mailstead.store.Row;
import org.mailstead.store.Watchers;
import org.mailstead.testkit.TestData;

/** {@code settings}: looking at them, changing them, and the home's file. */
class SettingsCommandsTest {
  private static final String HELD =
      """
      hostname = "mail.example.test"
      junk_points = 7 # as we like it
      dns_lists = ""\"
      zen.example.org:6 \\
         list.example.net:3""\"
      plaintext_login = true
      [tls]
      acme_names = "a.example.test"
      acme_key = 'rsa'
      [ports]
      imap = 143
      """;

  @TempDir Path folder;

  private static void refused(Typed home, String why, String... words) {
    Typed.Said said = home.type(words);
    assertEquals(ExitCode.REFUSED, said.code(), said.toString());
    assertTrue(said.err().contains(why), said.toString());
  }

  @Test
  void oneIsSetShownAndReset() throws Exception {
    try (var home = new Typed(folder)) {
      assertEquals("", home.good("settings", "reset", "junk_points").replaceAll("(?s).+", ""));
      String before = home.good("settings", "get", "junk_points");
      assertTrue(before.startsWith("junk_points = 6\n  What speaks against a message"), before);
      assertTrue(before.contains("  It is a number, 1 to 1000; default 6.\n"), before);
      assertTrue(before.contains("  A change counts at once."), before);
      assertEquals(
          "junk_points = 4  (set for the system)\n",
          home.good("settings", "set", "junk_points", "4"));
      assertEquals(
          "# Mail from outside\njunk_points = 4  (set for the system)\n",
          home.good("settings", "list", "--changed")
              .replaceAll("(?s)# The home's.*?(?=# Mail)", ""));
      assertTrue(
          home.good("settings", "get", "junk_points").contains("set by the command line, 20"));
      assertEquals("junk_points = 6\n", home.good("settings", "reset", "junk_points"));
    }
  }

  @Test
  void whatIsSetIsThereAfterAStart() throws Exception {
    try (var home = new Typed(folder)) {
      String set = home.good("settings", "set", "queue_connections", "7");
      assertEquals("queue_connections = 7  (set for the system)  (from the next start on)\n", set);
    }
    try (var home = new Typed(folder)) {
      String list = home.good("settings", "list", "--changed");
      assertTrue(list.contains("queue_connections = 7  (set for the system)\n"), list);
    }
  }

  @Test
  void anAccountsComesBeforeItsDomainsAndThatBeforeTheSystems() throws Exception {
    try (var home = new Typed(folder)) {
      home.good("domain", "add", "example.test");
      home.good("account", "add", "ada@example.test", "--password", "a-password-of-some-length");
      String[] get = {"settings", "get", "retention_days", "--account", "ada@example.test"};
      home.good("settings", "set", "retention_days", "30");
      assertTrue(home.good(get).startsWith("retention_days = 30  (set for the system)\n"));
      home.good("settings", "set", "retention_days", "40", "--tenant", "first");
      assertTrue(home.good(get).startsWith("retention_days = 40  (set for the tenant first)\n"));
      home.good("settings", "set", "retention_days", "50", "--domain", "Example.test");
      assertTrue(
          home.good(get).startsWith("retention_days = 50  (set for the domain example.test)\n"));
      home.good("settings", "set", "retention_days", "60", "--account", "ada@example.test");
      assertTrue(
          home.good(get)
              .startsWith("retention_days = 60  (set for the account ada@example.test)\n"));
      String list = home.good("settings", "list", "--changed", "--account", "ada@example.test");
      assertEquals(1, list.lines().filter(line -> line.contains(" = ")).count(), list);
      assertTrue(home.good("settings", "get", "retention_days").startsWith("retention_days = 30"));
      refused(
          home, "there is no domain nobody.test", "settings", "list", "--domain", "nobody.test");
    }
  }

  @Test
  void whatAnOlderReleaseSaidOfRegistrationGoesOn() throws Exception {
    try (var home = new Typed(folder)) {
      byte[] row = Row.write(OAuthSettingsRow.newBuilder().setRegistration(true).build());
      new Accounts(home.core.engine(), new Watchers())
          .update(
              new Partition(Partition.Kind.SETTINGS, 0), draft -> draft.put(Key.of(0x41, 0), row));
    }
    try (var home = new Typed(folder)) {
      assertTrue(home.core.oauth().clients().registration());
      assertTrue(home.good("oauth-client", "list").endsWith("programs may register themselves\n"));
      home.good("settings", "reset", "oauth_registration");
    }
    try (var home = new Typed(folder)) {
      assertFalse(home.core.oauth().clients().registration());
      home.good("oauth-client", "registration", "on");
      assertEquals("true", value(home, "oauth_registration"));
    }
  }

  @Test
  void aNewDomainAsksOfItsPeopleWhatIsSet() throws Exception {
    try (var home = new Typed(folder)) {
      home.good("domain", "add", "one.test");
      home.good("settings", "set", "second_factor", "required", "--tenant", "first");
      home.good("domain", "add", "two.test");
      assertEquals("one.test\ntwo.test  second factor required\n", home.good("domain", "list"));
    }
  }

  @Test
  void whatWasChangedIsInTheAuditLog() throws Exception {
    try (var home = new Typed(folder)) {
      home.good("settings", "set", "junk_points", "5");
      home.good("settings", "set", "junk_points", "4");
      AuditEvent last =
          home.core.audit().page(AuditQuery.everything(), Long.MAX_VALUE, 10).entries().stream()
              .map(AuditEntry::event)
              .filter(event -> event.action().equals("setting.changed"))
              .findFirst()
              .orElseThrow();
      assertEquals(Map.of("for", "*", "old", "5", "new", "4"), last.details());
      assertEquals("the command line", last.actor());
    }
  }

  @Test
  void whatCannotBeSetIsSaidInASentence() throws Exception {
    try (var home = new Typed(folder)) {
      home.good("domain", "add", "example.test");
      home.good("account", "add", "ada@example.test", "--password", "a-password-of-some-length");
      refused(home, "there is no setting x", "settings", "set", "x", "1");
      refused(home, "there is no setting a?b", "settings", "get", "a\u0000b");
      refused(home, "junk_points is a number, 1 to 1000", "settings", "set", "junk_points", "many");
      refused(home, "junk_points is a number", "settings", "set", "junk_points", "9".repeat(5000));
      refused(home, "is \"mailto", "settings", "set", "security_contact", "https://a\u0007b");
      refused(home, "greylist is \"off\", \"suspicious\" or", "settings", "set", "greylist", "on");
      refused(home, "is 0, or at least junk_points: 6", "settings", "set", "refuse_points", "3");
      refused(
          home,
          "hostname stands in mailstead.toml, line",
          "settings",
          "set",
          "hostname",
          "mail.example.test");
      refused(
          home,
          "junk_points cannot be set for a domain: it is of the whole system",
          "settings",
          "set",
          "junk_points",
          "3",
          "--domain",
          "example.test");
      refused(
          home,
          "mta_sts cannot be set for an account, but for a domain",
          "settings",
          "set",
          "mta_sts",
          "testing",
          "--account",
          "ada@example.test");
    }
  }

  @Test
  void aLineOfTheFileHoldsFastUntilItIsGone() throws Exception {
    try (var home = new Typed(folder, HELD)) {
      String why =
          "junk_points is set in mailstead.toml, line 2: remove it there first, or take it into the"
              + " store: mailstead settings adopt\n";
      refused(home, why, "settings", "set", "junk_points", "4");
      refused(home, why, "settings", "reset", "junk_points");
      String list = home.good("settings", "list", "--changed");
      assertTrue(list.contains("junk_points = 7  (mailstead.toml, line 2)\n"), list);
      assertTrue(list.contains("tls.acme_key = rsa  (mailstead.toml, line 9)\n"), list);
      Path file = home.core.home().config();
      Files.writeString(file, HELD.replace("junk_points = 7", "#"));
      assertEquals(
          "junk_points = 4  (set for the system)\n",
          home.good("settings", "set", "junk_points", "4"));
    }
  }

  @Test
  void theStoreTakesWhatNeedNotStandInTheFile() throws Exception {
    List<Change> told = new ArrayList<>();
    try (var home = new Typed(folder, HELD)) {
      home.core.settings().listen(told::add);
      String taken = home.good("settings", "adopt");
      assertTrue(taken.contains("taken: junk_points = 7\n"), taken);
      assertEquals(5, taken.lines().count(), taken);
      String file = Files.readString(home.core.home().config(), UTF_8);
      assertTrue(file.contains("\n# junk_points = 7 # as we like it\n"), file);
      assertTrue(file.contains("\n#    list.example.net:3\"\"\"\n"), file);
      assertEquals("zen.example.org:6 list.example.net:3", value(home, "dns_lists"));
      assertTrue(home.good("settings", "adopt").startsWith("nothing to take"));
      home.good("settings", "set", "junk_points", "5");
    }
    assertEquals(
        new Change(
            new Scope.OfSystem(),
            "junk_points",
            Optional.of("7"),
            Optional.of("5"),
            "the command line"),
        told.getLast());
    assertEquals(6, told.size());
    var home = new Home(folder.resolve("home"));
    BootConfig config = BootConfig.read(home.config());
    assertEquals("mail.example.test", config.hostname());
    assertEquals(143, config.port(BootConfig.Service.IMAP));
    try (Core core = Core.open(home, config, java.time.InstantSource.system())) {
      assertEquals(5, core.settings().get(DoorSettings.JUNK));
      assertTrue(core.settings().get(ProgramSettings.PLAINTEXT));
      assertTrue(core.settings().pinned().isEmpty());
    }
  }

  private static String value(Typed home, String key) {
    return home.core.settings().find(key, new Scope.OfSystem()).text();
  }

  @Test
  void aLineInsideATextIsNotTakenForASetting() {
    String text =
        """
        host = '''
        junk_points = 5
        '''
        dmarc = "tell"
        greylist = '''
        off'''
        """;
    Path file = Path.of("mailstead.toml");
    // No value has a line end, so what stands there is refused before anything is moved.
    assertThrows(ConfigException.class, () -> BootConfig.parse(file, text));
    String whole = "dmarc = \"tell\"\n\nlog = \"json\"\n";
    assertEquals(
        "# dmarc = \"tell\"\n\nlog = \"json\"\n",
        ConfigFile.without(file, whole, Map.of("dmarc", new Pin("tell", 1))));
    assertThrows(
        ConfigException.class,
        () -> ConfigFile.without(file, whole, Map.of("dmarc", new Pin("tell", 3))));
  }

  @Test
  void theDocumentIsTrue() throws Exception {
    String written = SettingsDocument.write(AllSettings.SCHEMA);
    Path file = TestData.checkout().resolve("docs/settings.md");
    assertEquals(
        written,
        Files.readString(file, UTF_8),
        "to write it anew: mailstead settings document > docs/settings.md");
    for (Setting<?> setting : AllSettings.SCHEMA.all()) {
      assertTrue(setting.doc().endsWith("."), setting.key());
      assertFalse(setting.doc().contains("  "), setting.key());
      assertEquals(
          setting.effect() == Effect.FILE,
          setting.group().equals("The home's file"),
          setting.key());
    }
  }
}

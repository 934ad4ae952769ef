package org.mailstead.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailstead.identity.settings.Effect;
import org.mailstead.identity.settings.Pin;

/** A bad setting stops the start with file, line and what was expected. */
class BootConfigTest {
  private static final Path FILE = Path.of("mailstead.toml");

  @TempDir Path folder;

  private static String why(String text) {
    return assertThrows(ConfigException.class, () -> BootConfig.parse(FILE, text)).why();
  }

  @Test
  void whatIsWrittenIsReadAgain() {
    for (BootConfig config :
        new BootConfig[] {
          BootConfig.tryOut("127.0.0.1", 10_000),
          BootConfig.tryOut("*", 0),
          new BootConfig(
              "mail.example.org",
              "::1",
              Map.of(BootConfig.Service.IMAP, 143),
              "file:C:\\zone \"of\" mine",
              2525,
              true,
              new DiskLimits(OptionalLong.of(1L << 30), OptionalLong.of(3L << 30)),
              Map.of())
        }) {
      BootConfig read = BootConfig.parse(FILE, config.toToml()).unpinned();
      for (BootConfig.Service service : BootConfig.Service.values()) {
        assertEquals(config.port(service), read.port(service));
      }
      assertEquals(config.withListen("x", 0).unpinned(), read.withListen("x", 0).unpinned());
      assertEquals(config.host(), read.host());
    }
  }

  /** No browser opens 10080, which a try-out would have by the sum. */
  @Test
  void theWebIsWhereBrowsersGo() {
    BootConfig tryOut = BootConfig.tryOut("127.0.0.1", 10_000);
    assertEquals(10_081, tryOut.port(BootConfig.Service.HTTP));
    assertEquals(10_443, tryOut.port(BootConfig.Service.HTTPS));
    assertEquals(10_143, tryOut.port(BootConfig.Service.IMAP));
    assertEquals(20_080, BootConfig.tryOut("127.0.0.1", 20_000).port(BootConfig.Service.HTTP));
    assertEquals(6_670, BootConfig.tryOut("127.0.0.1", 6_586).port(BootConfig.Service.HTTP));
    assertEquals(0, BootConfig.tryOut("127.0.0.1", 0).port(BootConfig.Service.HTTP));
  }

  @Test
  void aNewFileHasNothingThatNeedNotBeThere() {
    BootConfig read = BootConfig.parse(FILE, BootConfig.tryOut("127.0.0.1", 10_000).toToml());
    read.pins()
        .keySet()
        .forEach(key ->
            assertEquals(Effect.FILE, AllSettings.SCHEMA.find(key).orElseThrow().effect(), key));
  }

  @Test
  void aLineForAnotherSettingHoldsItFast() {
    Map<String, Pin> pins =
        BootConfig.parse(FILE, "junk_points = 4\n[tls]\nacme = \"on\"\n").pins();
    assertEquals(Map.of("junk_points", new Pin("4", 1), "tls.acme", new Pin("on", 3)), pins);
  }

  @Test
  void whatIsNotSaidHasADefault() {
    BootConfig config = BootConfig.parse(FILE, "");
    assertEquals("localhost", config.hostname());
    assertEquals(0, config.port(BootConfig.Service.SMTP));
    assertEquals(25, config.outboundPort());
    assertTrue(!config.jsonLog());
    assertEquals("system", config.resolver());
    assertEquals(Map.of(), config.pins());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "hostnme = \"x\"            | hostnme is not a setting; this file has hostname, host, resolver,",
        "\"a.b\" = 1                | a.b is not a setting",
        "\"\" = 1                   | is not a setting",
        "\"a\\u0007\" = 1           | a? is not a setting",
        "hostname = 5               | hostname is a text in quotes",
        "hostname = \"\"            | hostname is a text in quotes",
        "hostname = \"a b\"         | hostname is a name such as mail.example.org",
        "hostname = [\"a\"]         | hostname is a text in quotes",
        "host = false               | host is a text in quotes",
        "sending = \"yes\"          | sending is true or false",
        "plaintext_login = 1        | plaintext_login is true or false",
        "tls = 1                    | tls is a table of settings",
        "tls.acme = true            | tls.acme is a text in quotes",
        "tls.acme = \"yes\"         | tls.acme is \"off\" or \"on\"",
        "tls.x = 1                  | tls.x is not a setting; this file has",
        "tls.acme_directory = \"http://a.test/\" | tls.acme_directory is an address such as https",
        "tls.acme_roots = \"a.pem\" | names a file by its whole path",
        "tls.acme_contact = \"ada\" | tls.acme_contact is an e-mail address",
        "tls.acme_names = \"a b..c\" | tls.acme_names is a list of names",
        "tls.acme_key = \"dsa\"     | tls.acme_key is \"ecdsa\" or \"rsa\"",
        "tls.dns_key = \"a hmac-md5\" | tls.dns_key is a key's name and its algorithm",
        "tls.dns_server = \"a:99999\" | tls.dns_server is \"HOST:PORT\"",
        "tls.dns_wait = -1          | tls.dns_wait is a number, 0 to 3600",
        "dmarc = \"reject\"         | dmarc is \"refuse\" or \"tell\"",
        "dmarc_organizations = \"x\" | dmarc_organizations is \"walk\" or \"list\"",
        "trusted_forwarders = \"a..b\" | trusted_forwarders is a list of domains",
        "suffix_list_url = \"ftp://a\" | suffix_list_url is an address such as",
        "tls = {acme = \"on\", acme_challenge = \"dns\"} | tls.dns_server is needed for",
        "junk_points = \"6\"        | junk_points is a number, 1 to 1000",
        "give_up = \"9 minutes\"    | give_up is a time, 1 hour to 30 days",
        "message_size = \"1 KB\"     | message_size is a size, 64 KiB to 1 GiB",
        "junk_points = 0            | junk_points is a number, 1 to 1000",
        "refuse_points = 3          | refuse_points is 0, or at least junk_points: 6",
        "dns_lists = \"zen.test\"   | dns_lists is \"none\" or like",
        "without_filter = \"192.0.2.0/99\" | without_filter is \"none\" or like",
        "hooks = \"127.0.0.1:11332\" | hooks is \"none\" or like \"milter:",
        "hooks = \"milter:127.0.0.1:99999\" | hooks is \"none\" or like \"milter:",
        "greylist = \"on\" | greylist is \"off\", \"suspicious\" or \"all\"",
        "unknown_recipients = -1 | unknown_recipients is a number, 0 to 1000000",
        "hooks_down = \"accept\" | hooks_down is \"later\" or \"take\"",
        "without_filter = \"localhost\" | without_filter is \"none\" or like",
        "log = \"xml\"              | log is \"text\" or \"json\"",
        "outbound_port = 0          | outbound_port is a number, 1 to 65535",
        "outbound_port = 65536      | outbound_port is a number, 1 to 65535",
        "outbound_port = 25.0       | outbound_port is a number, 1 to 65535",
        "ports = 5                  | ports is a table of services and their ports",
        "ports = [5]                | ports is a table of services and their ports",
        "ports.smtp = -1            | ports.smtp is a number, 0 to 65535",
        "ports.smtp = \"25\"        | ports.smtp is a number, 0 to 65535",
        "ports.smtp.x = 1           | ports.smtp is a number, 0 to 65535",
        "ports.gopher = 70          | ports.gopher is no service; known are lmtp, smtp,",
        "ports.\"a.b\" = 70         | ports.a.b is no service",
        "smtp = 1979-05-27          | smtp is not a setting"
      })
  void aWrongValueIsToldWithItsLine(String line, String expected) {
    String why = why("# a comment\n\n" + line + "\n");
    assertTrue(why.startsWith("mailstead.toml line 3: "), why);
    assertTrue(why.contains(expected), why);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hostname = ",
        "hostname = \"x",
        "hostname \"x\"",
        "= 5",
        "[ports",
        "sending = tru",
        "sending = true\nsending = false",
        "outbound_port = 99999999999999999999999999",
        "outbound_port = 007",
        "hostname = \"\\q\"",
        "\u0000"
      })
  void whatIsNoTomlIsToldWithItsLine(String text) {
    String why = why("# a comment\n" + text + "\n");
    assertTrue(why.matches("(?s)mailstead.toml line [234]: .+"), why);
  }

  @Test
  void hugeValuesAreRefused() {
    assertTrue(why("host = \"" + "x".repeat(5000) + "\"").contains("of 1 to 4000 characters"));
    assertTrue(why("x".repeat(5000) + " = 1").contains("is not a setting"));
    String nested = "[".repeat(100_000);
    assertTrue(why("host = " + nested).startsWith("mailstead.toml"));
  }

  @Test
  void aFileThatCannotBeReadIsNamed() throws Exception {
    Path file = folder.resolve("some.toml");
    ConfigException missing = assertThrows(ConfigException.class, () -> BootConfig.read(file));
    assertTrue(missing.why().startsWith(file + ": cannot be read"), missing.why());
    Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe});
    ConfigException latin = assertThrows(ConfigException.class, () -> BootConfig.read(file));
    assertEquals(file + ": is not UTF-8", latin.why());
    Files.write(file, new byte[(1 << 20) + 1]);
    ConfigException large = assertThrows(ConfigException.class, () -> BootConfig.read(file));
    assertTrue(large.why().contains("over 1 MiB"), large.why());
  }
}

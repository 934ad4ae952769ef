package org.mailstead.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailstead.filter.client.Greylist;
import org.mailstead.filter.origin.Handling;
import org.mailstead.filter.verdict.Scale;
import org.mailstead.post.sending.SendingConfig;
import org.mailstead.post.sending.SendingLimits;
import org.mailstead.smtp.DoorConfig;
import org.mailstead.wire.KeyPairs;

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
              true,
              "file:C:\\zone \"of\" mine\n",
              2525,
              true,
              true,
              Set.of("UNAUTHENTICATE", "URLAUTH=BINARY"),
              new DiskLimits(OptionalLong.of(1L << 30), OptionalLong.empty()),
              new OriginSettings(
                  new Handling(false, Set.of("lists.example.org", "xn--bcher-kva.example")),
                  true,
                  "http://127.0.0.1:8080/list",
                  new DoorSettings(
                      new Scale(4, 0),
                      DoorSettings.lists("zen.example.org:6 w.test=127.0.4.1-3:-2").orElseThrow(),
                      DoorSettings.networks("192.0.2.0/24 2001:db8::/32").orElseThrow(),
                      new DoorConfig(0, 9, 1000, 7, false),
                      Greylist.Mode.SUSPICIOUS,
                      new HookSettings(
                          HookSettings.hooks(
                                  "milter:[::1]:11332 milter:/run/x https://a.test/ask?b")
                              .orElseThrow(),
                          false))),
              new TransportSettings(
                  TransportSettings.Dnssec.TRUSTED,
                  org.mailstead.formats.transport.StsPolicy.Mode.TESTING,
                  false),
              7,
              new SendingConfig(
                  new SendingLimits(1, 0, 3L << 20),
                  new SendingLimits(0, 1_000_000_000, 0),
                  SendingConfig.Brake.TELL),
              new TlsSettings(
                  true,
                  URI.create("https://ca.example:14000/dir?a=%22"),
                  Optional.of(Path.of("/etc/a \"root\".pem")),
                  Optional.of("ada@example.org"),
                  Optional.of("customer \\ 7"),
                  KeyPairs.Kind.RSA,
                  TlsSettings.Challenge.TLS_ALPN,
                  List.of("a.example.org", "*.b.example.org"),
                  false,
                  new TlsSettings.Dns(
                      Optional.of(new HostPort("2001:db8::1", 5353)),
                      Optional.of(new TlsSettings.DnsKey("a.key", "hmac-sha512")),
                      Optional.of(Path.of("/bin/hook")),
                      Duration.ofSeconds(3)),
                  new ClientCertificateSettings(
                      true, Optional.of(Path.of("/etc/a \"client\" root.pem")))),
              Optional.of("mailto:security@example.org"))
        }) {
      BootConfig read = BootConfig.parse(FILE, config.toToml());
      assertEquals(config.withListen(config.host(), 0), read.withListen(read.host(), 0));
      for (BootConfig.Service service : BootConfig.Service.values()) {
        assertEquals(config.port(service), read.port(service));
      }
    }
  }

  @Test
  void whatIsNotSaidHasADefault() {
    BootConfig config = BootConfig.parse(FILE, "");
    assertEquals("localhost", config.hostname());
    assertEquals(0, config.port(BootConfig.Service.SMTP));
    assertEquals(25, config.outboundPort());
    assertTrue(!config.sending() && !config.plaintextLogin() && !config.jsonLog());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "hostnme = \"x\"            | hostnme is not a setting; known are hostname, host, sending,",
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
        "tls.acme = \"yes\"         | tls.acme is \"off\", \"on\"",
        "tls.x = 1                  | tls.x is not a setting; known are acme,",
        "tls.acme_directory = \"http://a.test/\" | tls.acme_directory is an address such as https",
        "tls.acme_roots = \"a.pem\" | names a file by its whole path",
        "tls.acme_contact = \"ada\" | tls.acme_contact is an e-mail address",
        "tls.acme_names = \"a b..c\" | tls.acme_names is a list of names",
        "tls.acme_key = \"dsa\"     | tls.acme_key is \"ecdsa\", \"rsa\"",
        "tls.dns_key = \"a hmac-md5\" | tls.dns_key is a key's name and its algorithm",
        "tls.dns_server = \"a:99999\" | tls.dns_server is \"HOST:PORT\"",
        "tls.dns_wait = -1          | tls.dns_wait is a number, 0 to 3600",
        "dmarc = \"reject\"         | dmarc is \"refuse\" or \"tell\"",
        "dmarc_organizations = \"x\" | dmarc_organizations is \"walk\" or \"list\"",
        "trusted_forwarders = \"a..b\" | trusted_forwarders is a list of domains",
        "suffix_list_url = \"ftp://a\" | suffix_list_url is an address such as",
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
        "outbound_port = 0          | outbound_port is a port, 1 to 65535",
        "outbound_port = 65536      | outbound_port is a port, 1 to 65535",
        "outbound_port = 25.0       | outbound_port is a port, 1 to 65535",
        "ports = 5                  | ports is a table of services and their ports",
        "ports = [5]                | ports is a table of services and their ports",
        "ports.smtp = -1            | ports.smtp is a port, 0 to 65535",
        "ports.smtp = \"25\"        | ports.smtp is a port, 0 to 65535",
        "ports.smtp.x = 1           | ports.smtp is a port, 0 to 65535",
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
    assertTrue(why("host = \"" + "x".repeat(2000) + "\"").contains("of 1 to 1000 characters"));
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

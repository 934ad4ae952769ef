package org.mailstead.discovery;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.discovery.DiscoveryConfig.Kind;
import org.mailstead.discovery.DiscoveryConfig.Service;
import org.mailstead.http.WebConfig;
import org.mailstead.http.WebServer;
import org.mailstead.testkit.LineClient;
import org.mailstead.wire.CertificateFiles;
import org.mailstead.wire.Identity;
import org.mailstead.wire.SelfSigned;

/** What programs and people are told, as they get it. */
class DiscoveryServerTest {
  static final DiscoveryConfig CONFIG =
      new DiscoveryConfig(
          "mail.example.test",
          List.of(
              new Service(Kind.IMAP, 993, true),
              new Service(Kind.IMAP, 143, false),
              new Service(Kind.SMTP, 465, true),
              new Service(Kind.SIEVE, 4190, false)),
          () -> Optional.of("mailto:security@example.test"));

  @TempDir Path folder;

  @SuppressWarnings("NullAway.Init") // before each test
  private DiscoveryServer discovery;

  @SuppressWarnings("NullAway.Init") // before each test
  private WebServer web;

  private int port;

  @BeforeEach
  void open() throws Exception {
    var files = new CertificateFiles(folder.resolve("cert.pem"), folder.resolve("key.pem"));
    SelfSigned.write(List.of("mail.example.test"), files, InstantSource.system());
    Identity identity = Identity.load(files);
    discovery =
        new DiscoveryServer(
            CONFIG,
            "example.test"::equals,
            _ -> Optional.of(identity),
            InstantSource.fixed(Instant.parse("2026-11-30T12:34:56Z")));
    web = new WebServer(WebConfig.plain("127.0.0.1", 0), discovery.routes());
    port = web.start();
  }

  @AfterEach
  void close() {
    web.close();
  }

  /** Status line, header and body, as octets. */
  private String get(String host, String path) throws Exception {
    try (var client = new LineClient(port)) {
      client.send("GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n".formatted(path, host));
      return new String(client.rest(), ISO_8859_1);
    }
  }

  private static String body(String answer) {
    assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
    return answer.substring(answer.indexOf("\r\n\r\n") + 4);
  }

  private static boolean isMissing(String answer) {
    return answer.startsWith("HTTP/1.1 404 ");
  }

  @Test
  void autoconfigIsTheSameForAllAddressesOfADomain() throws Exception {
    String ada = body(get("x", "/mail/config-v1.1.xml?emailaddress=ada%40example.test"));
    assertEquals(ada, body(get("x", "/mail/config-v1.1.xml?emailaddress=nobody@EXAMPLE.test")));
    assertEquals(ada, body(get("autoconfig.example.test", "/mail/config-v1.1.xml")));
    assertEquals(ada, body(get("example.test", "/.well-known/autoconfig/mail/config-v1.1.xml")));
    assertTrue(ada.contains("<port>993</port>") && ada.contains("%EMAILADDRESS%"), ada);
    assertFalse(ada.contains("pop3"), "it does not listen");
    assertTrue(isMissing(get("x", "/mail/config-v1.1.xml?emailaddress=ada@other.test")));
    assertTrue(isMissing(get("x", "/mail/config-v1.1.xml?emailaddress=%3Cx%3E")));
    assertTrue(isMissing(get("x", "/mail/config-v1.1.xml")));
  }

  @Test
  void autodiscoverHasTwoWays() throws Exception {
    assertTrue(
        body(get(
                "x",
                "/autodiscover/autodiscover.json?Email=a@example.test&Protocol=AutodiscoverV1"))
            .contains("https://mail.example.test/autodiscover/autodiscover.xml"));
    for (String protocol : List.of("ActiveSync", "Ews", "")) {
      String answer = get("x", "/autodiscover/autodiscover.json?Email=a&Protocol=" + protocol);
      assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
    }
    String sent =
        "<Autodiscover><Request><EMailAddress>a@example.test</EMailAddress></Request></Autodiscover>";
    for (String path :
        List.of("/autodiscover/autodiscover.xml", "/Autodiscover/Autodiscover.xml")) {
      try (var client = new LineClient(port)) {
        client.send(
            "POST %s HTTP/1.1\r\nHost: x\r\nOrigin: https://elsewhere.test\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(path, sent.length(), sent));
        assertTrue(body(new String(client.rest(), ISO_8859_1)).contains("<Port>993</Port>"));
      }
    }
  }

  @Test
  void theDigestInTheDnsIsThatOfWhatIsServed() throws Exception {
    String served =
        body(get("ua-auto-config.example.test", "/.well-known/user-agent-configuration.json"));
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(served.getBytes(ISO_8859_1));
    assertEquals(
        "v=UAAC1; a=sha256; d=" + Base64.getEncoder().encodeToString(digest),
        discovery.userAgentRecord());
    assertTrue(served.contains("\"imap\":{\"host\":\"mail.example.test\"}"), served);
    assertFalse(served.contains("pop3"), served);
    assertTrue(isMissing(get("other.test", "/.well-known/user-agent-configuration.json")));
  }

  @Test
  void aHoleCanBeTold() throws Exception {
    assertEquals(
        "Contact: mailto:security@example.test\r\nExpires: 2027-05-29T00:00:00Z\r\n",
        body(get("x", "/.well-known/security.txt")));
  }

  @Test
  void aPageOfSettingsShowsNoMarkOfOthers() throws Exception {
    String page = body(get("x", "/setup"));
    assertTrue(page.contains("<code>993</code>") && !page.contains("<svg"), page);
    String odd =
        get("x", "/setup?address=%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E%40example.test");
    assertFalse(odd.contains("<script"), odd);
    String host = get("x\"><script>", "/setup?address=ada@example.test");
    assertFalse(host.contains("<script"), host);
    String full = get("x", "/setup?address=ada%40example.test");
    assertTrue(full.contains("form-action 'self'") && full.contains("default-src 'none'"), full);
  }

  private static String run(Path folder, String... command) throws Exception {
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, process.waitFor(), said);
    return said;
  }

  private static void need(String program, String debianPackage) {
    boolean there = Files.isExecutable(Path.of("/usr/bin", program));
    if (!there && "true".equals(System.getenv("CI"))) {
      throw new AssertionError(program + " is missing: install " + debianPackage);
    }
    assumeTrue(there, program + " is missing: install " + debianPackage);
  }

  @Test
  void phonesReadTheCode() throws Exception {
    need("zbarimg", "zbar-tools");
    String page = body(get("mail.example.test:8443", "/setup?address=ada%2Bnew%40example.test"));
    Matcher size = Pattern.compile("viewBox=\"0 0 (\\d+) ").matcher(page);
    assertTrue(size.find(), page);
    int modules = Integer.parseInt(size.group(1));
    int scale = 4;
    var image = new BufferedImage(modules * scale, modules * scale, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < modules * scale * modules * scale; i++) {
      image.setRGB(i % (modules * scale), i / (modules * scale), 0xffffff);
    }
    Matcher dark = Pattern.compile("M(\\d+),(\\d+)h1v1h-1z").matcher(page);
    while (dark.find()) {
      int left = Integer.parseInt(dark.group(1)) * scale;
      int top = Integer.parseInt(dark.group(2)) * scale;
      for (int i = 0; i < scale * scale; i++) {
        image.setRGB(left + i % scale, top + i / scale, 0);
      }
    }
    ImageIO.write(image, "png", folder.resolve("code.png").toFile());
    assertEquals(
        "http://mail.example.test:8443/setup?address=ada%2Bnew%40example.test",
        run(folder, "zbarimg", "--quiet", "--nodbus", "--raw", "code.png").strip());
  }

  @Test
  void theProfileIsSignedAndWellFormed() throws Exception {
    need("openssl", "openssl");
    need("python3", "python3");
    String answer = get("x", "/setup/mail.mobileconfig?address=ada%40example.test");
    assertTrue(answer.contains("application/x-apple-aspen-config"), answer);
    Files.write(folder.resolve("signed"), body(answer).getBytes(ISO_8859_1));
    run(
        folder,
        "openssl cms -verify -inform DER -in signed -CAfile cert.pem -purpose any -out plain.plist"
            .split(" ", -1));
    String python =
        "import plistlib; p = plistlib.load(open('plain.plist', 'rb')); m = p['PayloadContent'][0];"
            + " print(p['PayloadType'], m['PayloadType'], m['EmailAddress'],"
            + " m['IncomingMailServerPortNumber'], m['OutgoingMailServerPortNumber'],"
            + " m['IncomingMailServerUseSSL'], m['OutgoingMailServerHostName'])";
    assertEquals(
        "Configuration com.apple.mail.managed ada@example.test 993 465 True mail.example.test\n",
        run(folder, "python3", "-c", python));
    assertTrue(isMissing(get("x", "/setup/mail.mobileconfig?address=ada@other.test")));
  }
}

package org.mailstead.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.wire.CertificateFiles;
import org.mailstead.wire.Certificates;
import org.mailstead.wire.SelfSigned;

/** DANE (RFC 7672) and MTA-STS (RFC 8461) between us and a Postfix of Debian. */
@Tag("slow")
@Tag("foreign")
class PostfixTlsTest {
  private static final String EVE = Mta.EVE;
  private static final String WEB = "127.0.0.4";
  private static final String OTHER_KEY = "ab".repeat(32);
  private static final List<String> CERTIFIED =
      List.of(
          "mx.post.test",
          "mx.sts.test",
          "mx.othermx.test",
          "mta-sts.sts.test",
          "mta-sts.othermx.test",
          "mta-sts.othername.test");

  /** By domain, the server that its policy names. */
  private static final Map<String, String> POLICIES =
      Map.of(
          "sts.test", "mx.sts.test",
          "othermx.test", "mail.othermx.test",
          "othername.test", "mx.othername.test");

  @TempDir static Path folder;
  private static NameService names;
  private static boolean listensAt53;
  private static boolean asksUs;
  private static HttpsServer web;
  private static Postfix postfix;
  private static Mta ours;
  private static int port;

  @BeforeAll
  static void start() throws Exception {
    Postfix.need();
    Peers.open(folder);
    var files = new CertificateFiles(folder.resolve("chain.pem"), folder.resolve("key.pem"));
    SelfSigned.write(CERTIFIED, files, InstantSource.system());
    var certificates = new Certificates(List.of(files));
    port = Running.freePort();
    lowPorts(certificates);
    ours =
        Mta.start(
            folder.resolve("home"),
            names.address(),
            port,
            "-Djavax.net.ssl.trustStore=" + trusting(certificates),
            "-Djavax.net.ssl.trustStorePassword=changeit");
    Path both = folder.resolve("both.pem");
    Files.writeString(both, Files.readString(files.key()) + Files.readString(files.chain()));
    startPostfix(both);
    names.add("mx.post.test. A " + Postfix.ADDRESS);
    server("plain.test");
    server("dane.test");
    String key =
        HexFormat.of()
            .formatHex(
                MessageDigest.getInstance("SHA-256")
                    .digest(certificates.inUse().getFirst().getPublicKey().getEncoded()));
    names.sign("dane.test").add("_%d._tcp.mx.dane.test. TLSA 3 1 1 %s".formatted(port, key));
    server("badkey.test");
    names.sign("badkey.test");
    names.add("_%d._tcp.mx.badkey.test. TLSA 3 1 1 %s".formatted(port, OTHER_KEY));
    for (String domain : POLICIES.keySet()) {
      server(domain);
      names.add("_mta-sts." + domain + ". TXT \"v=STSv1; id=1;\"");
      names.add("mta-sts." + domain + ". A " + WEB);
    }
  }

  /** Names are asked at port 53 by Postfix, and policies at 443: not everybody may listen there. */
  private static void lowPorts(Certificates certificates) throws IOException {
    try {
      web = HttpsServer.create(new InetSocketAddress(InetAddress.getByName(WEB), 443), 0);
      web.setHttpsConfigurator(new HttpsConfigurator(certificates.context()));
      web.createContext("/.well-known/mta-sts.txt", PostfixTlsTest::policy);
      web.start();
      names = new NameService(53);
      listensAt53 = true;
    } catch (BindException e) {
      names = new NameService(0);
    }
  }

  private static void policy(HttpExchange exchange) throws IOException {
    String host = exchange.getRequestHeaders().getFirst("Host");
    String mx = POLICIES.get(host.replaceFirst("^mta-sts[.]", "").replaceFirst(":.*", ""));
    byte[] text =
        ("version: STSv1\r\nmode: enforce\r\nmx: " + mx + "\r\nmax_age: 86400\r\n").getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/plain");
    exchange.sendResponseHeaders(200, text.length);
    exchange.getResponseBody().write(text);
    exchange.close();
  }

  private static Path trusting(Certificates certificates) throws Exception {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("ours", certificates.inUse().getFirst());
    Path file = folder.resolve("trust.p12");
    try (var out = Files.newOutputStream(file)) {
      store.store(out, "changeit".toCharArray());
    }
    return file;
  }

  private static void startPostfix(Path both) throws Exception {
    Path conf = folder.resolve("resolv.conf");
    Files.writeString(conf, "nameserver " + NameService.ADDRESS + "\noptions trust-ad\n");
    String settings =
        """
        virtual_mailbox_domains = %s
        transport_maps = inline:{
          {example.test = dane:example.test:%d}
          {wrong.test = dane:wrong.test:%d}}
        """
            .formatted(
                "post.test plain.test dane.test badkey.test " + String.join(" ", POLICIES.keySet()),
                ours.port(25),
                ours.port(25));
    asksUs = listensAt53 && mayMount();
    Optional<Path> asks = asksUs ? Optional.of(conf) : Optional.empty();
    postfix = Postfix.start(folder.resolve("postfix"), port, both, asks, settings);
  }

  /** Not everywhere may root do so. */
  private static boolean mayMount() throws Exception {
    return Foreign.run(folder, 10, "unshare", "--mount", "mount", "--bind", "/etc", "/etc").code()
        == 0;
  }

  private static void server(String domain) throws IOException {
    names.add("%s. MX 10 mx.%1$s.\nmx.%1$s. A %s".formatted(domain, Postfix.ADDRESS));
  }

  @AfterAll
  static void stop() {
    if (ours != null) {
      ours.close();
    }
    if (postfix != null) {
      postfix.close();
    }
    if (names != null) {
      names.close();
    }
    if (web != null) {
      web.stop(0);
    }
  }

  private static void send(String domain) throws Exception {
    String text = "From: eve@example.test\nSubject: for " + domain + "\n\nx";
    ours.send("ann@" + domain, text);
  }

  private static void arrives(String domain) throws Exception {
    send(domain);
    String message = postfix.awaitMessage("Subject: for " + domain);
    assertTrue(message.contains("(using TLSv1.3 with cipher"), message);
  }

  private static void waits(String domain, String why) throws Exception {
    send(domain);
    String queue = ours.awaitQueue(why);
    assertTrue(queue.contains("<ann@" + domain + ">  waiting"), queue);
    assertFalse(postfix.received("Subject: for " + domain).isPresent());
    assertFalse(postfix.log().contains("ann@" + domain), postfix.log());
  }

  @Test
  void whoAsksForNothingGetsItEncryptedAllTheSame() throws Exception {
    arrives("plain.test");
  }

  @Test
  void theKeyThatDnssecVouchesForGetsIt() throws Exception {
    arrives("dane.test");
  }

  @Test
  void anotherKeyGetsNothing() throws Exception {
    waits("badkey.test", "mx.badkey.test: 4.7.5 DANE: no TLSA record matches the certificate");
  }

  @Test
  void theServerThatAPolicyNamesGetsIt() throws Exception {
    assumeTrue(web != null, "only root can serve policies at port 443");
    arrives("sts.test");
    assertTrue(ours.server().log().contains("MTA-STS policy of sts.test: enforce"));
  }

  @Test
  void aServerThatThePolicyDoesNotNameGetsNothing() throws Exception {
    assumeTrue(web != null, "only root can serve policies at port 443");
    waits("othermx.test", "4.7.5 MTA-STS: ");
  }

  @Test
  void aServerWhoseCertificateIsAnothersGetsNothing() throws Exception {
    assumeTrue(web != null, "only root can serve policies at port 443");
    waits("othername.test", "4.7.5 MTA-STS: ");
  }

  /** What {@code mailstead doctor} says is to be published is what others accept. */
  @Test
  void itFindsTheKeyThatWeTellToPublish() throws Exception {
    assumeTrue(asksUs, "Postfix must be told whom to ask, and that validates");
    ours.server().command("domain", "add", "wrong.test");
    ours.server().command("account", "add", "eve@wrong.test", "--password", Mta.PASSWORD);
    String doctor = Running.ended(List.of("doctor", "example.test", "--home", home())).output();
    Matcher key = Pattern.compile("TLSA 3 1 1 ([0-9a-f]{64})").matcher(doctor);
    assertTrue(key.find(), doctor);
    names.add("example.test. MX 10 mx.example.test.\nmx.example.test. A 127.0.0.1");
    names.add("wrong.test. MX 10 mx.wrong.test.\nmx.wrong.test. A 127.0.0.1");
    names.add("_%d._tcp.mx.example.test. TLSA 3 1 1 %s".formatted(ours.port(25), key.group(1)));
    names.add("_%d._tcp.mx.wrong.test. TLSA 3 1 1 %s".formatted(ours.port(25), OTHER_KEY));
    names.sign("example.test").sign("wrong.test");
    try (Talk talk = Talk.open(Postfix.ADDRESS, port)) {
      talk.send("ann@post.test", List.of("eve@example.test"), "Subject: verified\n\nx");
      talk.send("ann@post.test", List.of("eve@wrong.test"), "Subject: not verified\n\nx");
    }
    assertTrue(ours.awaitMessage(EVE, "Subject: verified").contains("with ESMTPS"));
    String log = postfix.awaitLog("to=<eve@wrong.test>");
    assertTrue(log.contains("dsn=4.7.5, status=deferred (Server certificate not verified)"), log);
    assertEquals(List.of(), ours.inbox("eve@wrong.test"));
  }

  private static String home() {
    return ours.server().home().toString();
  }
}

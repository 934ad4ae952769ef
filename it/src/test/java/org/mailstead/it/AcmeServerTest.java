package org.mailstead.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.testkit.Pebble;

/** A whole server that gets its certificates from a CA. */
@Tag("slow")
@Timeout(240)
class AcmeServerTest {
  private static final String HOST = "mail.example.test";
  private static final String AUTOCONFIG = "autoconfig.example.test";

  @TempDir Path folder;

  private final int base = Running.freeBase();

  @BeforeEach
  void need() {
    assumeTrue(Pebble.isThere(), "pebble is missing: install pebble");
  }

  private Pebble pebble(String... setting) throws Exception {
    var options = Pebble.Options.of(base + 80, base + 443);
    return Pebble.start(
        folder.resolve("pebble"),
        setting.length > 0 ? options.with(setting[0], setting[1]) : options);
  }

  private Path home(Pebble pebble, String challenge) throws Exception {
    Path home = Files.createDirectories(folder.resolve("home"));
    Files.writeString(
        home.resolve("mailstead.toml"),
        """
        hostname = "%s"
        resolver = "%s"
        mta_sts = "testing"
        [tls]
        acme = "on"
        acme_directory = "%s"
        acme_roots = "%s"
        acme_contact = "ada@example.test"
        acme_challenge = "%s"
        acme_names = "imap.example.test"
        [ports]
        http = %d
        https = %d
        imaps = %d
        """
            .formatted(
                HOST,
                pebble.nameServer(),
                pebble.directory(),
                pebble.roots(),
                challenge,
                base + 80,
                base + 443,
                base + 993));
    return home;
  }

  private static SSLContext trusting() throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new TrustsAll()}, null);
    return context;
  }

  private static SSLSocket connect(int port, String name) throws Exception {
    var socket =
        (SSLSocket)
            trusting().getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(20_000);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setServerNames(List.of(new SNIHostName(name)));
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  private static X509Certificate shown(int port, String name) throws Exception {
    try (SSLSocket socket = connect(port, name)) {
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }
  }

  private static boolean isIssued(X509Certificate certificate) {
    return certificate.getIssuerX500Principal().getName().contains("Pebble");
  }

  /** Until a server that gets its certificates by itself has this one. */
  private static X509Certificate awaited(Running server, String name) throws Exception {
    long end = System.nanoTime() + 60_000_000_000L;
    while (System.nanoTime() < end) {
      X509Certificate shown = shown(server.port(993), name);
      if (isIssued(shown)
          && shown.getSubjectAlternativeNames().stream().anyMatch(one -> name.equals(one.get(1)))) {
        return shown;
      }
      Thread.sleep(100);
    }
    throw new AssertionError("no certificate for " + name + ":\n" + server.log());
  }

  private static String ask(SSLSocket client, String line) throws Exception {
    client.getOutputStream().write((line + "\r\n").getBytes(ISO_8859_1));
    return until(client, "\r\n");
  }

  private static String until(SSLSocket client, String end) throws Exception {
    var text = new StringBuilder();
    while (text.indexOf(end) < 0) {
      int c = client.getInputStream().read();
      assertTrue(c >= 0, "the connection was closed after " + text);
      text.append((char) c);
    }
    return text.toString();
  }

  private static String get(SSLSocket client) throws Exception {
    String request = "GET /.well-known/mta-sts.txt HTTP/1.1\r\nHost: mta-sts.example.test\r\n\r\n";
    client.getOutputStream().write(request.getBytes(ISO_8859_1));
    return until(client, "max_age: 86400\r\n");
  }

  @Test
  void certificatesComeAndChangeWithoutADroppedConnection() throws Exception {
    try (Pebble pebble = pebble();
        Running server = Running.start(home(pebble, "http"), base)) {
      X509Certificate first = awaited(server, HOST);
      awaited(server, AUTOCONFIG);
      assertEquals(
          first, shown(server.port(443), HOST), "one manager of certificates for both stacks");
      assertTrue(isIssued(shown(server.port(443), "mta-sts.example.test")));
      assertEquals(first, shown(server.port(993), "unknown.example"));
      try (SSLSocket imap = connect(server.port(993), HOST);
          SSLSocket https = connect(server.port(443), "mta-sts.example.test")) {
        until(imap, "\r\n");
        assertTrue(get(https).contains("200 OK"));
        String renewed = server.command("cert", "renew");
        assertTrue(renewed.contains("imap.example.test") && renewed.contains(HOST), renewed);
        X509Certificate second = shown(server.port(993), HOST);
        assertNotEquals(first.getSerialNumber(), second.getSerialNumber());
        assertEquals(first.getPublicKey(), second.getPublicKey());
        assertEquals(second, shown(server.port(443), HOST));
        assertTrue(ask(imap, "a NOOP").startsWith("a OK"));
        assertTrue(get(https).contains("200 OK"));
      }
      String list = server.command("cert", "list");
      assertTrue(list.contains("TLSA 3 1 1 ") && list.contains(HOST + ": renewed about"), list);
      assertFalse(list.contains("WRONG"), list);
      metrics(server);
      rotated(server, first);
    }
  }

  private static void metrics(Running server) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port(9090) + "/metrics"))
            .build();
    try (var client = HttpClient.newHttpClient()) {
      String text = client.send(request, HttpResponse.BodyHandlers.ofString()).body();
      assertTrue(text.contains("mailstead_certificate_expiry_seconds{certificate=\"" + HOST), text);
      assertTrue(text.contains("mailstead_certificate_failures{certificate=\"" + HOST), text);
    }
  }

  private static void rotated(Running server, X509Certificate first) throws Exception {
    server.command("cert", "rotate", "--yes");
    X509Certificate third = shown(server.port(993), HOST);
    assertNotEquals(first.getPublicKey(), third.getPublicKey());
  }

  @Test
  void theCaMayAskTheHttpsPort() throws Exception {
    try (Pebble pebble = pebble();
        Running server = Running.start(home(pebble, "tls-alpn"), base)) {
      X509Certificate first = awaited(server, HOST);
      assertEquals(first, shown(server.port(443), HOST));
    }
  }

  @Test
  void aServerThatIsKilledOnItsWayToACertificateGetsItLater() throws Exception {
    try (Pebble pebble = pebble("PEBBLE_VA_NOSLEEP", "")) { // it takes some seconds to look
      Path home = home(pebble, "http");
      Path order = home.resolve("acme/certificates/" + HOST + "/order");
      try (Running server = Running.start(home, base)) {
        for (int i = 0; i < 600 && !Files.exists(order); i++) {
          Thread.sleep(20);
        }
        assertTrue(Files.exists(order), server.log());
        server.kill();
      }
      String url = Files.readString(order);
      try (Running server = Running.start(home, base)) {
        String list = Running.ended(List.of("cert", "list", "--home", home.toString())).output();
        assertTrue(list.contains("WRONG: " + HOST + ": it was cut short"), list);
        assertEquals(url, Files.readString(order), "the CA is left in peace");
        server.command("cert", "renew", HOST);
        assertTrue(isIssued(shown(server.port(993), HOST)));
        assertFalse(Files.exists(order));
      }
    }
  }

  @Test
  void aStoppedHomeOpensItsDoorForTheCommand() throws Exception {
    try (Pebble pebble = pebble()) {
      for (String challenge : List.of("http", "tls-alpn")) {
        Path home = home(pebble, challenge);
        Path made = home.resolve("acme/certificates/" + HOST + "/live.pem");
        Files.deleteIfExists(made);
        if (!Files.exists(home.resolve("format"))) {
          Running.start(home).close(); // at other ports, where no CA comes
        }
        String said = Running.offline("cert", "renew", "--home", home.toString());
        assertTrue(said.contains("TLSA 3 1 1 ") && said.contains("Pebble"), said);
        assertTrue(Files.exists(made));
      }
    }
  }

  private static final class TrustsAll implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}

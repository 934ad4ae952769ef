package org.mailstead.jmap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.mailstead.wire.BadCertificate;
import org.mailstead.wire.CertificateFiles;
import org.mailstead.wire.Certificates;
import org.mailstead.wire.Connection;
import org.mailstead.wire.Connector;
import org.mailstead.wire.Identity;
import org.mailstead.wire.Line;
import org.mailstead.wire.Listener;
import org.mailstead.wire.ListenerConfig;
import org.mailstead.wire.OutsideWeb;
import org.mailstead.wire.SelfSigned;
import org.mailstead.wire.ServerTls;
import org.mailstead.wire.TlsPolicy;
import org.mailstead.wire.Wire;
import org.mailstead.wire.dns.ZoneFileResolver;

/** The web as it is for the tests of this process: two servers on this machine, made once. */
final class TestWeb {
  private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");
  private static final String ZONE =
      """
      one.test.     A 127.0.0.1
      two.test.     A 127.0.0.1
      inside.test.  A 10.0.0.1
      """;

  static final TestWeb IT = new TestWeb();

  /** What is answered at a path, octet by octet. */
  final Map<String, byte[]> pages = new ConcurrentHashMap<>();

  /** All that was asked: head and body. */
  final List<String> asked = Collections.synchronizedList(new ArrayList<>());

  volatile Duration pause = Duration.ZERO;

  private final OutsideWeb web;

  private TestWeb() {
    try {
      Path folder = Files.createTempDirectory("web");
      var files = new CertificateFiles(folder.resolve("c.crt"), folder.resolve("c.key"));
      SelfSigned.write(List.of("one.test"), files, InstantSource.system());
      var certificates = new Certificates(List.of(files));
      var wire = new Wire();
      int plain = new Listener(wire, config(false)).start(this::answer, _ -> new byte[0]);
      var tls = new ServerTls(certificates.context(), TlsPolicy.STRICT);
      int encrypted = new Listener(wire, config(true), tls).start(this::answer, _ -> new byte[0]);
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry("own", Identity.certificates(files.chain()).getFirst());
      this.web =
          new OutsideWeb(
              new ZoneFileResolver(new ByteArrayInputStream(ZONE.getBytes(ISO_8859_1)), false),
              new Connector(wire, trusted),
              Duration.ofSeconds(10),
              new OutsideWeb.Reach(HERE::equals, plain, encrypted));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException | BadCertificate e) {
      throw new AssertionError(e);
    }
  }

  private static ListenerConfig config(boolean tls) {
    return ListenerConfig.of("127.0.0.1", 0, tls);
  }

  /** As empty as it was. */
  OutsideWeb cleared() {
    pages.clear();
    asked.clear();
    pause = Duration.ZERO;
    return web;
  }

  void page(String path, byte[] body) {
    page(path, "200 OK", "Content-Type: text/html", body);
  }

  void page(String path, String status, String field, byte[] body) {
    String head =
        "HTTP/1.1 " + status + "\r\n" + field + "\r\nContent-Length: " + body.length + "\r\n\r\n";
    raw(path, head, body);
  }

  void raw(String path, String head, byte[] body) {
    byte[] all = (head + new String(body, ISO_8859_1)).getBytes(ISO_8859_1);
    pages.put(path, all);
  }

  private void answer(Connection connection) throws IOException {
    var request = new StringBuilder();
    int length = 0;
    while (connection.in().readLine(9000) instanceof Line.Text text && !text.latin1().isEmpty()) {
      String line = text.latin1();
      request.append(line).append('\n');
      length = line.startsWith("Content-Length: ") ? Integer.parseInt(line.substring(16)) : length;
    }
    if (request.isEmpty()) {
      return; // who does not like the certificate goes without a word
    }
    request.append(new String(connection.in().readOctets(length), ISO_8859_1));
    asked.add(request.toString());
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    String path = request.toString().split(" ", 3)[1];
    byte[] none = "HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n".getBytes(ISO_8859_1);
    connection.out().write(pages.getOrDefault(path, none));
    connection.out().flush();
  }
}

package org.mailstead.wire.acme;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.mailstead.testkit.Pebble;
import org.mailstead.wire.CertificateFiles;
import org.mailstead.wire.Certificates;
import org.mailstead.wire.Identity;
import org.mailstead.wire.SelfSigned;

/** Stands before a CA: hands requests on, or answers as a CA with troubles would. */
final class CaFront implements AutoCloseable {
  /** What breaks the connection instead of an answer. */
  static final String BROKEN = "";

  private final ServerSocket server;
  private final SSLContext upstream;
  private final int port;
  private final Path roots;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private volatile Function<String, Optional<String>> fault = _ -> Optional.empty();

  CaFront(Path folder, Pebble pebble) throws Exception {
    var files = new CertificateFiles(folder.resolve("front.pem"), folder.resolve("front.key"));
    SelfSigned.write(List.of("localhost"), files, InstantSource.system());
    roots = files.chain();
    port = pebble.port();
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    store.setCertificateEntry("pebble", Identity.certificates(pebble.roots()).getFirst());
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    upstream = SSLContext.getInstance("TLS");
    upstream.init(null, trust.getTrustManagers(), null);
    server =
        new Certificates(List.of(files))
            .context()
            .getServerSocketFactory()
            .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon().start(this::accept);
  }

  URI directory() {
    return URI.create("https://localhost:" + server.getLocalPort() + "/dir");
  }

  Path roots() {
    return roots;
  }

  /** What was asked for, such as {@code POST /order-plz}. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  long count(String request) {
    return requests.stream().filter(one -> one.startsWith(request)).count();
  }

  /**
   * @param answer to a request such as {@code POST /order-plz}, {@link #BROKEN}, or none for the
   *     CA's own
   */
  void fault(Function<String, Optional<String>> answer) {
    fault = answer;
  }

  void healthy() {
    fault = _ -> Optional.empty();
  }

  static String problem(int status, String type, String more) {
    String body =
        "{\"type\":\"urn:ietf:params:acme:error:%s\",\"detail\":\"it is so\"}".formatted(type);
    return "HTTP/1.1 %d X\r\nContent-Type: application/problem+json\r\n%sContent-Length: %d\r\nConnection: close\r\n\r\n%s"
        .formatted(status, more, body.length(), body);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        Thread.ofPlatform().daemon().start(() -> serve(client));
      } catch (IOException _) {
        return; // closed
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      String head = head(client.getInputStream());
      byte[] body = client.getInputStream().readNBytes(length(head));
      String request = head.substring(0, head.indexOf(" HTTP/"));
      requests.add(request);
      Optional<String> own = fault.apply(request);
      if (own.isEmpty()) {
        client.getOutputStream().write(forward(head, body));
      } else {
        client.getOutputStream().write(own.get().getBytes(ISO_8859_1));
      }
      client.getOutputStream().flush();
    } catch (IOException | StringIndexOutOfBoundsException _) {
      // The client went.
    }
  }

  /** Asks the CA itself. */
  private byte[] forward(String head, byte[] body) throws IOException {
    try (Socket ca =
        upstream.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port)) {
      String once = head.substring(0, head.length() - 2) + "Connection: close\r\n\r\n";
      ca.getOutputStream().write(once.getBytes(ISO_8859_1));
      ca.getOutputStream().write(body);
      ca.getOutputStream().flush();
      return ca.getInputStream().readAllBytes();
    }
  }

  private static String head(InputStream in) throws IOException {
    var head = new ByteArrayOutputStream();
    for (int c = in.read(); c >= 0; c = in.read()) {
      head.write(c);
      if (head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
        break;
      }
    }
    return head.toString(ISO_8859_1);
  }

  private static int length(String head) {
    return head.lines()
        .filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:"))
        .map(line -> Integer.parseInt(line.substring(15).strip()))
        .findFirst()
        .orElse(0);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}

package org.mailstead.wire;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** A listener on a free loopback port with a protocol made for the test, and clients for it. */
final class TestServer implements AutoCloseable {
  static final Timeouts PATIENT =
      new Timeouts(
          Duration.ofSeconds(20),
          Duration.ofSeconds(20),
          Duration.ofSeconds(20),
          1000,
          Duration.ofSeconds(20));

  final Wire wire = new Wire(Duration.ofMillis(20));
  final Listener listener;
  final int port;

  TestServer(ListenerConfig config, @Nullable Certificates certificates, Listener.Handler handler)
      throws IOException {
    ServerTls tls =
        certificates == null ? null : new ServerTls(certificates.context(), TlsPolicy.STRICT);
    listener = new Listener(wire, config, tls, InstantSource.system());
    port = listener.start(handler, problem -> bytes("refused " + problem.key() + "\r\n"));
  }

  static TestServer plain(Listener.Handler handler) throws IOException {
    return new TestServer(config(false), null, handler);
  }

  static TestServer tls(Certificates certificates, Listener.Handler handler) throws IOException {
    return new TestServer(config(true), certificates, handler);
  }

  static ListenerConfig config(boolean tls) {
    return ListenerConfig.of("127.0.0.1", 0, tls).withTimeouts(PATIENT);
  }

  Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(20_000);
    return socket;
  }

  SSLSocket connectTls(String... protocols) throws Exception {
    SSLSocket socket =
        (SSLSocket)
            trusting().getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(20_000);
    if (protocols.length > 0) {
      socket.setEnabledProtocols(protocols);
    }
    return socket;
  }

  /** A client's context that trusts anybody. */
  static SSLContext trusting() throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new TrustsAll()}, null);
    return context;
  }

  static Certificates certificates(Path folder, String... names) throws Exception {
    return new Certificates(List.of(files(folder, "server", names)));
  }

  static CertificateFiles files(Path folder, String file, String... names) throws Exception {
    var files = new CertificateFiles(folder.resolve(file + ".crt"), folder.resolve(file + ".key"));
    SelfSigned.write(List.of(names), files, InstantSource.system());
    return files;
  }

  static KeyStore storeOf(CertificateFiles files) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    String pem = Files.readString(files.chain());
    store.setCertificateEntry("own", Identity.certificates(pem, "own").getFirst());
    return store;
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(bytes(text));
    socket.getOutputStream().flush();
  }

  /** Up to LF, or what there is before the end. */
  static String line(Socket socket) throws IOException {
    var text = new StringBuilder();
    for (int c = socket.getInputStream().read(); c >= 0; c = socket.getInputStream().read()) {
      text.append((char) c);
      if (c == '\n') {
        break;
      }
    }
    return text.toString();
  }

  /** Answers each line with itself, until END. */
  static void echo(Connection connection) throws IOException {
    try {
      while (connection.in().readLine(1000) instanceof Line.Text text) {
        if (text.latin1().equals("END")) {
          return;
        }
        connection.out().print("you said ").print(text.latin1()).crlf().flush();
      }
    } catch (Closing e) {
      connection.out().print("bye " + e.why()).crlf().flush();
    }
  }

  @Override
  public void close() {
    listener.close();
    wire.close();
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

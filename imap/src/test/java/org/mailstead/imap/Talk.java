package org.mailstead.imap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** A client's end of a connection, line by line. */
final class Talk implements AutoCloseable {
  private static final int TIMEOUT = 20_000;

  private Socket socket;
  private InputStream in;
  private OutputStream out;

  /** Waits long for an answer from here on. */
  Talk patient() throws IOException {
    socket.setSoTimeout(30 * TIMEOUT);
    return this;
  }

  Talk(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(TIMEOUT);
    socket.setTcpNoDelay(true);
    use(socket);
  }

  private void use(Socket connected) throws IOException {
    in = new BufferedInputStream(connected.getInputStream());
    out = connected.getOutputStream();
  }

  void send(String text) throws IOException {
    send(text.getBytes(ISO_8859_1));
  }

  void send(byte[] octets) throws IOException {
    out.write(octets);
    out.flush();
  }

  /** Goes on compressed, both ways (RFC 4978). */
  void deflate() {
    in = new InflaterInputStream(in, new Inflater(true));
    out = new DeflaterOutputStream(out, new Deflater(Deflater.BEST_SPEED, true), true);
  }

  /** What is sent from here on goes as it is, although the server takes it to be compressed. */
  void sendPlain() throws IOException {
    out = socket.getOutputStream();
  }

  /** The next line without its end; "(closed)" when there is none. */
  String line() throws IOException {
    var line = new StringBuilder();
    for (int c = next(); c != '\n'; c = next()) {
      if (c < 0) {
        return "(closed)";
      }
      line.append((char) c);
    }
    return line.toString().replaceAll("\r$", "");
  }

  private int next() throws IOException {
    try {
      return in.read();
    } catch (EOFException _) {
      return -1; // within what is compressed
    }
  }

  /** Whether something has come that was not read yet. */
  boolean isReady() throws IOException {
    return in.available() > 0;
  }

  /** A whole response: literals are part of it. */
  String response() throws IOException {
    String line = line();
    while (line.matches("(?s).*\\{\\d+\\}$")) {
      int size = Integer.parseInt(line.substring(line.lastIndexOf('{') + 1, line.length() - 1));
      line += "\r\n" + new String(in.readNBytes(size), ISO_8859_1) + line();
    }
    return line;
  }

  void startTls() throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new TrustsAll()}, new SecureRandom());
    var tls = (SSLSocket) context.getSocketFactory().createSocket(socket, "localhost", 0, true);
    tls.startHandshake();
    socket = tls;
    use(tls);
  }

  @Override
  public void close() throws IOException {
    socket.close();
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

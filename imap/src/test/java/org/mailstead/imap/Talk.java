package org.mailstead.imap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** A client's end of a connection, line by line. */
final class Talk implements AutoCloseable {
  private static final int TIMEOUT = 20_000;

  private Socket socket;
  private InputStream in;

  Talk(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(TIMEOUT);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream());
  }

  void send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    socket.getOutputStream().flush();
  }

  /** The next line without its end; "(closed)" when there is none. */
  String line() throws IOException {
    var line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        return "(closed)";
      }
      line.append((char) c);
    }
    return line.toString().replaceAll("\r$", "");
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
    in = new BufferedInputStream(tls.getInputStream());
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

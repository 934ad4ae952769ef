package org.mailstead.smtp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** A client that says what it is told and expects what comes. */
final class Talk implements AutoCloseable {
  private Socket socket;
  private InputStream in;

  Talk(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(20_000);
    in = new java.io.BufferedInputStream(socket.getInputStream());
  }

  /** Sends octets as they are. */
  Talk raw(String octets) throws IOException {
    socket.getOutputStream().write(octets.getBytes(ISO_8859_1));
    socket.getOutputStream().flush();
    return this;
  }

  /** Sends a line. */
  Talk say(String line) throws IOException {
    return raw(line + "\r\n");
  }

  /** The next line; empty at the end. */
  String line() throws IOException {
    var line = new StringBuilder();
    for (int b = in.read(); b >= 0; b = in.read()) {
      line.append((char) b);
      if (b == '\n') {
        assertTrue(line.length() > 1 && line.charAt(line.length() - 2) == '\r');
        return line.substring(0, line.length() - 2);
      }
    }
    assertEquals("", line.toString());
    return "";
  }

  /** The next reply, its lines joined by LF. */
  String reply() throws IOException {
    var reply = new StringBuilder(line());
    while (reply.length() > 3 && reply.charAt(reply.lastIndexOf("\n") + 4) == '-') {
      reply.append('\n').append(line());
    }
    return reply.toString();
  }

  /** The next reply must begin so. */
  Talk expect(String beginning) throws IOException {
    String reply = reply();
    assertTrue(reply.startsWith(beginning), "wanted " + beginning + ", came " + reply);
    return this;
  }

  /** Says a line and expects a reply that begins so. */
  Talk ask(String line, String beginning) throws IOException {
    return say(line).expect(beginning);
  }

  /** Through the greeting and EHLO. */
  Talk hello() throws IOException {
    return expect("220 ").ask("EHLO client.example", "250-");
  }

  /** Up to the invitation to send the message. */
  Talk data(String from, String... to) throws IOException {
    ask("MAIL FROM:<" + from + ">", "250 2.1.0");
    for (String one : to) {
      ask("RCPT TO:<" + one + ">", "250 2.1.5");
    }
    return ask("DATA", "354 ");
  }

  Talk end() throws IOException {
    assertEquals("", line());
    return this;
  }

  SSLSocket startTls() throws IOException, GeneralSecurityException {
    ask("STARTTLS", "220 2.0.0");
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new TrustsAll()}, null);
    var tls =
        (SSLSocket)
            context.getSocketFactory().createSocket(socket, "127.0.0.1", socket.getPort(), true);
    tls.startHandshake();
    socket = tls;
    in = new java.io.BufferedInputStream(tls.getInputStream());
    return tls;
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

  @Override
  public void close() throws IOException {
    socket.close();
  }
}

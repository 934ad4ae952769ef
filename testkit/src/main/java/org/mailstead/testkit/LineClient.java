package org.mailstead.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** A client's end of a connection to a server on this machine: octets out, lines in. */
public final class LineClient implements AutoCloseable {
  /** What {@link #line} gives when the server has closed the connection. */
  public static final String CLOSED = "(closed)";

  private static final int TIMEOUT = 20_000;

  private Socket socket;
  private InputStream in;

  public LineClient(int port) throws IOException {
    this("127.0.0.1", port);
  }

  /**
   * @param address one of this machine
   */
  public LineClient(String address, int port) throws IOException {
    socket = new Socket(InetAddress.ofLiteral(address), port);
    socket.setSoTimeout(TIMEOUT);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream());
  }

  /** Sends octets as they are, one for each character. */
  public void send(String octets) throws IOException {
    socket.getOutputStream().write(octets.getBytes(ISO_8859_1));
    socket.getOutputStream().flush();
  }

  /** Says a line and takes the one that comes. */
  public String ask(String line) throws IOException {
    send(line + "\r\n");
    return line();
  }

  /** The next line without its CRLF, one character for each octet. */
  public String line() throws IOException {
    var line = new StringBuilder();
    try {
      for (int c = in.read(); c != '\n'; c = in.read()) {
        if (c < 0) {
          return CLOSED;
        }
        line.append((char) c);
      }
    } catch (java.net.SocketException e) {
      return CLOSED; // a reset: the server went while we had something to say
    }
    if (line.isEmpty() || line.charAt(line.length() - 1) != '\r') {
      throw new AssertionError("a line without CR: " + line);
    }
    return line.substring(0, line.length() - 1);
  }

  /** The next octets, as many as are asked for unless the server closes. */
  public String octets(int count) throws IOException {
    return new String(in.readNBytes(count), ISO_8859_1);
  }

  /** All that comes until the server closes. */
  public byte[] rest() throws IOException {
    return in.readAllBytes();
  }

  /** Ends this side; the server may go on. */
  public void end() throws IOException {
    socket.shutdownOutput();
  }

  /** Trusts any certificate; returns the server's. */
  public X509Certificate startTls() throws IOException, GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new TrustsAll()}, new SecureRandom());
    var tls =
        (SSLSocket)
            context.getSocketFactory().createSocket(socket, "localhost", socket.getPort(), true);
    tls.startHandshake();
    socket = tls;
    in = new BufferedInputStream(tls.getInputStream());
    return (X509Certificate) tls.getSession().getPeerCertificates()[0];
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

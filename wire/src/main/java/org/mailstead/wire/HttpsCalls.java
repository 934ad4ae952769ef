package org.mailstead.wire;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.mailstead.wire.dns.Resolver;

/**
 * Single requests to web servers of others, by our own resolver, with the certificate checked and
 * everything bounded. No redirect is followed, no cookie kept.
 */
public final class HttpsCalls {
  private final HttpHop hop;
  private final int port;
  private final Duration whole;

  /**
   * @param port where web servers listen: 443
   * @param whole what a request may take
   */
  public HttpsCalls(Resolver resolver, Connector connector, int port, Duration whole) {
    this(new HttpHop(resolver, connector, _ -> true), port, whole);
  }

  private HttpsCalls(HttpHop hop, int port, Duration whole) {
    this.hop = hop;
    this.port = port;
    this.whole = whole;
  }

  /**
   * The same for addresses that strangers name: nobody is to look around in our own network through
   * us.
   */
  public HttpsCalls onlyPublic() {
    var narrow = new HttpHop(hop.resolver(), hop.connector(), PublicAddresses::contain);
    return new HttpsCalls(narrow, port, whole);
  }

  /** The server is not the one that its name means. */
  public static final class Impostor extends IOException {
    Impostor(String host, Distrust distrust) {
      super(host + ": " + distrust.why());
    }
  }

  /**
   * @param path begins with a slash
   * @param mostOctets of the answer
   */
  public HttpReply get(String host, String path, int mostOctets) throws IOException {
    return call(host, "GET " + path + " HTTP/1.1\r\n", new byte[0], mostOctets);
  }

  /** Sends octets of a type. */
  public HttpReply post(String host, String path, String type, byte[] body, int mostOctets)
      throws IOException {
    return post(host, path, type, Map.of(), body, mostOctets);
  }

  /**
   * The same with more header fields.
   *
   * @throws IOException also when one of them could end a line
   */
  public HttpReply post(
      String host,
      String path,
      String type,
      Map<String, String> fields,
      byte[] body,
      int mostOctets)
      throws IOException {
    var head = new StringBuilder("POST " + path + " HTTP/1.1\r\n");
    head.append("Content-Type: ").append(type).append("\r\n");
    for (Map.Entry<String, String> field : fields.entrySet()) {
      if (field.getValue().chars().anyMatch(c -> c < ' ')) {
        throw new IOException("a control character in " + field.getKey());
      }
      head.append(field.getKey()).append(": ").append(field.getValue()).append("\r\n");
    }
    head.append("Content-Length: ").append(body.length).append("\r\n");
    return call(host, head.toString(), body, mostOctets);
  }

  private HttpReply call(String host, String head, byte[] body, int mostOctets) throws IOException {
    long end = System.nanoTime() + whole.toNanos();
    return hop.ask(host, port, true, head, body, mostOctets, end);
  }
}

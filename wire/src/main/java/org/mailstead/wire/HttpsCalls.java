package org.mailstead.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.mailstead.wire.dns.Answer;
import org.mailstead.wire.dns.Resolver;

/**
 * Single requests to web servers of others, by our own resolver, with the certificate checked and
 * everything bounded. No redirect is followed, no cookie kept.
 */
public final class HttpsCalls {
  private static final int MAX_ADDRESSES = 3;

  private final Resolver resolver;
  private final Connector connector;
  private final int port;
  private final Duration whole;
  private final Predicate<InetAddress> reachable;

  /**
   * @param port where web servers listen: 443
   * @param whole what a request may take once the name is found
   */
  public HttpsCalls(Resolver resolver, Connector connector, int port, Duration whole) {
    this(resolver, connector, port, whole, _ -> true);
  }

  private HttpsCalls(
      Resolver resolver,
      Connector connector,
      int port,
      Duration whole,
      Predicate<InetAddress> reachable) {
    this.reachable = reachable;
    this.resolver = resolver;
    this.connector = connector;
    this.port = port;
    this.whole = whole;
  }

  /**
   * The same for addresses that strangers name: nobody is to look around in our own network through
   * us.
   */
  public HttpsCalls onlyPublic() {
    return new HttpsCalls(resolver, connector, port, whole, Network::isPublic);
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
    boolean plain = isPlain(host) && head.chars().noneMatch(c -> c >= 0x7f);
    if (!plain || head.substring(0, head.indexOf('\r')).chars().anyMatch(c -> c < ' ')) {
      throw new IOException("no web address: " + host);
    }
    List<InetAddress> addresses =
        switch (resolver.addresses(host)) {
          case Answer.Found<InetAddress>(var found, _, _) -> found;
          case Answer.NoData<InetAddress>(), Answer.NoSuchName<InetAddress>() ->
              throw new IOException(host + " has no address");
          case Answer.Failed<InetAddress>(_, String why) ->
              throw new IOException("the DNS gives no answer for " + host + ": " + why);
        };
    IOException last = new IOException(host + " was not reached");
    long end = System.nanoTime() + whole.toNanos();
    for (InetAddress address : addresses.stream().filter(reachable).limit(MAX_ADDRESSES).toList()) {
      Duration left = Duration.ofNanos(end - System.nanoTime());
      if (!left.isPositive()) {
        break;
      }
      try {
        return at(address, left, host, head, body, mostOctets);
      } catch (IOException e) {
        last = e;
      }
    }
    throw last;
  }

  /** Nothing that could end a line. */
  private static boolean isPlain(String host) {
    return host.matches("[A-Za-z0-9._-]{1,253}");
  }

  private HttpReply at(
      InetAddress address, Duration left, String host, String head, byte[] body, int mostOctets)
      throws IOException {
    try (Connection connection =
        connector.connect(address, port, left, Timeouts.DEFAULT.withIdle(left))) {
      PeerIdentity peer = connector.startTls(connection, host);
      if (peer.distrust().isPresent()) {
        throw new Impostor(host, peer.distrust().get());
      }
      connection.within(left);
      String fields = "Host: " + host + "\r\nUser-Agent: Mailstead\r\nConnection: close\r\n\r\n";
      connection.out().write((head + fields).getBytes(US_ASCII));
      connection.out().write(body);
      connection.out().flush();
      return HttpReply.read(connection.in(), mostOctets);
    }
  }
}

package org.mailstead.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
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

  /**
   * @param port where web servers listen: 443
   * @param whole what a request may take once the name is found
   */
  public HttpsCalls(Resolver resolver, Connector connector, int port, Duration whole) {
    this.resolver = resolver;
    this.connector = connector;
    this.port = port;
    this.whole = whole;
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
    String head =
        "POST %s HTTP/1.1\r\nContent-Type: %s\r\nContent-Length: %d\r\n"
            .formatted(path, type, body.length);
    return call(host, head, body, mostOctets);
  }

  private HttpReply call(String host, String head, byte[] body, int mostOctets) throws IOException {
    if (!isPlain(host) || head.chars().anyMatch(c -> c >= 0x7f)) {
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
    for (InetAddress address : addresses.stream().limit(MAX_ADDRESSES).toList()) {
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

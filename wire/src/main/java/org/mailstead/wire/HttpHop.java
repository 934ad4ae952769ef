package org.mailstead.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.function.Predicate;
import org.mailstead.wire.dns.Resolver;

/**
 * One request to one web server. Its name is looked up once, by us, and the connection goes to an
 * address of that answer: nothing can be another between the look and the leap.
 *
 * @param allowed where we may go at all
 */
record HttpHop(Resolver resolver, Connector connector, Predicate<InetAddress> allowed) {
  /**
   * @param encrypted whether the server has to show a certificate for its name
   * @param head the request line and fields, each with its CRLF, without Host and those that are
   *     always the same
   * @param end by {@link System#nanoTime}
   */
  HttpReply ask(
      String host, int port, boolean encrypted, String head, byte[] body, int mostOctets, long end)
      throws IOException {
    requirePlain(host, head);
    IOException last = new IOException(host + " was not reached in time");
    for (InetAddress address : new AllowedAddresses(resolver, allowed).of(host)) {
      if (!left(end).isPositive()) {
        break;
      }
      try (Connection connection = reach(address, host, port, encrypted, end)) {
        connection.within(left(end));
        // It may have done what is asked from here on: no other address is asked again.
        return exchanged(connection, host, head, body, mostOctets);
      } catch (NotReached e) {
        last = e.why;
      }
    }
    throw last;
  }

  /** Another address may do better. */
  private static final class NotReached extends IOException {
    private final IOException why;

    NotReached(IOException why) {
      super(why);
      this.why = why;
    }
  }

  private static void requirePlain(String host, String head) throws IOException {
    boolean plain = host.matches("[A-Za-z0-9._-]{1,253}") && head.chars().noneMatch(c -> c >= 0x7f);
    if (!plain || head.substring(0, head.indexOf('\r')).chars().anyMatch(c -> c < ' ')) {
      throw new IOException("no web address: " + host);
    }
  }

  private static Duration left(long end) {
    return Duration.ofNanos(end - System.nanoTime());
  }

  private Connection reach(InetAddress address, String host, int port, boolean encrypted, long end)
      throws NotReached {
    Connection connection;
    try {
      connection = connector.connect(address, port, some(end), timeouts(end));
    } catch (IOException e) {
      throw new NotReached(e);
    }
    try {
      if (encrypted) {
        PeerIdentity peer = connector.startTls(connection, host);
        if (peer.distrust().isPresent()) {
          throw new HttpsCalls.Impostor(host, peer.distrust().get());
        }
      }
      return connection;
    } catch (IOException e) {
      connection.close();
      throw new NotReached(e);
    }
  }

  private static Duration some(long end) {
    Duration left = left(end);
    return left.isPositive() ? left : Duration.ofMillis(1);
  }

  private static Timeouts timeouts(long end) {
    Duration some = some(end);
    Timeouts usual = Timeouts.DEFAULT;
    return new Timeouts(
        some.compareTo(usual.handshake()) < 0 ? some : usual.handshake(),
        some,
        usual.command(),
        usual.bytesPerSecond(),
        usual.write());
  }

  private static HttpReply exchanged(
      Connection connection, String host, String head, byte[] body, int mostOctets)
      throws IOException {
    String fields = "Host: " + host + "\r\nUser-Agent: Mailstead\r\nConnection: close\r\n\r\n";
    connection.out().write((head + fields).getBytes(US_ASCII));
    connection.out().write(body);
    connection.out().flush();
    return HttpReply.read(connection.in(), mostOctets);
  }
}

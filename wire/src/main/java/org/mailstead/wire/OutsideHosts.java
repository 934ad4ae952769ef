package org.mailstead.wire;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.mailstead.wire.dns.Resolver;

/**
 * Connects to servers that people name, as {@link OutsideWeb} does for the web: whoever has an
 * account here could otherwise look around in our own network through us.
 */
public final class OutsideHosts {
  private static final Duration CONNECT = Duration.ofSeconds(20);

  /** Just this spelling of an address: Java knows others. */
  private static final String IPV4 = "[0-9]{1,3}(\\.[0-9]{1,3}){3}";

  private final AllowedAddresses addresses;
  private final Connector connector;
  private final Reach reach;

  /**
   * Where it may go.
   *
   * @param allowed addresses
   * @param ports at which something may be listened to
   */
  public record Reach(Predicate<InetAddress> allowed, IntPredicate ports) {
    /**
     * IMAP's ports, and those above the well-known ones, where some put theirs: a port of another
     * service is nothing to knock at in our name. Tests have another reach.
     */
    public static final Reach IMAP =
        new Reach(PublicAddresses::contain, port -> port == 143 || port == 993 || port > 1023);

    /** For those who have this machine and its network anyway. */
    public static final Reach ANYWHERE = new Reach(_ -> true, _ -> true);
  }

  public OutsideHosts(Resolver resolver, Connector connector, Reach reach) {
    this.addresses = new AllowedAddresses(resolver, reach.allowed());
    this.connector = connector;
    this.reach = reach;
  }

  /** Whether anything is ever asked at that port. */
  public boolean allows(int port) {
    return port > 0 && port < 1 << 16 && reach.ports().test(port);
  }

  /**
   * Connects, in the clear as yet.
   *
   * @param host an A-label, or an address
   */
  public Connection connect(String host, int port, Timeouts timeouts) throws Unreached {
    if (!allows(port)) {
      throw new Unreached(Unreached.Why.FORBIDDEN, "nothing is asked at port " + port);
    }
    Unreached last = new Unreached(Unreached.Why.NO_HOST, host + " has no address");
    for (InetAddress address : addresses(host)) {
      try {
        return connector.connect(address, port, CONNECT, timeouts);
      } catch (IOException e) {
        last = new Unreached(Unreached.Why.NO_ANSWER, host + " port " + port + " " + how(e), e);
      }
    }
    throw last;
  }

  private List<InetAddress> addresses(String host) throws Unreached {
    return host.matches(IPV4) || host.indexOf(':') >= 0
        ? addresses.only(InetAddress.ofLiteral(host))
        : addresses.of(host);
  }

  private static String how(IOException e) {
    return switch (e) {
      case SocketTimeoutException _ -> "does not answer";
      case ConnectException _ -> "refuses connections";
      default -> "cannot be reached";
    };
  }

  /** Starts TLS, and is sure afterwards that it is the host that is meant. */
  public void encrypt(Connection connection, String host) throws Unreached {
    PeerIdentity peer;
    try {
      peer = connector.startTls(connection, host);
    } catch (IOException e) {
      throw new Unreached(Unreached.Why.NO_TLS, "there is no TLS with " + host, e);
    }
    if (peer.distrust().isPresent()) {
      throw new Unreached(Unreached.Why.IMPOSTOR, distrusted(host, peer.distrust().get()));
    }
  }

  private static String distrusted(String host, Distrust distrust) {
    return "the certificate of "
        + host
        + switch (distrust.kind()) {
          case NAME -> " is not valid for that name";
          case EXPIRED -> " is not valid at this time";
          case UNTRUSTED -> " is not vouched for by anybody who is known here";
        };
  }
}

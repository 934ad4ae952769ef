package org.mailstead.wire;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.mailstead.wire.dns.Resolver;

/**
 * Goes where strangers say, and nowhere else: mail names the addresses, and whoever writes it would
 * like to see what answers inside our network. Java's client and Jetty's would look up names by
 * themselves or follow redirects by themselves; with {@link HttpHop} both are ours, and each step
 * is looked at like the first. What is sent tells nothing of who reads: no cookie, no referrer, no
 * language, one name of the program for all.
 */
public final class OutsideWeb {
  private static final int MAX_REDIRECTS = 5;
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

  /** Each may hold an answer of some MiB, for a while three times over. */
  private static final int AT_ONCE =
      Math.clamp(Runtime.getRuntime().maxMemory() / (64 << 20), 4, 16);

  private static final int AT_ONCE_PER_HOST = 4;
  private static final int MOST_WAITING = 100;

  /**
   * Where the client may go.
   *
   * @param allowed addresses
   * @param plainPort that http means
   * @param encryptedPort that https means
   */
  public record Reach(Predicate<InetAddress> allowed, int plainPort, int encryptedPort) {
    /** What everybody reaches; tests have another one. */
    public static final Reach INTERNET = new Reach(PublicAddresses::contain, 80, 443);
  }

  private final HttpHop hop;
  private final Reach reach;
  private final Duration whole;
  private final Slots slots = new Slots(AT_ONCE, AT_ONCE_PER_HOST, MOST_WAITING);

  /**
   * @param whole what a request may take with all its redirects
   */
  public OutsideWeb(Resolver resolver, Connector connector, Duration whole, Reach reach) {
    this.hop = new HttpHop(resolver, connector, reach.allowed());
    this.reach = reach;
    this.whole = whole;
  }

  /**
   * Gets something, by way of redirects if need be.
   *
   * @param accept which types are wanted
   * @throws IOException saying why there is no answer
   */
  public HttpReply get(WebAddress address, String accept, int mostOctets) throws IOException {
    long end = System.nanoTime() + whole.toNanos();
    WebAddress here = address;
    for (int i = 0; i <= MAX_REDIRECTS; i++) {
      String head = "GET " + here.target() + " HTTP/1.1\r\nAccept: " + accept + "\r\n";
      HttpReply reply = ask(here, head, new byte[0], mostOctets, end);
      Optional<String> location = reply.location().filter(_ -> isRedirect(reply));
      if (location.isEmpty()) {
        return reply;
      }
      here = next(here, location.get());
    }
    throw new IOException(address.host() + " redirects more than " + MAX_REDIRECTS + " times");
  }

  private static boolean isRedirect(HttpReply reply) {
    return REDIRECTS.contains(reply.status());
  }

  private static WebAddress next(WebAddress here, String location) throws IOException {
    WebAddress next =
        here.resolve(location)
            .orElseThrow(
                () -> new IOException(here.host() + " redirects to where nobody is to be sent"));
    if (here.encrypted() && !next.encrypted()) {
      throw new IOException(here.host() + " redirects to where everybody on the way can read");
    }
    return next;
  }

  /** Sends something, and goes nowhere else with it. */
  public HttpReply post(WebAddress address, String type, byte[] body, int mostOctets)
      throws IOException {
    long end = System.nanoTime() + whole.toNanos();
    String head =
        "POST "
            + address.target()
            + " HTTP/1.1\r\nContent-Type: "
            + type
            + "\r\nContent-Length: "
            + body.length
            + "\r\n";
    return ask(address, head, body, mostOctets, end);
  }

  private HttpReply ask(WebAddress address, String head, byte[] body, int mostOctets, long end)
      throws IOException {
    int port = address.encrypted() ? reach.encryptedPort() : reach.plainPort();
    try (Slots.Slot _ = slots.take(address.host(), end)) {
      return hop.ask(address.host(), port, address.encrypted(), head, body, mostOctets, end);
    }
  }
}

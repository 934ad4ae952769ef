package org.mailstead.filter.client;

import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.mailstead.filter.verdict.Verdict;
import org.mailstead.wire.Network;

/**
 * Sends suspicious mail of strangers away for some minutes (RFC 6647): mail servers come back, and
 * most programs that send junk do not. What is not suspicious is never kept waiting. In memory:
 * after a restart a stranger is a stranger again.
 *
 * <p>Safe for many threads.
 */
public final class Greylist {
  /** Whose mail waits. */
  public enum Mode {
    OFF,
    /** What has some points, though not enough for Junk, and what has enough. */
    SUSPICIOUS,
    /** All that comes from whom nothing came before. */
    ALL
  }

  private static final Duration WAIT = Duration.ofMinutes(5);

  /** Who has not come back by then is a stranger again. */
  private static final Duration RETURN = Duration.ofDays(2);

  private static final Duration KNOWN = Duration.ofDays(36);
  private static final int MOST = 100_000;

  private final Mode mode;
  private final InstantSource clock;
  private final Map<Pair, Seen> pairs =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Pair, Seen> eldest) {
          return size() > MOST;
        }
      };

  /** Large senders come back from a neighbour of the first server. */
  private record Pair(Network network, String sender) {}

  private record Seen(long firstMs, long lastMs, boolean known) {}

  public Greylist(Mode mode, InstantSource clock) {
    this.mode = mode;
    this.clock = clock;
  }

  /**
   * Whether a message is to come again later.
   *
   * @param sender of MAIL FROM
   * @param junk points that are enough for Junk
   */
  public boolean sendsAway(InetAddress client, String sender, Verdict verdict, int junk) {
    boolean asked =
        switch (mode) {
          case OFF -> false;
          case SUSPICIOUS -> verdict.points() >= Math.max(1, junk / 2);
          case ALL -> true;
        };
    if (!asked || !Network.isPublic(client)) {
      return false;
    }
    var network = new Network(client, client.getAddress().length == 4 ? 24 : 48);
    return waits(new Pair(network, sender), clock.millis());
  }

  private synchronized boolean waits(Pair pair, long now) {
    Seen seen = pairs.get(pair);
    if (seen == null || now - seen.lastMs() > (seen.known() ? KNOWN : RETURN).toMillis()) {
      pairs.put(pair, new Seen(now, now, false));
      return true;
    }
    boolean known = seen.known() || now - seen.firstMs() >= WAIT.toMillis();
    pairs.put(pair, new Seen(seen.firstMs(), now, known));
    return !known;
  }
}

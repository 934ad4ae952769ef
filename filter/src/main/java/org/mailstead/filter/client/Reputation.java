package org.mailstead.filter.client;

import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.mailstead.filter.verdict.Clue;
import org.mailstead.filter.verdict.Verdict;
import org.mailstead.wire.Network;

/**
 * What networks have sent lately, in memory: half of it is forgotten each day, and all of it with
 * the server's end. Who mostly sent junk is met with points, and who sends much and hardly any junk
 * is met with less.
 *
 * <p>Safe for many threads.
 */
public final class Reputation {
  private static final int MAX_NETWORKS = 100_000;
  private static final double HALF_LIFE_MS = Duration.ofDays(1).toMillis();

  /** Messages below which nothing can be said. */
  private static final double LEAST = 5;

  private final InstantSource clock;
  private final Map<Network, Past> records =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Network, Past> eldest) {
          return size() > MAX_NETWORKS;
        }
      };

  /** How much of what, as of a time. */
  private record Past(double good, double bad, long atMs) {
    Past at(long nowMs) {
      double left = Math.pow(0.5, Math.max(0, nowMs - atMs) / HALF_LIFE_MS);
      return new Past(good * left, bad * left, nowMs);
    }
  }

  public Reputation(InstantSource clock) {
    this.clock = clock;
  }

  /** Whoever has one address mostly has its neighbours: a /24, or the /48 of a site. */
  private static Network network(InetAddress client) {
    return new Network(client, client.getAddress().length == 4 ? 24 : 48);
  }

  /** A message came. */
  public void add(InetAddress client, Verdict.Kind kind) {
    boolean good = kind == Verdict.Kind.HAM;
    add(client, good ? 1 : 0, good ? 0 : 1);
  }

  /** Somebody was asked for who is not here: a little of what guessing looks like. */
  public void addUnknownRecipient(InetAddress client) {
    add(client, 0, 0.2);
  }

  private synchronized void add(InetAddress client, double good, double bad) {
    if (!Network.isPublic(client)) {
      return; // a relay of the operator's own is not to blame for what it relays
    }
    long now = clock.millis();
    Past was = records.getOrDefault(network(client), new Past(0, 0, now)).at(now);
    records.put(network(client), new Past(was.good() + good, was.bad() + bad, now));
  }

  /** What it says about the next message. */
  public Optional<Clue> of(InetAddress client) {
    Past now;
    synchronized (this) {
      Past was = records.get(network(client));
      if (was == null) {
        return Optional.empty();
      }
      now = was.at(clock.millis());
    }
    double all = now.good() + now.bad();
    if (all < LEAST) {
      return Optional.empty();
    }
    double part = now.bad() / all;
    if (part >= 0.9) {
      return clue(3, "nearly all that came from its network lately was junk");
    }
    if (part >= 0.5) {
      return clue(1, "much of what came from its network lately was junk");
    }
    return part <= 0.02 && all >= 4 * LEAST
        ? clue(-1, "hardly anything that came from its network lately was junk")
        : Optional.empty();
  }

  private static Optional<Clue> clue(int points, String why) {
    return Optional.of(new Clue("reputation", points, why));
  }

  synchronized int size() {
    return records.size();
  }
}

package org.mailstead.filter.client;

import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.mailstead.filter.verdict.Clue;
import org.mailstead.filter.verdict.Verdict;
import org.mailstead.wire.Network;

/**
 * What networks have sent lately; half of it is forgotten each day. Who mostly sent junk is met
 * with points, and who sends much and hardly any junk is met with less.
 *
 * <p>Safe for many threads.
 */
public final class Reputation {
  private static final int MAX_NETWORKS = 100_000;
  private static final double HALF_LIFE_MS = Duration.ofDays(1).toMillis();

  /** Messages below which nothing can be said. */
  private static final double LEAST = 5;

  /** Messages that are worth keeping over a restart. */
  private static final double WORTH = 0.5;

  private final InstantSource clock;
  private final Learnt<Past> records = new Learnt<>(MAX_NETWORKS);

  /** How much of what, as of a time. */
  private record Past(double good, double bad, long atMs) {
    Past at(long nowMs) {
      double left = Math.pow(0.5, Math.max(0, nowMs - atMs) / HALF_LIFE_MS);
      return new Past(good * left, bad * left, nowMs);
    }

    static Past of(List<Long> numbers) {
      return new Past(
          Double.longBitsToDouble(numbers.get(0)),
          Double.longBitsToDouble(numbers.get(1)),
          numbers.get(2));
    }

    List<Long> numbers() {
      return List.of(Double.doubleToLongBits(good), Double.doubleToLongBits(bad), atMs);
    }
  }

  public Reputation(InstantSource clock) {
    this.clock = clock;
  }

  /** Whoever has one address mostly has its neighbours: a /24, or the /48 of a site. */
  private static String network(InetAddress client) {
    return new Network(client, client.getAddress().length == 4 ? 24 : 48).toString();
  }

  /** Takes what was learnt before the last stop. */
  public void load(Keeping keeping) {
    long now = clock.millis();
    records.load(
        keeping,
        Keeping.Kind.REPUTATION,
        Past::of,
        (_, past) -> past.at(now).good() + past.at(now).bad() >= WORTH);
  }

  /**
   * Keeps what was learnt.
   *
   * @throws org.mailstead.words.Refused when it cannot be kept now
   */
  public void save(Keeping keeping) {
    records.save(keeping, Keeping.Kind.REPUTATION, Past::numbers);
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

  private void add(InetAddress client, double good, double bad) {
    if (!Network.isPublic(client)) {
      return; // a relay of the operator's own is not to blame for what it relays
    }
    long now = clock.millis();
    records.change(
        network(client),
        known -> {
          Past was = known.orElse(new Past(0, 0, now)).at(now);
          return new Past(was.good() + good, was.bad() + bad, now);
        });
  }

  /** What it says about the next message. */
  public Optional<Clue> of(InetAddress client) {
    Optional<Past> known = records.get(network(client));
    if (known.isEmpty()) {
      return Optional.empty();
    }
    Past now = known.get().at(clock.millis());
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

  int size() {
    return records.size();
  }
}

package org.mailstead.filter.client;

import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.mailstead.filter.verdict.Verdict;
import org.mailstead.wire.Network;

/**
 * Sends suspicious mail of strangers away for some minutes (RFC 6647): mail servers come back, and
 * most programs that send junk do not. What is not suspicious is never kept waiting.
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

  private final Supplier<Mode> mode;
  private final InstantSource clock;
  private final Learnt<Seen> pairs = new Learnt<>(MOST);

  private record Seen(long firstMs, long lastMs, boolean known) {
    static Seen of(List<Long> numbers) {
      return new Seen(numbers.get(0), numbers.get(1), numbers.get(2) != 0);
    }

    List<Long> numbers() {
      return List.of(firstMs, lastMs, known ? 1L : 0L);
    }

    boolean isOver(long now) {
      return now - lastMs > (known ? KNOWN : RETURN).toMillis();
    }
  }

  public Greylist(Mode mode, InstantSource clock) {
    this(() -> mode, clock);
  }

  /**
   * @param mode as it is just now
   */
  public Greylist(Supplier<Mode> mode, InstantSource clock) {
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
        switch (mode.get()) {
          case OFF -> false;
          case SUSPICIOUS -> verdict.points() >= Math.max(1, junk / 2);
          case ALL -> true;
        };
    if (!asked || !Network.isPublic(client)) {
      return false;
    }
    // Large senders come back from a neighbour of the first server.
    var network = new Network(client, client.getAddress().length == 4 ? 24 : 48);
    return waits(network + " " + sender, clock.millis());
  }

  private boolean waits(String pair, long now) {
    Seen seen =
        pairs.change(
            pair,
            before -> {
              if (before.isEmpty() || before.get().isOver(now)) {
                return new Seen(now, now, false);
              }
              Seen was = before.get();
              boolean known = was.known() || now - was.firstMs() >= WAIT.toMillis();
              return new Seen(was.firstMs(), now, known);
            });
    return !seen.known();
  }

  /** Takes who was known before the last stop. */
  public void load(Keeping keeping) {
    long now = clock.millis();
    pairs.load(keeping, Keeping.Kind.GREYLIST, Seen::of, (_, seen) -> !seen.isOver(now));
  }

  /**
   * Keeps who is known.
   *
   * @throws org.mailstead.words.Refused when it cannot be kept now
   */
  public void save(Keeping keeping) {
    pairs.save(keeping, Keeping.Kind.GREYLIST, Seen::numbers);
  }
}

package org.mailstead.post.queue;

import java.time.Duration;

/**
 * How many may talk to one destination at the same time, learnt from how it answers: it begins low,
 * doubles until the first complaint, is halved by each, and from half of where that happened grows
 * slowly. Who says 421 is also left alone for a moment, longer each time. Guarded by its owner.
 */
final class Pace {
  private static final double FIRST = 2;
  private static final Duration SHORTEST = Duration.ofMillis(250);
  private static final Duration LONGEST = Duration.ofSeconds(30);

  /** Those under way when it complained may all be told so: that is one complaint. */
  private static final Duration ONE_COMPLAINT = Duration.ofSeconds(1);

  private final int most;
  private double limit;
  private double doublesTo;
  private Duration pause = SHORTEST;
  private long slowedAt;
  private long from;

  /**
   * @param now as {@link System#nanoTime} has it
   */
  Pace(int most, long now) {
    this.most = most;
    this.limit = Math.min(FIRST, most);
    this.doublesTo = most;
    this.slowedAt = now - ONE_COMPLAINT.toNanos();
    this.from = now;
  }

  /** At least one, or nobody would find out that it goes again. */
  int limit() {
    return (int) limit;
  }

  /** How long nobody may begin. */
  Duration rest(long now) {
    return Duration.ofNanos(Math.max(0, from - now));
  }

  void wentWell() {
    limit = Math.min(most, limit + (limit < doublesTo ? 1 : 1 / limit));
    pause = SHORTEST;
  }

  /**
   * @param busy whether it said that it wants to be left alone (421)
   */
  void wentBadly(long now, boolean busy) {
    if (now - slowedAt < ONE_COMPLAINT.toNanos()) {
      return;
    }
    slowedAt = now;
    limit = Math.max(1, limit / 2);
    doublesTo = limit;
    if (busy) {
      from = now + pause.toNanos();
      Duration longer = pause.multipliedBy(2);
      pause = longer.compareTo(LONGEST) < 0 ? longer : LONGEST;
    }
  }
}

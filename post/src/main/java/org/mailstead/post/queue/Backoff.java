package org.mailstead.post.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/** When to try again: pauses that double, each a little longer or shorter than its due. */
final class Backoff {
  private static final Duration OURS_FIRST = Duration.ofSeconds(5);
  private static final Duration OURS_LONGEST = Duration.ofMinutes(10);

  private final QueueConfig config;

  Backoff(QueueConfig config) {
    this.config = config;
  }

  /**
   * The next attempt; empty when it has lasted too long.
   *
   * @param attempts made so far, at least one
   */
  Optional<Instant> next(Result.Why why, int attempts, Instant arrived, Instant now) {
    Instant end = arrived.plus(why == Result.Why.QUOTA ? config.quotaGiveUp() : config.giveUp());
    if (!now.isBefore(end)) {
      return Optional.empty();
    }
    boolean ours = why == Result.Why.OURS;
    Duration first = ours ? OURS_FIRST : config.firstRetry();
    Duration longest = ours ? OURS_LONGEST : config.longestRetry();
    Instant next = now.plus(pause(first, longest, attempts, ThreadLocalRandom.current()));
    // The last attempt falls on the end, so that nobody waits for a report beyond it.
    return Optional.of(next.isBefore(end) ? next : end);
  }

  /** Within a fifth of the doubled pause, so that what failed together comes back apart. */
  static Duration pause(Duration first, Duration longest, int attempts, RandomGenerator random) {
    long millis = first.toMillis();
    for (int i = 1; i < attempts && millis < longest.toMillis(); i++) {
      millis *= 2;
    }
    millis = Math.min(millis, longest.toMillis());
    return Duration.ofMillis(Math.max(1, (long) (millis * random.nextDouble(0.8, 1.2))));
  }
}

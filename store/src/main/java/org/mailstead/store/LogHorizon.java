package org.mailstead.store;

import java.time.Duration;

/**
 * How far back logs go. Who remembers an older version starts over.
 *
 * @param age older entries go
 * @param entries more than these go, the oldest first
 * @param step how many must be due before any goes. A trim is a commit itself: an account at rest
 *     is left alone, and a busy one is not trimmed at every look.
 */
public record LogHorizon(Duration age, long entries, long step) {
  /** For what clients and their views come back to. */
  public static final LogHorizon DEFAULT = new LogHorizon(Duration.ofDays(90), 1_000_000, 100);

  /** For logs that nobody reads, except to resolve a commit of unknown outcome. */
  public static final LogHorizon UNREAD = new LogHorizon(Duration.ofDays(36_500), 1000, 1000);

  public LogHorizon {
    if (age.isNegative() || entries < 1 || step < 2) {
      // The newest entry always stays: it may have to be resolved. So a trim of one would be
      // followed by the next one, which forgets the first.
      throw new IllegalArgumentException("a horizon of " + age + ", " + entries + ", " + step);
    }
  }
}

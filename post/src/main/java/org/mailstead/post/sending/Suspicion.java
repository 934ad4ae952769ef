package org.mailstead.post.sending;

import java.util.Optional;

/**
 * Tells an account that a thief's program uses from its owner, by what it did within an hour. Each
 * sign alone is enough, so each stays far from what people do.
 */
final class Suspicion {
  /** A password that was stolen is used from many machines at once; its owner has some. */
  private static final int NETWORKS = 8;

  private static final long RECIPIENTS_OF_MANY_NETWORKS = 40;

  /** Bought lists of addresses are old: of a club's list some are gone, not a third. */
  private static final long REFUSED = 30;

  private static final int REFUSED_PART = 3;

  /** What nobody writes by hand, and ten times what this account ever did. */
  private static final long BURST = 300;

  private static final int TIMES = 10;

  private Suspicion() {}

  /**
   * What is wrong.
   *
   * @param busiest recipients in its busiest hour so far
   */
  static Optional<String> of(Recent.Hour hour, long busiest) {
    if (hour.networks() >= NETWORKS && hour.recipients() >= RECIPIENTS_OF_MANY_NETWORKS) {
      return Optional.of(
          "within an hour %d recipients were written to from %d different networks"
              .formatted(hour.recipients(), hour.networks()));
    }
    if (hour.refused() >= REFUSED && hour.refused() * REFUSED_PART >= hour.answered()) {
      return Optional.of(
          "within an hour %d of %d recipients were refused by their servers"
              .formatted(hour.refused(), hour.answered()));
    }
    if (hour.recipients() >= Math.max(BURST, TIMES * busiest)) {
      return Optional.of(
          "within an hour %d recipients were written to, and never more than %d before"
              .formatted(hour.recipients(), busiest));
    }
    return Optional.empty();
  }
}

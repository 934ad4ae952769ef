package org.mailstead.identity;

import java.time.Duration;
import java.time.Instant;

/**
 * Whether a domain's people prove themselves with more than a password.
 *
 * @param since since when it is so
 * @param grace how long people may take to set it up when it is required
 */
public record SecondFactorPolicy(Rule rule, Instant since, Duration grace) {
  /** What the operator wants. */
  public enum Rule {
    /** Who likes sets one up. */
    OFFERED,
    /** None is asked for, nor can be set up. */
    OFF,
    /** Everybody needs one. */
    REQUIRED
  }

  public static final SecondFactorPolicy DEFAULT =
      new SecondFactorPolicy(Rule.OFFERED, Instant.EPOCH, Duration.ZERO);

  /**
   * Whether somebody without one may no longer go on.
   *
   * @param known since when the account is there
   */
  public boolean isDue(Instant known, Instant now) {
    Instant begin = known.isAfter(since) ? known : since;
    return rule == Rule.REQUIRED && !now.isBefore(begin.plus(grace));
  }
}

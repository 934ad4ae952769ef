package org.mailstead.post.sending;

/**
 * What our own people may send.
 *
 * @param account limits of an account that has none of its own
 * @param domain limits of all accounts of a domain together
 * @param brake what happens to one that suddenly sends like a machine
 */
public record SendingConfig(SendingLimits account, SendingLimits domain, Brake brake) {
  public static final SendingConfig DEFAULT =
      new SendingConfig(new SendingLimits(2_000, 5_000, 2L << 30), SendingLimits.NONE, Brake.PAUSE);

  /** What happens to an account that suddenly sends like a machine. */
  public enum Brake {
    /** Nothing. */
    OFF,
    /** Its owner and the postmaster are told. */
    TELL,
    /** It sends no more until somebody has looked, and both are told. */
    PAUSE
  }
}

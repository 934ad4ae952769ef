package org.mailstead.identity;

/**
 * How much mail an account may keep, as its operator set it; 0 for no limit.
 *
 * @param octets of all emails, each counted once, however many mailboxes show it
 * @param messages in all mailboxes: a copy takes no octets, but it is a message
 */
public record Allowance(long octets, long messages) {
  /** Of an account for which nothing was set. */
  public static final Allowance DEFAULT = new Allowance(0, 10_000_000);

  public Allowance withOctets(long limit) {
    return new Allowance(limit, messages);
  }

  public Allowance withMessages(long limit) {
    return new Allowance(octets, limit);
  }
}

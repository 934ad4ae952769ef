package org.mailstead.wire;

/**
 * How many connections a listener takes.
 *
 * @param total open at once
 * @param perAddress open at once from one IPv4 address or IPv6 /64
 * @param rate new ones from one address
 * @param remembered how many addresses the rate is counted for
 * @param loopbackExempt whether connections made on this machine are counted in the total only
 */
public record ConnectionLimits(
    int total, int perAddress, TokenBuckets.Rate rate, int remembered, boolean loopbackExempt) {
  public static final ConnectionLimits DEFAULT =
      new ConnectionLimits(
          20_000, 100, new TokenBuckets.Rate(120, java.time.Duration.ofMinutes(1)), 50_000, true);

  public ConnectionLimits {
    if (total < 1 || perAddress < 1 || remembered < 1) {
      throw new IllegalArgumentException(
          "a limit is under 1: " + total + ", " + perAddress + ", " + remembered);
    }
  }
}

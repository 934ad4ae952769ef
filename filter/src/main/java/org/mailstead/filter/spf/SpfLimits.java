package org.mailstead.filter.spf;

import java.time.Duration;

/**
 * What one check may cost (RFC 7208 section 4.6.4).
 *
 * @param terms that ask the DNS
 * @param voids of these that find nothing
 * @param names of an MX or PTR answer whose addresses are asked
 * @param time after which no more is asked
 */
public record SpfLimits(int terms, int voids, int names, Duration time) {
  /** What the standard says. */
  public static final SpfLimits STANDARD = new SpfLimits(10, 2, 10, Duration.ofSeconds(20));
}

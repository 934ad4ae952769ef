package org.mailstead.search.extract;

import java.time.Duration;

/**
 * How much one file may cost.
 *
 * @param input octets of a file; a larger one is not read
 * @param unpacked octets that a packed file may grow to, all its entries together
 * @param entries files inside a packed file
 * @param text characters that are kept
 * @param time how long it may take
 */
public record Limits(int input, long unpacked, int entries, int text, Duration time) {
  /** What a server uses. */
  public static final Limits DEFAULT =
      new Limits(32 << 20, 128L << 20, 5_000, 512 << 10, Duration.ofSeconds(10));
}

package org.mailstead.formats.sieve;

/**
 * How large a script may be.
 *
 * @param octets of the script
 * @param depth blocks and tests inside each other (RFC 5228 section 2.10.5 asks for 15 at least)
 * @param nodes commands, tests, arguments and strings together, since each costs more memory than
 *     its octets
 */
public record SieveLimits(int octets, int depth, int nodes) {
  /** What a server uses. */
  public static final SieveLimits DEFAULT = new SieveLimits(1 << 20, 32, 100_000);

  public SieveLimits {
    if (octets < 1 || depth < 1 || nodes < 1) {
      throw new IllegalArgumentException("a limit is below 1");
    }
  }
}

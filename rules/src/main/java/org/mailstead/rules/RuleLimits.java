package org.mailstead.rules;

/**
 * How much a run may do. Whoever is beyond a limit has failed, and the message is kept.
 *
 * @param steps commands and tests
 * @param work characters that are compared, weighted by what a comparison costs
 * @param variables names; RFC 5229 section 6 asks for 128
 * @param value octets of a variable; what is longer is cut (RFC 5229 section 6 asks for 4000)
 * @param includes scripts inside each other (RFC 6609 section 3.2)
 * @param actions all together
 * @param redirects messages that are sent on
 */
public record RuleLimits(
    int steps, long work, int variables, int value, int includes, int actions, int redirects) {
  /** What a server uses. */
  public static final RuleLimits DEFAULT =
      new RuleLimits(100_000, 200_000_000, 256, 8000, 10, 32, 8);
}

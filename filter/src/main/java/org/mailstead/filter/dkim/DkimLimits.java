package org.mailstead.filter.dkim;

/**
 * What is checked, and what is good enough.
 *
 * @param signatures of one message that are checked, from the top; more are not looked at
 * @param partialBodies whether a signature counts that leaves out the end of the body, to which
 *     anybody can add what he likes (RFC 6376 section 8.2)
 */
public record DkimLimits(int signatures, boolean partialBodies) {
  /** Ten, and all of the body. */
  public static final DkimLimits DEFAULT = new DkimLimits(10, false);
}

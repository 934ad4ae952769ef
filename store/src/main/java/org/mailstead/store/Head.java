package org.mailstead.store;

/**
 * Where a partition stands.
 *
 * @param version of the last commit; see {@link Versions}
 * @param epoch raised when commits may have been lost, so that versions never come back
 * @param home the data centre that may commit; 0 where there is only one
 * @param lastCommit the last commit's id
 */
public record Head(long version, int epoch, int home, CommitId lastCommit) {
  /** The head of a partition that nobody has written to. */
  public static final Head EMPTY = new Head(0, 0, 0, CommitId.NONE);
}

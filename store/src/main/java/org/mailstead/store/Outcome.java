package org.mailstead.store;

/** How a commit ended. */
public sealed interface Outcome {
  /** It is durable, as this version. */
  record Applied(long version) implements Outcome {}

  /** Somebody else's commit came first; nothing was written. */
  record Conflict(Head head) implements Outcome {}

  /** The committer's epoch is over; nothing was written, and trying again will not help it. */
  record Fenced(Head head) implements Outcome {}

  /**
   * It may or may not have been applied, and may still be. Repeat it with the same id, or ask
   * {@link Engine#resolve}.
   */
  record Unknown(String why) implements Outcome {}
}

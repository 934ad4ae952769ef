package org.mailstead.store;

/** How fresh a read must be. */
public enum Level {
  /** Sees every commit that was applied anywhere before the read began. */
  LINEAR,
  /** Sees every commit that this node was told of, which on a partition's home is all of them. */
  SESSION,
  /** May be behind: for other sites and for hints. */
  STALE
}

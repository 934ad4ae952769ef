package org.mailstead.search;

import java.util.List;
import java.util.OptionalLong;

/**
 * A page of what was found.
 *
 * @param total how many there are in all
 * @param next the cursor of the next page; empty after the last
 */
public record Found(List<Hit> hits, long total, OptionalLong next) {
  /** In what order hits come. */
  public enum Order {
    /** The likeliest first; what is as likely, newest first. */
    RELEVANCE_AND_DATE,
    /** Newest first. */
    DATE
  }

  /**
   * One email.
   *
   * @param number its number in the account
   * @param score how well it fits, to be compared within one answer only; 0 in order of date
   */
  public record Hit(long number, float score) {}

  public Found {
    hits = List.copyOf(hits);
  }
}

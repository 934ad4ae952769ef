package org.mailstead.search;

import java.util.Arrays;
import java.util.stream.LongStream;

/** The numbers of all emails that a query finds, as a set. */
public final class Matches {
  private final long[] sorted;
  private final boolean current;

  /** Takes the numbers over. */
  Matches(long[] numbers) {
    this(sorted(numbers), true);
  }

  private Matches(long[] sorted, boolean current) {
    this.sorted = sorted;
    this.current = current;
  }

  private static long[] sorted(long[] numbers) {
    Arrays.sort(numbers);
    return numbers;
  }

  Matches current(boolean known) {
    return new Matches(sorted, known);
  }

  /**
   * Whether all was looked at that had been put of the account. Else something may be missing: the
   * index cannot be written, and so its last changes cannot be read.
   */
  public boolean isCurrent() {
    return current;
  }

  /** Whether the query finds this email. */
  public boolean contains(long number) {
    return Arrays.binarySearch(sorted, number) >= 0;
  }

  /** How many there are. */
  public int size() {
    return sorted.length;
  }

  /** The numbers, growing. */
  public LongStream stream() {
    return Arrays.stream(sorted);
  }
}

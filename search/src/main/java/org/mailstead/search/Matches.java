package org.mailstead.search;

import java.util.Arrays;
import java.util.stream.LongStream;

/** The numbers of all emails that a query finds, as a set. */
public final class Matches {
  private final long[] sorted;

  /** Takes the numbers over. */
  Matches(long[] numbers) {
    Arrays.sort(numbers);
    sorted = numbers;
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

package org.mailstead.imap.search;

/** Which of two numbers comes first: negative for the first one. */
@FunctionalInterface
interface IntOrder {
  int compare(int one, int other);

  /** Sorts; equals stay as they are. */
  default void sort(int[] numbers) {
    merge(numbers.clone(), numbers, 0, numbers.length);
  }

  /** Sorts a range of {@code to}; {@code from} holds the same numbers. */
  private void merge(int[] from, int[] to, int start, int end) {
    if (end - start < 2) {
      return;
    }
    int middle = (start + end) >>> 1;
    merge(to, from, start, middle);
    merge(to, from, middle, end);
    int left = start;
    int right = middle;
    for (int i = start; i < end; i++) {
      boolean takeLeft = right == end || (left < middle && compare(from[left], from[right]) <= 0);
      to[i] = takeLeft ? from[left++] : from[right++];
    }
  }
}

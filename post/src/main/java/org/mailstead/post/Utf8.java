package org.mailstead.post;

import static java.nio.charset.StandardCharsets.UTF_8;

/** A text where it lies in an array, in UTF-8. The array is not to change. */
public record Utf8(byte[] array, int from, int to) {
  @Override
  public String toString() {
    return new String(array, from, to - from, UTF_8);
  }
}

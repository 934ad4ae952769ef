package org.mailstead.formats.mime;

import java.util.Arrays;

/** The start of the current line, as far as anybody needs it. */
final class LineBuffer {
  private byte[] bytes = new byte[256];
  private int length;
  private boolean cut;

  void clear() {
    length = 0;
    cut = false;
  }

  /** Appends, up to a length of the line; the rest is only noticed when it is not blank. */
  void append(byte[] from, int start, int end, int limit) {
    int fits = Math.max(0, Math.min(end - start, limit - length));
    if (length + fits > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + fits, bytes.length * 2));
    }
    System.arraycopy(from, start, bytes, length, fits);
    length += fits;
    for (int i = start + fits; i < end && !cut; i++) {
      cut = from[i] != ' ' && from[i] != '\t';
    }
  }

  boolean isEmpty() {
    return length == 0;
  }

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  /**
   * What follows the two hyphens of a line that may be a delimiter, without white space at its end
   * (RFC 2046 section 5.1.1 calls it transport padding); "" for any other line.
   */
  String delimiter() {
    if (cut || length < 3 || bytes[0] != '-' || bytes[1] != '-') {
      return "";
    }
    int end = length;
    while (end > 2 && Ascii.isSpace(bytes[end - 1])) {
      end--;
    }
    return Octets.of(bytes, 2, end).latin1();
  }
}

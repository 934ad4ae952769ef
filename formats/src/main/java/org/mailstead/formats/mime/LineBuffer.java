package org.mailstead.formats.mime;

import java.util.Arrays;

/** The start of the current line, as far as anybody needs it. */
final class LineBuffer {
  private byte[] bytes = new byte[256];
  private int length;

  void clear() {
    length = 0;
  }

  /** Appends, up to a length of the line; the rest is dropped. */
  void append(byte[] from, int start, int end, int limit) {
    int fits = Math.max(0, Math.min(end - start, limit - length));
    if (length + fits > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + fits, bytes.length * 2));
    }
    System.arraycopy(from, start, bytes, length, fits);
    length += fits;
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

  /** What follows the two hyphens of a line that may be a delimiter; "" for any other line. */
  String delimiter() {
    if (length < 3 || bytes[0] != '-' || bytes[1] != '-') {
      return "";
    }
    return Octets.of(bytes, 2, length).latin1();
  }
}

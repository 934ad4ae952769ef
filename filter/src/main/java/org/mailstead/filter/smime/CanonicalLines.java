package org.mailstead.filter.smime;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/**
 * Octets with CRLF at the end of each line: so they were signed (RFC 8551 section 3.1.1), whatever
 * brought them here did to the line ends.
 */
final class CanonicalLines extends InputStream {
  private final InputStream in;
  private final byte[] input = new byte[8 << 10];
  private final byte[] ready = new byte[2 * input.length];
  private int at;
  private int end;
  private boolean cr;

  CanonicalLines(InputStream in) {
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    return fill() ? ready[at++] & 0xff : -1;
  }

  @Override
  public int read(byte[] to, int off, int len) throws IOException {
    Objects.checkFromIndexSize(off, len, to.length);
    if (len == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int some = Math.min(len, end - at);
    System.arraycopy(ready, at, to, off, some);
    at += some;
    return some;
  }

  /** Makes sure that something is ready; false at the end. */
  private boolean fill() throws IOException {
    while (at == end) {
      int n = in.read(input);
      if (n < 0) {
        return false;
      }
      at = 0;
      end = 0;
      for (int i = 0; i < n; i++) {
        if (input[i] == '\n' && !cr) {
          ready[end++] = '\r';
        }
        cr = input[i] == '\r';
        ready[end++] = input[i];
      }
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}

package org.mailstead.formats.tnef;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads a stream once, from its beginning to its end, and knows where it is. Nothing is read beyond
 * the end of the piece that is being read, whatever lengths stand in it.
 */
final class TnefCursor {
  private final InputStream in;
  private long position;

  TnefCursor(InputStream in) {
    this.in = in;
  }

  long position() {
    return position;
  }

  /** The next octet, or -1 at the end of the stream. */
  int next() throws IOException {
    int octet = in.read();
    position += octet < 0 ? 0 : 1;
    return octet;
  }

  private int octet(long end) throws IOException {
    if (position >= end) {
      throw new BrokenTnefException("a length is wrong");
    }
    int octet = next();
    if (octet < 0) {
      throw new EOFException();
    }
    return octet;
  }

  int u16(long end) throws IOException {
    return octet(end) | (octet(end) << 8);
  }

  long u32(long end) throws IOException {
    return u16(end) | ((long) u16(end) << 16);
  }

  byte[] octets(long count, long end) throws IOException {
    check(count, end);
    byte[] octets = in.readNBytes((int) count);
    position += octets.length;
    if (octets.length < count) {
      throw new EOFException();
    }
    return octets;
  }

  /** Passes over octets, or as many as there are left in the stream. */
  void skip(long count, long end) throws IOException {
    check(count, end);
    long left = count;
    while (left > 0) {
      long skipped = in.skip(left);
      if (skipped <= 0) {
        if (in.read() < 0) {
          return;
        }
        skipped = 1;
      }
      position += skipped;
      left -= skipped;
    }
  }

  private void check(long count, long end) throws BrokenTnefException {
    if (count < 0 || count > end - position) {
      throw new BrokenTnefException("a length is wrong");
    }
  }
}

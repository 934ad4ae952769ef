package org.mailstead.imap.fetch;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Octets of a message with 0x80 for every NUL: no literal may carry one (RFC 9051 section 9), and
 * RFC822.SIZE is to stay what it is. What is binary is fetched by BINARY, which shows all octets.
 */
public final class WithoutNul extends FilterInputStream {
  private static final byte INSTEAD = (byte) 0x80;

  public WithoutNul(InputStream in) {
    super(in);
  }

  public static boolean isIn(byte[] octets, int from, int to) {
    for (int i = from; i < to; i++) {
      if (octets[i] == 0) {
        return true;
      }
    }
    return false;
  }

  static void replace(byte[] octets, int from, int to) {
    for (int i = from; i < to; i++) {
      if (octets[i] == 0) {
        octets[i] = INSTEAD;
      }
    }
  }

  @Override
  public int read() throws IOException {
    int octet = in.read();
    return octet == 0 ? INSTEAD & 0xff : octet;
  }

  @Override
  public int read(byte[] to, int off, int len) throws IOException {
    int got = in.read(to, off, len);
    replace(to, off, off + Math.max(got, 0));
    return got;
  }
}

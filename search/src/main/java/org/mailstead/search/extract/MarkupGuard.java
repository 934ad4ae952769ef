package org.mailstead.search.extract;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Stops XML whose parser would have to hold much at once: the JDK's bounds neither values of
 * attributes nor comments, and all it holds is memory of the server. No office program writes
 * document types, comments or CDATA, and none writes a megabyte without an element.
 */
final class MarkupGuard extends FilterInputStream {
  /** Octets from one element to the next. */
  private static final int LONGEST = 1 << 20;

  private int before;
  private int run;
  private boolean instruction;

  MarkupGuard(InputStream in) {
    super(in);
  }

  @Override
  public int read() throws IOException {
    int octet = super.read();
    if (octet >= 0) {
      see(octet);
    }
    return octet;
  }

  @Override
  public int read(byte[] to, int off, int len) throws IOException {
    int count = super.read(to, off, len);
    for (int i = 0; i < count; i++) {
      see(to[off + i] & 0xff);
    }
    return count;
  }

  @Override
  public long skip(long count) {
    return 0; // so that nothing is passed over unseen
  }

  private void see(int octet) throws IOException {
    if (++run > LONGEST) {
      throw new IOException("its XML is too long in one piece");
    }
    if (octet == 0) {
      return; // half of a character of UTF-16
    }
    if (before == '<' && octet == '!' && !instruction) {
      throw new IOException("its XML has more than elements");
    }
    if (instruction) {
      instruction = !(before == '?' && octet == '>');
    } else if (before == '<' && octet == '?') {
      instruction = true;
    } else if (octet == '<') {
      run = 0;
    }
    before = octet;
  }
}

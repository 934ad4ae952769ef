package org.mailstead.post.transfer;

import java.io.IOException;
import java.io.OutputStream;

/** Makes lines that end with LF end with CRLF, as the wire has them (RFC 5322 section 2.1). */
final class CrlfStream extends OutputStream {
  private final OutputStream out;
  private final long most;
  private final byte[] one = new byte[1];
  private int last = -1;
  private long size;

  /**
   * @param most octets; what goes beyond them is not passed on
   */
  CrlfStream(OutputStream out, long most) {
    this.out = out;
    this.most = most;
  }

  /** Octets as they are on the wire. */
  long size() {
    return size;
  }

  boolean isTooLarge() {
    return size > most;
  }

  @Override
  public void write(int octet) throws IOException {
    one[0] = (byte) octet;
    write(one, 0, 1);
  }

  @Override
  public void write(byte[] octets, int off, int len) throws IOException {
    int start = off;
    for (int i = off; i < off + len; i++) {
      if (octets[i] == '\n' && last != '\r') {
        pass(octets, start, i - start);
        pass(new byte[] {'\r'}, 0, 1);
        start = i;
      }
      last = octets[i];
    }
    pass(octets, start, off + len - start);
  }

  private void pass(byte[] octets, int off, int len) throws IOException {
    size += len;
    if (len > 0 && !isTooLarge()) {
      out.write(octets, off, len);
    }
  }
}

package org.mailstead.filter.dkim;

/**
 * Brings a body into canonical form as it flows by (RFC 6376 sections 3.4.3 and 3.4.4). A line feed
 * alone ends a line too: so the message was read, and so every transport repairs it.
 */
final class BodyForm {
  private static final int BUFFER = 8 << 10;

  private final boolean relaxed;
  private final PrefixDigest out;
  private final byte[] buffer = new byte[BUFFER];
  private int filled;
  private boolean cr;
  private boolean space;
  private boolean content;
  // Line ends that count only when something follows them.
  private long lineEnds;

  BodyForm(Canonicalization form, PrefixDigest out) {
    this.relaxed = form == Canonicalization.RELAXED;
    this.out = out;
  }

  void write(byte[] bytes, int off, int length) {
    int end = off + length;
    int at = off;
    while (at < end) {
      int plain = cr ? at : plainUntil(bytes, at, end);
      if (plain > at) {
        octet(bytes[at]); // after what is owed before it
        copy(bytes, at + 1, plain);
        at = plain;
      } else {
        special(bytes[at++]);
      }
    }
  }

  private void special(byte b) {
    if (b == '\n') {
      cr = false;
      endLine();
      return;
    }
    if (cr) {
      octet((byte) '\r');
    }
    cr = b == '\r';
    if (!cr) {
      octet(b);
    }
  }

  /** Where the next octet is that no form takes as it is; most are in long runs of others. */
  private int plainUntil(byte[] bytes, int from, int end) {
    int at = from;
    while (at < end) {
      byte b = bytes[at];
      if (b == '\r' || b == '\n' || (relaxed && (b == ' ' || b == '\t'))) {
        return at;
      }
      at++;
    }
    return end;
  }

  private void copy(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to) {
      int part = Math.min(to - at, BUFFER - filled);
      System.arraycopy(bytes, at, buffer, filled, part);
      filled += part;
      at += part;
      if (filled == BUFFER) {
        flush();
      }
    }
  }

  private void endLine() {
    space = false;
    lineEnds++;
  }

  private void octet(byte b) {
    if (relaxed && (b == ' ' || b == '\t')) {
      space = true;
      return;
    }
    for (; lineEnds > 0; lineEnds--) {
      put((byte) '\r');
      put((byte) '\n');
    }
    if (space) {
      put((byte) ' ');
      space = false;
    }
    put(b);
    content = true;
  }

  private void put(byte b) {
    buffer[filled++] = b;
    if (filled == BUFFER) {
      flush();
    }
  }

  private void flush() {
    out.write(buffer, filled);
    filled = 0;
  }

  /** Nothing follows: empty lines at the end are gone, and one line end is there. */
  void finish() {
    if (cr) {
      octet((byte) '\r');
    }
    if (content || !relaxed) {
      put((byte) '\r');
      put((byte) '\n');
    }
    flush();
    out.finish();
  }
}

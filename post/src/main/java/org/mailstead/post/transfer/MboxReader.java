package org.mailstead.post.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * Reads an mbox of the kind that programs write today (mboxrd): a message begins after a From_ line
 * that is the first one or follows an empty line; lines of a body that look like one begin with
 * {@code >}. Holds one line at a time, and of a long one a part.
 */
final class MboxReader {
  private static final byte[] FROM = {'F', 'r', 'o', 'm', ' '};
  private static final int MOST = 1 << 16;

  private final InputStream in;
  private final byte[] buffer = new byte[MOST];
  private int at;
  private int end;

  /** Octets up to the line that is read next. */
  private long taken;

  private final byte[] line = new byte[MOST];
  private int length;
  private boolean complete;

  /** Where the next message's From_ line begins. */
  private long position;

  private boolean inside;

  MboxReader(InputStream in) {
    this.in = in;
  }

  /** Octets up to the message that comes next. */
  long position() {
    return position;
  }

  /** Whether there is another message. What stands before the first From_ line is passed by. */
  boolean hasNext() throws IOException {
    boolean begins = true;
    while (!inside) {
      position = taken;
      if (!read()) {
        return false;
      }
      inside = begins && isFrom(0);
      begins = complete;
      passRest();
    }
    return true;
  }

  /** Writes the next message, without its From_ line and the empty line before the one after it. */
  void next(OutputStream out) throws IOException {
    inside = false;
    byte[] empty = {};
    boolean begins = true;
    position = taken;
    while (read()) {
      if (begins && empty.length > 0 && isFrom(0)) {
        inside = true;
        passRest();
        return;
      }
      out.write(empty);
      boolean isEmpty = begins && complete && (line[0] == '\n' || line[0] == '\r');
      empty = isEmpty ? Arrays.copyOf(line, length) : new byte[0];
      if (!isEmpty) {
        int start = begins && isQuoted() ? 1 : 0;
        out.write(line, start, length - start);
      }
      begins = complete;
      position = taken;
    }
  }

  private void passRest() throws IOException {
    while (!complete && read()) {
      // of the From_ line
    }
  }

  private boolean isFrom(int from) {
    return length >= from + FROM.length
        && Arrays.equals(line, from, from + FROM.length, FROM, 0, FROM.length);
  }

  private boolean isQuoted() {
    int quoted = 0;
    while (quoted < length && line[quoted] == '>') {
      quoted++;
    }
    return quoted > 0 && isFrom(quoted);
  }

  /** Reads a line with its end, or the next part of a long one; false at the end. */
  private boolean read() throws IOException {
    length = 0;
    complete = false;
    while (length < MOST && !complete) {
      if (at == end) {
        end = Math.max(0, in.read(buffer));
        at = 0;
        if (end == 0) {
          return length > 0;
        }
      }
      int from = at;
      int most = Math.min(end, at + MOST - length);
      while (at < most && buffer[at] != '\n') {
        at++;
      }
      complete = at < most;
      at += complete ? 1 : 0;
      System.arraycopy(buffer, from, line, length, at - from);
      length += at - from;
      taken += at - from;
    }
    return true;
  }
}

package org.mailstead.smtp;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import org.mailstead.wire.WireReader;

/**
 * Reads the data after DATA (RFC 5321 section 4.5.2). Only CRLF.CRLF ends it: where servers
 * disagree on that, one message smuggles another past the first server's checks. A bare CR or LF,
 * or a NUL, condemns the whole message, which is still read to its true end.
 */
final class DataReader {
  private enum State {
    LINE_START,
    DOT,
    DOT_CR,
    LINE,
    CR
  }

  private final OutputStream out;
  private State state = State.LINE_START;
  private boolean clean = true;
  private boolean done;

  /**
   * @param out takes the message without the dots that were put in; its failures are the caller's
   */
  DataReader(OutputStream out) {
    this.out = out;
  }

  /** Reads to the end; false when the message must be refused for what stands in it. */
  boolean read(WireReader in) throws IOException {
    while (!done) {
      if (!in.more()) {
        throw new EOFException("the client went within its message");
      }
      byte[] buffer = in.buffer();
      int from = in.from();
      int end = scan(buffer, from, in.to());
      in.consume(end - from);
    }
    return clean;
  }

  boolean isDone() {
    return done;
  }

  boolean isClean() {
    return clean;
  }

  /** Takes what is there, and returns where it stopped: behind the end, or where more is needed. */
  int scan(byte[] buffer, int from, int to) throws IOException {
    int start = from;
    int i = from;
    while (i < to) {
      byte b = buffer[i];
      switch (state) {
        case LINE -> {
          while (b != '\r' && b != '\n' && b != 0 && ++i < to) {
            b = buffer[i];
          }
          if (i == to) {
            write(buffer, start, i);
            return i;
          }
          state = next(b);
        }
        case CR -> {
          clean &= b == '\n';
          state = b == '\n' ? State.LINE_START : next(b);
        }
        case LINE_START -> {
          if (b == '.') {
            write(buffer, start, i);
            start = i + 1;
            state = State.DOT;
          } else {
            state = next(b);
          }
        }
        case DOT -> {
          if (b == '\r') {
            // Held back: it may belong to the end.
            write(buffer, start, i);
            start = i + 1;
            state = State.DOT_CR;
          } else {
            state = next(b);
          }
        }
        case DOT_CR -> {
          if (b == '\n') {
            done = true;
            return i + 1;
          }
          out.write('\r');
          clean = false;
          start = i;
          state = next(b);
        }
      }
      i++;
    }
    write(buffer, start, to);
    return to;
  }

  private State next(byte b) {
    if (b == '\r') {
      return State.CR;
    }
    clean &= b != '\n' && b != 0;
    return State.LINE;
  }

  private void write(byte[] buffer, int from, int to) throws IOException {
    if (to > from) {
      out.write(buffer, from, to - from);
    }
  }
}

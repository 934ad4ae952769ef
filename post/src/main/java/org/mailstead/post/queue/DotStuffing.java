package org.mailstead.post.queue;

import java.io.IOException;
import java.io.InputStream;

/**
 * Writes a message after DATA (RFC 5321 section 4.5.2). Every line ends with CRLF, whatever ended
 * it before: a lone CR or LF before a dot is how one message is smuggled inside another.
 */
final class DotStuffing {
  private static final int BUFFER = 16 << 10;

  private static final byte[] CRLF = {'\r', '\n'};
  private static final byte[] DOT = {'.'};

  private final Out out;
  private boolean lineStart = true;

  /** A CR was written: LF follows, whatever comes. */
  private boolean owesLf;

  /** Where it goes. */
  interface Out {
    void write(byte[] bytes, int from, int length) throws IOException;
  }

  DotStuffing(Out out) {
    this.out = out;
  }

  void write(InputStream in) throws IOException {
    byte[] buffer = new byte[BUFFER];
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      write(buffer, read);
    }
  }

  void write(byte[] bytes, int length) throws IOException {
    int from = 0; // what is before it is written
    int at = 0;
    while (at < length) {
      byte b = bytes[at];
      if (owesLf) {
        owesLf = false;
        lineStart = true;
        if (b == '\n') {
          at++;
          continue;
        }
        from = flush(bytes, from, at);
        out.write(CRLF, 1, 1);
      }
      if (b == '\r') {
        owesLf = true;
        at++;
      } else if (b == '\n') {
        flush(bytes, from, at);
        out.write(CRLF, 0, 2);
        from = ++at;
        lineStart = true;
      } else {
        if (lineStart && b == '.') {
          from = flush(bytes, from, at);
          out.write(DOT, 0, 1);
        }
        lineStart = false;
        at = plainUntil(bytes, at + 1, length);
      }
    }
    flush(bytes, from, length);
  }

  private int flush(byte[] bytes, int from, int to) throws IOException {
    out.write(bytes, from, to - from);
    return to;
  }

  /** Where the next octet is that may end a line. */
  private static int plainUntil(byte[] bytes, int from, int end) {
    int at = from;
    while (at < end && bytes[at] != '\r' && bytes[at] != '\n') {
      at++;
    }
    return at;
  }

  /** Ends the message and its last line. */
  void end() throws IOException {
    if (owesLf) {
      out.write(CRLF, 1, 1);
    } else if (!lineStart) {
      out.write(CRLF, 0, 2);
    }
    out.write(DOT, 0, 1);
    out.write(CRLF, 0, 2);
  }
}

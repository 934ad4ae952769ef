package org.mailstead.post.queue;

import java.io.IOException;
import java.io.InputStream;
import org.mailstead.wire.WireWriter;

/**
 * Writes a message after DATA (RFC 5321 section 4.5.2). Every line ends with CRLF, whatever ended
 * it before: a lone CR or LF before a dot is how one message is smuggled inside another.
 */
final class DotStuffing {
  private static final int BUFFER = 16 << 10;

  private final WireWriter out;
  private boolean lineStart = true;
  private boolean afterCr;

  DotStuffing(WireWriter out) {
    this.out = out;
  }

  void write(InputStream in) throws IOException {
    byte[] buffer = new byte[BUFFER];
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      write(buffer, read);
    }
  }

  void write(byte[] bytes, int length) throws IOException {
    int from = 0;
    for (int i = 0; i < length; i++) {
      byte b = bytes[i];
      boolean ends = b == '\n' || b == '\r' || afterCr;
      if (!ends && !(lineStart && b == '.')) {
        lineStart = false;
        continue;
      }
      out.write(bytes, from, i - from);
      from = i;
      if (b == '\n') {
        endLine();
        from = i + 1;
        continue;
      }
      if (afterCr) {
        endLine();
      }
      if (b == '\r') {
        afterCr = true;
        from = i + 1;
        continue;
      }
      if (lineStart && b == '.') {
        out.write((byte) '.');
      }
      lineStart = false;
    }
    out.write(bytes, from, length - from);
  }

  private void endLine() throws IOException {
    out.crlf();
    afterCr = false;
    lineStart = true;
  }

  /** Ends the message and its last line. */
  void end() throws IOException {
    if (afterCr || !lineStart) {
      endLine();
    }
    out.print(".").crlf();
  }
}

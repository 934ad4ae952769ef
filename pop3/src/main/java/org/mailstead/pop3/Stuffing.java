package org.mailstead.pop3;

import java.io.IOException;
import java.io.InputStream;
import org.mailstead.wire.WireWriter;

/**
 * Sends a message as a multi-line answer (RFC 1939 section 3): a dot before each line that begins
 * with one, and a dot alone at the end. The message's octets are sent as they are stored, so that
 * LIST counts what comes. Only CRLF.CRLF ends an answer: where the message does not end with CRLF
 * itself, one is sent that belongs to the end and not to the message.
 */
final class Stuffing {
  private final WireWriter out;
  private boolean lineStart = true;
  private int beforeLast = '\r';
  private int last = '\n';
  private boolean header = true;
  private boolean emptyLine = true;
  private int bodyLines;

  Stuffing(WireWriter out) {
    this.out = out;
  }

  /**
   * @param maxBodyLines lines of the body that are sent after the header
   */
  void send(InputStream message, int maxBodyLines) throws IOException {
    byte[] buffer = new byte[16 << 10];
    boolean more = true;
    while (more) {
      int count = message.read(buffer);
      if (count < 0) {
        break;
      }
      int taken = take(buffer, count, maxBodyLines);
      more = taken == count;
    }
    if (last != '\n' || beforeLast != '\r') {
      out.crlf();
    }
    out.print(".").crlf();
  }

  /** Sends what may be sent of these octets; returns how many that were. */
  private int take(byte[] buffer, int count, int maxBodyLines) throws IOException {
    int start = 0;
    for (int i = 0; i < count; i++) {
      if (!header && lineStart && bodyLines >= maxBodyLines) {
        out.write(buffer, start, i - start);
        return i;
      }
      byte b = buffer[i];
      if (lineStart && b == '.') {
        out.write(buffer, start, i - start);
        out.write((byte) '.');
        start = i;
      }
      lineStart = b == '\n';
      if (b == '\n') {
        bodyLines += header ? 0 : 1;
        header &= !emptyLine;
        emptyLine = true;
      } else if (b != '\r') {
        emptyLine = false;
      }
      beforeLast = last;
      last = b;
    }
    out.write(buffer, start, count - start);
    return count;
  }
}

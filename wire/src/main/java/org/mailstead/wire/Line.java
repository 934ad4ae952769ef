package org.mailstead.wire;

import java.nio.charset.StandardCharsets;

/** What reading a line gave. */
public sealed interface Line {
  /**
   * A line without its end.
   *
   * @param octets as received; may hold NUL, bare CR and anything but LF
   * @param crlf whether it ended with CRLF; else with a bare LF, which SMTP must not take for a
   *     line's end (RFC 5321 section 2.3.8) and others may
   */
  @SuppressWarnings("ArrayRecordComponent") // one owner, never compared
  record Text(byte[] octets, boolean crlf) implements Line {
    /** Whether a CR stands inside, which is no line's end in any of our protocols. */
    public boolean bareCr() {
      for (byte octet : octets) {
        if (octet == '\r') {
          return true;
        }
      }
      return false;
    }

    /** One character for each octet, so nothing is lost. */
    public String latin1() {
      return new String(octets, StandardCharsets.ISO_8859_1);
    }
  }

  /**
   * A line over the limit. It was read to its end and dropped: the next line can be read.
   *
   * @param start its beginning, as long as the limit
   */
  @SuppressWarnings("ArrayRecordComponent") // one owner, never compared
  record TooLong(byte[] start) implements Line {}

  /** The peer has ended its side, between two lines. */
  record End() implements Line {}
}

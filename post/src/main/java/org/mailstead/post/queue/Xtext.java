package org.mailstead.post.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/** The encoding of what senders give along (RFC 3461 section 4). */
final class Xtext {
  private Xtext() {}

  /** What was encoded; a broken escape stays as it is, control characters become "?". */
  static String decode(String xtext) {
    var bytes = new ByteArrayOutputStream();
    byte[] given = xtext.getBytes(UTF_8);
    for (int i = 0; i < given.length; i++) {
      // hexchar = ASCII "+" immediately followed by two upper case hexadecimal digits
      if (given[i] == '+'
          && i + 2 < given.length
          && hex(given[i + 1]) >= 0
          && hex(given[i + 2]) >= 0) {
        bytes.write(hex(given[i + 1]) * 16 + hex(given[i + 2]));
        i += 2;
      } else {
        bytes.write(given[i]);
      }
    }
    String decoded = bytes.toString(UTF_8).replaceAll("\\p{Cntrl}", "?");
    // A header of ASCII takes nothing else.
    return decoded.chars().allMatch(c -> c < 0x7f) ? decoded : xtext.replaceAll("[^ -~]", "?");
  }

  private static int hex(byte b) {
    return Character.digit((char) (b & 0xff), 16);
  }

  /** ORCPT, whose type is not encoded: {@code rfc822;ada+2Bnews@example.org}. */
  static String original(String given) {
    int end = given.indexOf(';');
    return end < 0 ? "" : given.substring(0, end + 1) + decode(given.substring(end + 1));
  }
}

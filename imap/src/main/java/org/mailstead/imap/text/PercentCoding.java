package org.mailstead.imap.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;

/** Percent-encoding in URLs (RFC 3986 section 2.1). */
public final class PercentCoding {
  private static final String PLAIN = "-._~!$'()*+,&=:@/";

  private PercentCoding() {}

  /** The octets, one character for each; empty when a percent sign stands wrong. */
  public static Optional<String> decode(String text) {
    var octets = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%') {
        int high = i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
        int low = i + 2 < text.length() ? Character.digit(text.charAt(i + 2), 16) : -1;
        if (high < 0 || low < 0 || high + low == 0) {
          return Optional.empty();
        }
        c = (char) (high << 4 | low);
        i += 2;
      }
      octets.append(c);
    }
    return Optional.of(octets.toString());
  }

  /** A text as the path of a URL carries it (bchar of RFC 5092). */
  public static String encode(String text) {
    var encoded = new StringBuilder();
    for (byte octet : text.getBytes(UTF_8)) {
      char c = (char) (octet & 0xff);
      boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0);
      encoded.append(plain ? String.valueOf(c) : "%%%02X".formatted((int) c));
    }
    return encoded.toString();
  }
}

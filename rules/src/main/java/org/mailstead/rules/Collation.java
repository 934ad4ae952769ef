package org.mailstead.rules;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A comparator (RFC 4790, RFC 5051). */
enum Collation {
  OCTET("i;octet"),
  ASCII_CASEMAP("i;ascii-casemap"),
  UNICODE_CASEMAP("i;unicode-casemap"),
  ASCII_NUMERIC("i;ascii-numeric");

  private final String id;

  Collation(String id) {
    this.id = id;
  }

  static Optional<Collation> of(String id) {
    return Arrays.stream(values()).filter(c -> c.id.equals(id)).findFirst();
  }

  String id() {
    return id;
  }

  /** Whether it can look for a text inside another. */
  boolean hasSubstrings() {
    return this != ASCII_NUMERIC;
  }

  /** Whether a small letter of ASCII equals its capital. */
  boolean ignoresCase() {
    return this == ASCII_CASEMAP || this == UNICODE_CASEMAP;
  }

  /** What two texts share that are equal. */
  String canonical(String text) {
    return switch (this) {
      case OCTET -> text;
      case ASCII_CASEMAP -> asciiUpper(text);
      case UNICODE_CASEMAP -> unicode(text);
      case ASCII_NUMERIC -> digits(text);
    };
  }

  int compare(String one, String other) {
    String a = canonical(one);
    String b = canonical(other);
    if (this == ASCII_NUMERIC) {
      return compareNumbers(a, b);
    }
    return Arrays.compareUnsigned(a.getBytes(UTF_8), b.getBytes(UTF_8));
  }

  private static String asciiUpper(String text) {
    char[] chars = text.toCharArray();
    for (int i = 0; i < chars.length; i++) {
      if (chars[i] >= 'a' && chars[i] <= 'z') {
        chars[i] = (char) (chars[i] - 32);
      }
    }
    return new String(chars);
  }

  // RFC 5051 section 2: titlecase, then decomposition
  private static String unicode(String text) {
    var titled = new StringBuilder(text.length());
    text.codePoints().map(Character::toTitleCase).forEach(titled::appendCodePoint);
    return Normalizer.normalize(titled, Normalizer.Form.NFKD).toUpperCase(Locale.ROOT);
  }

  // RFC 4790 section 9.1: the digits at the start; a text without them is beyond all numbers
  private static String digits(String text) {
    int end = 0;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    int start = 0;
    while (start < end - 1 && text.charAt(start) == '0') {
      start++;
    }
    return text.substring(start, end);
  }

  private static int compareNumbers(String a, String b) {
    if (a.isEmpty() || b.isEmpty()) {
      return Boolean.compare(a.isEmpty(), b.isEmpty());
    }
    return a.length() == b.length() ? a.compareTo(b) : Integer.compare(a.length(), b.length());
  }
}

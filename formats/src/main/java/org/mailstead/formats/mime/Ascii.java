package org.mailstead.formats.mime;

import java.util.Locale;

/** Characters as RFC 5322 and RFC 2045 sort them. Nothing here depends on a locale. */
final class Ascii {
  private Ascii() {}

  /** White space and line ends: what folding is made of. */
  static boolean isSpace(int c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
  }

  static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  static boolean isLetter(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  /** The value of a hexadecimal digit, or -1. */
  static int hex(int c) {
    if (isDigit(c)) {
      return c - '0';
    }
    int lower = c | 0x20;
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
  }

  /** RFC 2045 section 5.1: what a type, subtype or parameter name is made of. */
  static boolean isToken(int c) {
    return c > ' ' && c < 0x7f && "()<>@,;:\\\"/[]?=".indexOf(c) < 0;
  }

  /** RFC 5322 section 3.2.3, with RFC 6532's characters beyond ASCII. */
  static boolean isAtom(int c) {
    return c > 0x7f || (c > ' ' && c != 0x7f && "()<>[]:;@\\,.\"".indexOf(c) < 0);
  }

  /** A number in hexadecimal digits, upper case, at least two. */
  static String upperHex(int value) {
    return String.format(Locale.ROOT, "%02X", value);
  }

  /** Without white space around it. */
  static String trim(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && isSpace(text.charAt(from))) {
      from++;
    }
    while (to > from && isSpace(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }

  /** Lower case in ASCII only: a Turkish server must not lose the I of a header. */
  static String lower(String text) {
    int i = 0;
    while (i < text.length() && !(text.charAt(i) >= 'A' && text.charAt(i) <= 'Z')) {
      i++;
    }
    if (i == text.length()) {
      return text;
    }
    var lower = new StringBuilder(text);
    for (; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        lower.setCharAt(i, (char) (c | 0x20));
      }
    }
    return lower.toString();
  }

  /** Whether every character is ASCII. */
  static boolean isAll(String text) {
    int i = 0;
    while (i < text.length() && text.charAt(i) < 0x80) {
      i++;
    }
    return i == text.length();
  }

  /** The same of octets. */
  static boolean isAll(byte[] octets) {
    int all = 0;
    for (byte octet : octets) {
      all |= octet;
    }
    return all >= 0;
  }

  /** Whether every character is ASCII and printable or white space. */
  static boolean isPrintable(String text) {
    return text.chars().allMatch(c -> (c >= ' ' && c < 0x7f) || c == '\t');
  }
}

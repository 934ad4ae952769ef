package org.mailstead.formats.tnef;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** RTF, piece by piece. */
final class RtfTokens {
  private static final int BEGINNING = 1024;
  private static final int MOST_NAME = 32;

  /** One of them. */
  sealed interface Token {}

  record Open() implements Token {}

  record Close() implements Token {}

  /** An octet of text, whichever way it was written. */
  record Octet(int octet) implements Token {}

  /**
   * A control word.
   *
   * @param number 1 where there is none
   */
  record Word(String name, int number) implements Token {}

  record Symbol(char symbol) implements Token {}

  record End() implements Token {}

  private final byte[] rtf;
  private int at;

  RtfTokens(byte[] rtf) {
    this.rtf = rtf;
  }

  /** Whether a word stands at the beginning, where RTF says what it is. */
  static boolean begins(byte[] rtf, String word) {
    return new String(rtf, 0, Math.min(rtf.length, BEGINNING), ISO_8859_1).contains(word);
  }

  Token next() {
    while (at < rtf.length) {
      int octet = rtf[at++] & 0xff;
      switch (octet) {
        case '{' -> {
          return new Open();
        }
        case '}' -> {
          return new Close();
        }
        case '\\' -> {
          return control();
        }
        case '\r', '\n', 0 -> {
          // how the file is laid out
        }
        default -> {
          return new Octet(octet);
        }
      }
    }
    return new End();
  }

  private Token control() {
    if (at >= rtf.length) {
      return new End();
    }
    int first = rtf[at] & 0xff;
    if (isLetter(first)) {
      return word();
    }
    at++;
    return switch (first) {
      case '\'' -> escaped();
      case '{', '}', '\\' -> new Octet(first);
      default -> new Symbol((char) first);
    };
  }

  private static boolean isLetter(int octet) {
    return (octet >= 'a' && octet <= 'z') || (octet >= 'A' && octet <= 'Z');
  }

  private boolean isDigit() {
    return at < rtf.length && rtf[at] >= '0' && rtf[at] <= '9';
  }

  private Token escaped() {
    if (at + 2 > rtf.length) {
      at = rtf.length;
      return new End();
    }
    int high = Character.digit(rtf[at], 16);
    int low = Character.digit(rtf[at + 1], 16);
    at += 2;
    return new Octet(high < 0 || low < 0 ? '?' : (high << 4) | low);
  }

  private Token word() {
    int start = at;
    while (at < rtf.length && isLetter(rtf[at] & 0xff) && at - start < MOST_NAME) {
      at++;
    }
    String name = new String(rtf, start, at - start, ISO_8859_1);
    boolean negative = at < rtf.length && rtf[at] == '-';
    at += negative ? 1 : 0;
    boolean given = isDigit();
    long number = 0;
    while (isDigit()) {
      number = Math.min(number * 10 + rtf[at++] - '0', Integer.MAX_VALUE);
    }
    if (at < rtf.length && rtf[at] == ' ') {
      at++;
    }
    if (name.equals("bin")) {
      at = (int) Math.min(rtf.length, at + (given && !negative ? number : 0));
      return next();
    }
    int value = given ? (int) number : 1;
    return new Word(name, negative ? -value : value);
  }
}

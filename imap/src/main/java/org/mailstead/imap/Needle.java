package org.mailstead.imap;

/**
 * A text that is looked for, whatever the case of its letters, in ASCII and beyond (RFC 9051
 * section 6.4.4). The time it takes is linear in what is searched, so that no text and no mail can
 * be made up that holds a server (Knuth, Morris and Pratt).
 */
final class Needle {
  private final char[] letters;

  /** How many letters still fit when the one after so many does not. */
  private final int[] borders;

  Needle(String text) {
    letters = text.toCharArray();
    for (int i = 0; i < letters.length; i++) {
      letters[i] = fold(letters[i]);
    }
    borders = new int[letters.length + 1];
    int border = 0;
    for (int i = 1; i < letters.length; i++) {
      border = next(border, letters[i]);
      borders[i + 1] = border;
    }
  }

  private int next(int matched, char letter) {
    int fit = matched;
    while (fit > 0 && letters[fit] != letter) {
      fit = borders[fit];
    }
    return letters[fit] == letter ? fit + 1 : fit;
  }

  /** Through upper case to lower, so that all forms of a letter become one. */
  private static char fold(char c) {
    if (c < 0x80) {
      return c >= 'A' && c <= 'Z' ? (char) (c | 0x20) : c;
    }
    return Character.toLowerCase(Character.toUpperCase(c));
  }

  boolean isEmpty() {
    return letters.length == 0;
  }

  /** Whether one of these characters is in it. */
  boolean hasAny(String characters) {
    for (char letter : letters) {
      if (characters.indexOf(letter) >= 0) {
        return true;
      }
    }
    return false;
  }

  boolean isIn(String text) {
    int matched = 0;
    for (int i = 0; i < text.length() && matched < letters.length; i++) {
      matched = next(matched, fold(text.charAt(i)));
    }
    return matched == letters.length;
  }

  /** Begins to look through a text that comes in pieces. */
  Hunt hunt() {
    return new Hunt();
  }

  /** Where the search in one text stands. */
  final class Hunt {
    private int matched;

    private Hunt() {}

    /** Looks into the next piece, so many characters; whether it has been found by now. */
    boolean in(char[] piece, int length) {
      for (int i = 0; i < length && matched < letters.length; i++) {
        matched = next(matched, fold(piece[i]));
      }
      return matched == letters.length;
    }

    /** The same for a piece of ASCII text. */
    boolean in(byte[] piece, int length) {
      for (int i = 0; i < length && matched < letters.length; i++) {
        matched = next(matched, fold((char) piece[i]));
      }
      return matched == letters.length;
    }
  }
}

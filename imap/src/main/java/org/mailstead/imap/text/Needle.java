package org.mailstead.imap.text;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;
import org.mailstead.formats.imap.Casemap;

/**
 * A text that is looked for, by the collation i;unicode-casemap (RFC 5255 section 4.2): neither the
 * case of letters nor the form of accents matters. The time it takes is linear in what is searched,
 * so that no text and no mail can be made up that holds a server (Knuth, Morris and Pratt).
 */
public final class Needle {
  private final String text;
  private final char[] letters;

  /** The first letter in both cases. */
  private final char upper;

  private final char lower;

  /** How many letters still fit when the one after so many does not. */
  private final int[] borders;

  private @Nullable FuzzyText fuzzy;

  public Needle(String text) {
    this.text = text;
    letters = Casemap.fold(text).toCharArray();
    upper = letters.length == 0 ? 0 : letters[0];
    lower = upper >= 'A' && upper <= 'Z' ? (char) (upper | 0x20) : upper;
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

  /** The same text to be looked for roughly. */
  public FuzzyText fuzzy() {
    FuzzyText known = fuzzy;
    if (known == null) {
      known = new FuzzyText(text);
      fuzzy = known;
    }
    return known;
  }

  /** What is looked for, as the client said it. */
  public String text() {
    return text;
  }

  public boolean isEmpty() {
    return letters.length == 0;
  }

  /** Whether one of these characters is in it. */
  public boolean hasAny(String characters) {
    for (char letter : letters) {
      if (characters.indexOf(letter) >= 0) {
        return true;
      }
    }
    return false;
  }

  public boolean isIn(String text) {
    return new Hunt().in(text);
  }

  /** The same of a text in UTF-8 that lies in an array. */
  public boolean isIn(byte[] array, int from, int to) {
    int matched = 0;
    for (int i = from; i < to && matched < letters.length; i++) {
      i = matched == 0 ? candidate(array, i, to) : i;
      if (i < to && array[i] < 0) {
        var hunt = new Hunt();
        hunt.matched = matched;
        return hunt.in(new String(array, i, to - i, UTF_8));
      }
      matched = i < to ? next(matched, Casemap.ascii((char) array[i])) : matched;
    }
    return matched == letters.length;
  }

  /** Where the first letter, or one beyond ASCII, stands next. */
  private int candidate(byte[] array, int from, int to) {
    int i = from;
    while (i < to && array[i] != upper && array[i] != lower && array[i] >= 0) {
      i++;
    }
    return i;
  }

  /** Begins to look through a text that comes in pieces. */
  public Hunt hunt() {
    return new Hunt();
  }

  /** Where the search in one text stands. */
  public final class Hunt {
    private int matched;

    /** The first half of a character that lies across two pieces. */
    private char half;

    private Hunt() {}

    private boolean goesOn() {
      return matched < letters.length;
    }

    private void take(char c) {
      if (c < 0x80) {
        matched = next(matched, Casemap.ascii(c));
      } else if (Character.isHighSurrogate(c)) {
        half = c;
      } else {
        boolean second = Character.isLowSurrogate(c) && half != 0;
        other(second ? Character.toCodePoint(half, c) : c);
        half = 0;
      }
    }

    private void other(int codePoint) {
      String folded = Casemap.other(codePoint);
      String letters = folded.isEmpty() ? Character.toString(codePoint) : folded;
      for (int i = 0; i < letters.length() && goesOn(); i++) {
        matched = next(matched, letters.charAt(i));
      }
    }

    private boolean in(String piece) {
      for (int i = 0; i < piece.length() && goesOn(); i++) {
        take(piece.charAt(i));
      }
      return !goesOn();
    }

    /** Looks into the next piece, so many characters; whether it has been found by now. */
    public boolean in(char[] piece, int length) {
      for (int i = 0; i < length && goesOn(); i++) {
        take(piece[i]);
      }
      return !goesOn();
    }

    /** The same for a piece of ASCII text. */
    public boolean in(byte[] piece, int length) {
      for (int i = 0; i < length && goesOn(); i++) {
        matched = next(matched, Casemap.ascii((char) piece[i]));
      }
      return !goesOn();
    }
  }
}

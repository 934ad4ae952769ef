package org.mailstead.imap.text;

import org.jspecify.annotations.Nullable;

/**
 * A text that is looked for, by the collation i;unicode-casemap (RFC 5255 section 4.2): neither the
 * case of letters nor the form of accents matters. The time it takes is linear in what is searched,
 * so that no text and no mail can be made up that holds a server (Knuth, Morris and Pratt).
 */
public final class Needle {
  private final String text;
  private final char[] letters;

  /** How many letters still fit when the one after so many does not. */
  private final int[] borders;

  private @Nullable FuzzyText fuzzy;

  public Needle(String text) {
    this.text = text;
    letters = Casemap.fold(text).toCharArray();
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
    var hunt = new Hunt();
    for (int i = 0; i < text.length() && hunt.goesOn(); i++) {
      hunt.take(text.charAt(i));
    }
    return !hunt.goesOn();
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

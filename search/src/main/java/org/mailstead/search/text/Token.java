package org.mailstead.search.text;

/**
 * A piece of a text that can be asked for.
 *
 * @param form as it is indexed: case and accents folded
 * @param word as stemmers want it: case folded, accents kept
 * @param start where it begins in the text
 * @param end where it ends in the text
 */
public record Token(Kind kind, String form, String word, int start, int end) {
  /** How it was found. */
  public enum Kind {
    /** Letters and digits between others. */
    WORD,
    /** A word of a script without blanks, found by a dictionary. */
    SEGMENT,
    /** Two neighbours of a Chinese, Japanese or Korean run. */
    PAIR,
    /** The last of such a run by itself, so that a single character is the start of some token. */
    LAST
  }
}

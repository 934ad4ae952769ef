package org.mailstead.search;

/**
 * A piece of a word that a text must have.
 *
 * @param text as the words of {@link Document.Scan} are spelt
 */
public record Piece(String text, Place place) {
  /** Where in the word it stands. */
  public enum Place {
    /** It is the word. */
    WHOLE,
    START,
    ANYWHERE
  }
}

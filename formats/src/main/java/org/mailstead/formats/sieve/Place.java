package org.mailstead.formats.sieve;

/**
 * Where something stands in a script.
 *
 * @param line counted from 1
 * @param column counted from 1, in characters
 */
public record Place(int line, int column) {
  /** For people: {@code line 3, column 7}. */
  @Override
  public String toString() {
    return "line " + line + ", column " + column;
  }
}

package org.mailstead.formats.sieve;

/**
 * What is wrong with a script, and where.
 *
 * @param why a sentence for the script's author
 */
public record SieveError(Place place, String why) {
  /** For people: {@code line 3, column 7: a string is not closed}. */
  @Override
  public String toString() {
    return place + ": " + why;
  }
}

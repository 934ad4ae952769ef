package org.mailstead.formats.sieve;

/** A script that does not follow the grammar. */
public final class SieveSyntaxException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient SieveError error;

  SieveSyntaxException(Place place, String why) {
    super(place + ": " + why);
    this.error = new SieveError(place, why);
  }

  /** What is wrong. */
  public SieveError error() {
    return error;
  }
}

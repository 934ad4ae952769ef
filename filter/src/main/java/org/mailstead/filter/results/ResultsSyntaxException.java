package org.mailstead.filter.results;

/** An Authentication-Results field that cannot be understood. */
public final class ResultsSyntaxException extends Exception {
  private static final long serialVersionUID = 1;
  private final String why;

  ResultsSyntaxException(String why) {
    super(why, null, false, false);
    this.why = why;
  }

  public String why() {
    return why;
  }
}

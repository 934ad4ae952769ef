package org.mailstead.sieve;

/** A command that does not follow the grammar (RFC 5804 section 4). */
final class SyntaxException extends Exception {
  private static final long serialVersionUID = 1;

  private final String why;

  SyntaxException(String why) {
    super(why, null, false, false);
    this.why = why;
  }

  String why() {
    return why;
  }
}

package org.mailstead.pop3;

/** A command that cannot be understood. */
final class SyntaxException extends Exception {
  private final String why;

  SyntaxException(String why) {
    super(why, null, false, false);
    this.why = why;
  }

  String why() {
    return why;
  }
}

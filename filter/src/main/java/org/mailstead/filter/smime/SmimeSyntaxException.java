package org.mailstead.filter.smime;

/** A signature cannot be read, or is more than is read. */
final class SmimeSyntaxException extends Exception {
  private final String why;

  SmimeSyntaxException(String why) {
    super(why, null, false, false);
    this.why = why;
  }

  /** In a sentence, for people. */
  String why() {
    return why;
  }
}

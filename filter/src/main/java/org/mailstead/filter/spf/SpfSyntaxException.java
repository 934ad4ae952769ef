package org.mailstead.filter.spf;

/** A record, or the text of an explanation, that is not written as RFC 7208 section 12 says. */
final class SpfSyntaxException extends Exception {
  private static final long serialVersionUID = 1;

  private final String why;

  SpfSyntaxException(String why) {
    super(why, null, false, false); // an outsider decides how often: no stack trace
    this.why = why;
  }

  String why() {
    return why;
  }
}

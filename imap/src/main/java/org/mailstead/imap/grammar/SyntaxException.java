package org.mailstead.imap.grammar;

/** A command that the grammar does not allow; answered with BAD. */
public final class SyntaxException extends Exception {
  private static final long serialVersionUID = 1;

  private final String text;

  public SyntaxException(String message) {
    // Part of normal traffic, so neither a stack trace nor suppressed exceptions are kept.
    super(message, null, false, false);
    text = message;
  }

  /** What the client is told. */
  public String text() {
    return text;
  }
}

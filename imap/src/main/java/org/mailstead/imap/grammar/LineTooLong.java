package org.mailstead.imap.grammar;

import java.io.IOException;

/** A command line over the limit: the client is told so and let go. */
public final class LineTooLong extends IOException {
  private static final long serialVersionUID = 1;

  private final String text;

  public LineTooLong(String message) {
    super(message);
    text = message;
  }

  /** Part of normal traffic, so no stack trace is kept. */
  @Override
  public Throwable fillInStackTrace() {
    return this;
  }

  /** What the client is told. */
  public String text() {
    return text;
  }
}

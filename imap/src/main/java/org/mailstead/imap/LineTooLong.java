package org.mailstead.imap;

import java.io.IOException;

/** A command line over the limit: the client is told so and let go. */
final class LineTooLong extends IOException {
  private static final long serialVersionUID = 1;

  private final String text;

  LineTooLong(String message) {
    super(message);
    text = message;
  }

  /** Part of normal traffic, so no stack trace is kept. */
  @Override
  public Throwable fillInStackTrace() {
    return this;
  }

  /** What the client is told. */
  String text() {
    return text;
  }
}

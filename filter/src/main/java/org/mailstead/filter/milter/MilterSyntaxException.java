package org.mailstead.filter.milter;

import java.io.IOException;

/** A filter said what cannot be understood. */
final class MilterSyntaxException extends IOException {
  private static final long serialVersionUID = 1L;

  MilterSyntaxException(String why) {
    super(why);
  }
}

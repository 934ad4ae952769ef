package org.mailstead.formats.tnef;

import java.io.IOException;

/** Octets that are no TNEF, or say of themselves what cannot be. */
final class BrokenTnefException extends IOException {
  private static final long serialVersionUID = 1;

  BrokenTnefException(String why) {
    super(why);
  }
}

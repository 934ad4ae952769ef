package org.mailstead.jmap.thumbnails;

import java.io.IOException;

/** Octets that are no picture that we read, or that cost too much. */
final class Unreadable extends IOException {
  private static final long serialVersionUID = 1;

  private final boolean tooLarge;

  private Unreadable(String why, boolean tooLarge) {
    super(why);
    this.tooLarge = tooLarge;
  }

  static Unreadable none(String why) {
    return new Unreadable(why, false);
  }

  static Unreadable tooLarge(String why) {
    return new Unreadable(why, true);
  }

  boolean isTooLarge() {
    return tooLarge;
  }
}

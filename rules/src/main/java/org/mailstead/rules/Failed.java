package org.mailstead.rules;

import org.mailstead.formats.sieve.Place;

/** A run-time error: the run ends here. */
final class Failed extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Place place;

  Failed(Place place, String why) {
    super(why, null, false, false);
    this.place = place;
  }

  Place place() {
    return place;
  }

  String why() {
    return String.valueOf(getMessage());
  }
}

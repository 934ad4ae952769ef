package org.mailstead.rules;

import org.mailstead.formats.sieve.Place;

/** Counts what a run does, so that no script can keep the server busy. */
final class Budget {
  private final RuleLimits limits;
  private int steps;
  private long work;
  private Place place = new Place(1, 1);

  Budget(RuleLimits limits) {
    this.limits = limits;
  }

  RuleLimits limits() {
    return limits;
  }

  /** A command or test begins. */
  void step(Place at) {
    place = at;
    if (++steps > limits.steps()) {
      throw new Failed(at, "the script does more than " + limits.steps() + " steps");
    }
  }

  /** So much is compared. */
  void work(long more) {
    work += more;
    if (work > limits.work() || work < 0) {
      throw new Failed(place, "the script compares too much");
    }
  }

  /** Where the run is. */
  Place place() {
    return place;
  }
}

package org.mailstead.testkit;

import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** Checks that something holds for many random inputs, and names the seed when it does not. */
public final class Property {
  private Property() {}

  /**
   * Runs the check with seeds in a row; {@code -Dproperty.seed=N} starts at the one that failed.
   */
  public static void holds(int tries, Consumer<RandomGenerator> check) {
    long first = Long.getLong("property.seed", System.nanoTime());
    for (long seed = first; seed < first + tries; seed++) {
      try {
        check.accept(new SplittableRandom(seed));
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("again with -Dproperty.seed=" + seed + ": " + e, e);
      }
    }
  }
}

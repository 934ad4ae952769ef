package org.mailstead.jmap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.mailstead.testkit.Property;

/**
 * Clients that ask only for what has changed, at their own pace and a little at a time, show the
 * same as one that asks for everything.
 */
class FollowingTest {
  private static final int STEPS = 40;

  @Test
  void whoFollowsTheChangesKnowsAll() {
    Property.holds(
        4,
        random -> {
          try (var world = new JmapWorld()) {
            play(world, random);
          }
        });
  }

  @Test
  void soItIsOnABadDayOfTheEngine() {
    Property.holds(
        2,
        random -> {
          try (var world = JmapWorld.hostile(random.nextLong())) {
            play(world, random);
          }
        });
  }

  private static void play(JmapWorld world, RandomGenerator random) {
    var script = new JmapScript(world);
    var others = new Others(world, random);
    List<Follower> followers = new ArrayList<>();
    for (int i = 0; i < STEPS; i++) {
      if (i % 10 == 0) {
        followers.add(new Follower(script, random));
      }
      others.step();
      for (Follower follower : followers) {
        if (random.nextInt(3) > 0) {
          follower.step();
        }
      }
    }
    int left = 100_000;
    for (Follower follower : followers) {
      while (!follower.step() && left-- > 0) {
        // until it is told that there is no more
      }
      assertEquals(true, left > 0, "there is no end");
    }
  }
}

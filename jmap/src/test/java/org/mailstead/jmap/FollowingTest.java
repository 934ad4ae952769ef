package org.mailstead.jmap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.mailstead.post.Mailbox;
import org.mailstead.post.Right;
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

  /** Whoever sees some mailboxes alone is told of what is in them, and of nothing else. */
  @Test
  void whoSeesAPartFollowsThatPart() {
    Property.holds(
        4,
        random -> {
          try (var world = new JmapWorld()) {
            world.share(world.bob, world.inbox(), Right.LOOKUP, Right.READ);
            var drafts = world.mailbox(world.ada.id(), Mailbox.Role.DRAFTS);
            world.share(world.bob, drafts, Right.LOOKUP, Right.READ);
            int restarts = play(world, new JmapScript(world).as(world.bob), random);
            assertTrue(restarts < 200, "it began anew too often: " + restarts);
          }
        });
  }

  @Test
  void whoFollowsWhileOthersAreAtWorkKnowsAllWhenTheyRest() {
    Property.holds(
        3,
        random -> {
          try (var world = new JmapWorld()) {
            var followers = List.of(follower(world, random), follower(world, random));
            var others = new Others(world, new SplittableRandom(random.nextLong()));
            Thread work =
                Thread.startVirtualThread(
                    () -> IntStream.range(0, STEPS).forEach(_ -> others.step()));
            followers.forEach(follower -> follower.quiet(false));
            while (work.isAlive()) {
              followers.forEach(Follower::step);
            }
            followers.forEach(follower -> follower.quiet(true));
            finish(followers);
            assertEquals(0, followers.stream().mapToInt(Follower::restarts).sum());
          }
        });
  }

  private static Follower follower(JmapWorld world, RandomGenerator random) {
    return new Follower(new JmapScript(world), random);
  }

  private static void play(JmapWorld world, RandomGenerator random) {
    assertEquals(0, play(world, new JmapScript(world), random));
  }

  private static int play(JmapWorld world, JmapScript script, RandomGenerator random) {
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
    finish(followers);
    return followers.stream().mapToInt(Follower::restarts).sum();
  }

  private static void finish(List<Follower> followers) {
    int left = 100_000;
    for (Follower follower : followers) {
      while (!follower.step() && left-- > 0) {
        // until it is told that there is no more
      }
      assertTrue(left > 0, "there is no end");
    }
  }
}

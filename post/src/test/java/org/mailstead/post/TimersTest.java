package org.mailstead.post;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.mailstead.store.Accounts;
import org.mailstead.store.MemoryEngine;
import org.mailstead.store.Watchers;

/** Timers fire when they are due, also after a restart. */
class TimersTest {
  private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

  private final Accounts store =
      new Accounts(new MemoryEngine(InstantSource.system()), new Watchers());
  private final BlockingQueue<String> fired = new LinkedBlockingQueue<>();
  private volatile Instant now = NOON;

  private Timers timers() {
    var timers = new Timers(store, () -> now);
    timers.on("bell", timer -> fired.add(timer.id()));
    return timers;
  }

  private static Timers.Timer bell(String id, Instant due) {
    return new Timers.Timer("bell", id, due);
  }

  private String next() throws InterruptedException {
    return String.valueOf(fired.poll(20, TimeUnit.SECONDS));
  }

  @Test
  void theyFireInTheOrderOfTheirTimes() throws Exception {
    try (var timers = timers()) {
      timers.set(bell("late", NOON.plusSeconds(20)));
      timers.set(bell("early", NOON.plusSeconds(10)));
      timers.start();
      now = NOON.plusSeconds(15);
      timers.look();
      assertEquals("early", next());
      now = NOON.plusSeconds(25);
      timers.look();
      assertEquals("late", next());
    }
  }

  @Test
  void whatIsSetAgainMovesAndWhatIsCancelledIsGone() throws Exception {
    try (var timers = timers()) {
      timers.set(bell("a", NOON));
      timers.set(bell("a", NOON.plusSeconds(60)));
      timers.set(bell("b", NOON));
      timers.cancel("bell", "b");
      timers.set(bell("c", NOON));
      timers.start();
      assertEquals("c", next());
      now = NOON.plusSeconds(60);
      timers.look();
      assertEquals("a", next());
      assertEquals(List.of(), List.copyOf(fired));
    }
  }

  @Test
  void aRestartForgetsNoneAndRepeatsWhatWasNotEnded() throws Exception {
    try (var timers = timers()) {
      timers.set(bell("done", NOON));
      timers.set(bell("later", NOON.plus(Duration.ofHours(1))));
      timers.start();
      assertEquals("done", next());
    }
    now = NOON.plus(Duration.ofHours(2));
    try (var timers = timers()) {
      timers.start();
      // Its job has not ended it in a commit, so it is called again. Both are due, on a thread
      // each.
      List<String> both = Stream.of(next(), next()).sorted().toList();
      assertEquals(List.of("done", "later"), both);
    }
  }

  @Test
  void aJobThatThrowsIsCalledAgainAMinuteLater() throws Exception {
    try (var timers = new Timers(store, () -> now)) {
      timers.on(
          "bell",
          timer -> {
            fired.add(timer.id());
            if (now.equals(NOON)) {
              throw new IllegalStateException("not yet");
            }
          });
      timers.set(bell("a", NOON));
      timers.start();
      assertEquals("a", next());
      while (timers.size() == 0) {
        Thread.sleep(1);
      }
      now = NOON.plusSeconds(61);
      timers.look();
      assertEquals("a", next());
    }
  }

  @Test
  void thePayloadComesBack() throws Exception {
    var seen = new LinkedBlockingQueue<byte[]>();
    try (var timers = new Timers(store, () -> now)) {
      timers.set(new Timers.Timer("bell", "a", NOON, new byte[] {1, 2, 3}));
    }
    try (var timers = new Timers(store, () -> now)) {
      timers.on("bell", timer -> seen.add(timer.payload()));
      timers.start();
      assertEquals(3, seen.poll(20, TimeUnit.SECONDS).length);
    }
  }
}

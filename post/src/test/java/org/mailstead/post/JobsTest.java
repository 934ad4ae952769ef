package org.mailstead.post;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.mailstead.store.Accounts;
import org.mailstead.store.Engine;
import org.mailstead.store.HostileEngine;
import org.mailstead.store.MemoryEngine;
import org.mailstead.store.MortalEngine;
import org.mailstead.store.Watchers;
import org.mailstead.words.AccountId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** Long work is begun once, goes on where it was, and can be stopped. */
class JobsTest {
  private static final AccountId ADA = new AccountId(1);

  private final World.TestClock clock = new World.TestClock();
  private final MemoryEngine engine = new MemoryEngine(InstantSource.system());
  private final List<Integer> parts = new ArrayList<>();

  /** Counts to five. */
  private final class Counting implements Jobs.Work {
    final boolean cancellable;

    Counting(boolean cancellable) {
      this.cancellable = cancellable;
    }

    @Override
    public Jobs.Step step(Job job) {
      int part = job.cursor()[0];
      parts.add(part);
      return part == 4
          ? new Jobs.Step.End(5, "counted")
          : new Jobs.Step.More(new byte[] {(byte) (part + 1)}, part + 1);
    }

    @Override
    public boolean isCancellable() {
      return cancellable;
    }
  }

  /** One life of a server. */
  private final class Life implements AutoCloseable {
    final Timers timers;
    final Jobs jobs;

    Life(Engine over) {
      var store = new Accounts(over, new Watchers());
      timers = new Timers(store, clock);
      jobs = new Jobs(store, timers, clock);
      jobs.on("count", new Counting(true));
      jobs.on("must", new Counting(false));
    }

    Life serve() {
      jobs.serve();
      timers.start();
      return this;
    }

    void awaitGone(String id) throws InterruptedException {
      while (jobs.find(id).isPresent()) {
        timers.look();
        Thread.sleep(1);
      }
    }

    @Override
    public void close() {
      jobs.close();
      timers.close();
    }
  }

  private static Job job(String kind) {
    return Job.of("j", kind, ADA, "fingers", new byte[1], 5);
  }

  @Test
  void withoutAServerWhoAsksDoesIt() {
    try (var process = new Life(engine)) {
      process.jobs.begin(job("count"));
      List<String> seen = new ArrayList<>();
      Job ended = process.jobs.follow("j", job -> seen.add(job.progress()));
      assertEquals(List.of(0, 1, 2, 3, 4), parts);
      assertEquals(List.of("0 of 5", "1 of 5", "2 of 5", "3 of 5", "4 of 5"), seen);
      assertEquals("j done 5 of 5", ended.toString());
      assertEquals("counted", ended.result());
    }
  }

  @Test
  void aServerDoesItAndTheOneWhoAskedWaits() {
    try (var process = new Life(engine).serve()) {
      process.jobs.begin(job("count"));
      assertEquals(Job.State.DONE, process.jobs.follow("j", _ -> true).state());
      assertEquals(List.of(0, 1, 2, 3, 4), parts);
    }
  }

  @Test
  void aHostileStoreIsNotNoticed() {
    try (var process = new Life(new HostileEngine(engine, 3, 0.2)).serve()) {
      process.jobs.begin(job("count"));
      assertEquals(Job.State.DONE, process.jobs.follow("j", _ -> true).state());
      assertEquals(List.of(0, 1, 2, 3, 4), parts);
    }
  }

  @Test
  void beginningAgainDoesNothingWhileItRunsAndIsAnewWhenItHasEnded() {
    try (var process = new Life(engine)) {
      process.jobs.begin(job("count"));
      process.jobs.follow("j", job -> job.done() < 2);
      assertEquals(2, process.jobs.begin(job("count")).done());
      process.jobs.follow("j", _ -> true);
      assertEquals(0, process.jobs.begin(job("count")).done());
      assertEquals(1, process.jobs.list().size());
    }
  }

  @Test
  void aJobStopsAfterThePartThatItIsAt() {
    try (var process = new Life(engine)) {
      process.jobs.begin(job("count"));
      process.jobs.follow("j", job -> job.done() < 2);
      process.jobs.cancel("j");
      Job ended = process.jobs.follow("j", _ -> true);
      assertEquals("j cancelled 2 of 5", ended.toString());
      assertEquals(List.of(0, 1), parts);
      assertThrows(Refused.class, () -> process.jobs.cancel("j"));
    }
  }

  @Test
  void someMustComeToTheirEnd() {
    try (var process = new Life(engine)) {
      process.jobs.begin(job("must"));
      Refused e = assertThrows(Refused.class, () -> process.jobs.cancel("j"));
      assertEquals(Problem.Kind.NOT_PERMITTED, e.problem().kind());
      Refused none = assertThrows(Refused.class, () -> process.jobs.cancel("k"));
      assertEquals(Problem.Kind.NOT_FOUND, none.problem().kind());
      assertEquals(Job.State.DONE, process.jobs.follow("j", _ -> true).state());
    }
  }

  @Test
  void howItEndedIsToldForAWeek() throws Exception {
    try (var process = new Life(engine).serve()) {
      process.jobs.begin(job("count"));
      process.jobs.follow("j", _ -> true);
      clock.pass(Duration.ofDays(6));
      process.timers.look();
      assertEquals("counted", process.jobs.list().getFirst().result());
      clock.pass(Duration.ofDays(2));
      process.awaitGone("j");
    }
    try (var process = new Life(engine)) {
      process.timers.start();
      assertEquals(0, process.timers.size());
    }
  }

  @Test
  void killedAtAnyCommitItGoesOnWhereItWas() {
    for (int alive = 0; alive < 7; alive++) {
      for (boolean applied : new boolean[] {false, true}) {
        var base = new MemoryEngine(InstantSource.system());
        parts.clear();
        var mortal = new MortalEngine(base);
        mortal.dieAfter(alive, applied);
        try (var process = new Life(mortal)) {
          process.jobs.begin(job("count"));
          process.jobs.follow("j", _ -> true);
        } catch (MortalEngine.Killed e) {
          // as it should be
        }
        boolean begun = alive > 0 || applied;
        try (var process = new Life(base).serve()) {
          Optional<Job> job = process.jobs.find("j");
          assertEquals(begun, job.isPresent());
          if (begun) {
            assertEquals(Job.State.DONE, process.jobs.follow("j", _ -> true).state());
            // A part may be done twice; none is left out, and none that was told comes again.
            assertEquals(List.of(0, 1, 2, 3, 4), parts.stream().distinct().toList());
            assertTrue(parts.size() <= 6, parts.toString());
          }
        }
      }
    }
  }

  @Test
  void aServerThatStopsLetsThePartEndAndTheNextGoesOn() throws Exception {
    var reached = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    try (var process = new Life(engine)) {
      process.jobs.on(
          "count",
          new Jobs.Work() {
            @Override
            public Jobs.Step step(Job job) {
              reached.countDown();
              try {
                go.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              return new Counting(true).step(job);
            }

            @Override
            public boolean isCancellable() {
              return true;
            }
          });
      process.serve().jobs.begin(job("count"));
      reached.await();
      Thread closing = Thread.startVirtualThread(process.jobs::close);
      while (closing.getState() != Thread.State.TIMED_WAITING) { // it has told the job by then
        Thread.onSpinWait();
      }
      go.countDown();
      closing.join();
      assertTrue(parts.size() < 5, parts.toString());
      assertEquals(parts.size(), process.jobs.find("j").orElseThrow().done());
    }
    try (var process = new Life(engine).serve()) {
      assertEquals(Job.State.DONE, process.jobs.follow("j", _ -> true).state());
      assertEquals(List.of(0, 1, 2, 3, 4), parts);
    }
  }
}

package org.mailstead.post;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.mailstead.store.Accounts;
import org.mailstead.store.MemoryEngine;
import org.mailstead.store.Watchers;

/** What of the timers is in memory, and whose turn it is. */
class TimerPlanTest {
  private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

  private final TimerPlan plan = new TimerPlan();

  private static Timers.Timer timer(int number, long lane) {
    return new Timers.Timer("bell", "t" + number, NOON, lane);
  }

  private List<Timers.Timer> take() {
    List<Timers.Timer> taken = new ArrayList<>();
    for (var next = plan.next(NOON); next.isPresent(); next = plan.next(NOON)) {
      taken.add(next.get());
    }
    return taken;
  }

  @Test
  void aLaneThatStandsStillHasABoundAndHoldsUpNoOther() {
    for (int i = 0; i < 10_000; i++) {
      plan.put(timer(i, 7));
    }
    assertEquals(64, take().size());
    assertEquals(2_000, plan.size());
    assertTrue(plan.misses());
    plan.put(timer(10_001, 8));
    plan.put(timer(10_002, 0));
    assertEquals(2, take().size());
    assertEquals(List.of(), take());
  }

  @Test
  void theNextOfALaneGoesWhenOneHasEnded() {
    for (int i = 0; i < 65; i++) {
      plan.put(timer(i, 7));
    }
    List<Timers.Timer> first = take();
    plan.end(first.getFirst());
    assertEquals(1, take().size());
    assertFalse(plan.isQuiet(NOON));
  }

  @Test
  void lanesTakeTurns() {
    for (int i = 0; i < 20; i++) {
      plan.put(timer(i, 1 + i / 10));
    }
    assertEquals(Set.of(1L, 2L), Set.of(take().get(0).lane(), 2L));
    assertTrue(plan.size() <= 20);
  }

  @Test
  void memoryIsBoundedHoweverManyLanesWait() {
    for (int i = 0; i < 200_000 && !plan.isFull(); i++) {
      plan.put(timer(i, 1 + i));
      if (i % 1000 == 0) {
        var _ = take();
      }
    }
    assertTrue(plan.size() <= TimerPlan.MOST);
  }

  @Test
  void ofManyEachFiresOnceAlthoughMostAreMissedAtFirst() throws Exception {
    var store = new Accounts(new MemoryEngine(InstantSource.system()), new Watchers());
    var turns = new Semaphore(0);
    var fired = new AtomicInteger();
    var twice = new AtomicInteger();
    Set<String> seen = java.util.concurrent.ConcurrentHashMap.newKeySet();
    var done = new CountDownLatch(1);
    int count = 20_000;
    try (var timers = new Timers(store, () -> NOON)) {
      timers.on(
          "bell",
          timer -> {
            turns.acquireUninterruptibly();
            if (!seen.add(timer.id())) {
              twice.incrementAndGet();
            }
            store.update(
                Timers.shard(timer.id()), draft -> Timers.erase(draft, "bell", timer.id()));
            timers.unschedule("bell", timer.id());
            if (fired.incrementAndGet() == count) {
              done.countDown();
            }
          });
      for (int i = 0; i < count; i++) {
        Timers.Timer timer = timer(i, 5);
        store.update(Timers.shard(timer.id()), draft -> Timers.write(draft, timer));
      }
      timers.start();
      Thread.sleep(50);
      assertTrue(timers.size() <= 6_000, "in memory: " + timers.size());
      turns.release(count * 2);
      assertTrue(done.await(30, java.util.concurrent.TimeUnit.SECONDS), () -> "fired " + fired);
      assertEquals(0, twice.get());
      assertEquals(count, new HashSet<>(seen).size());
    }
  }
}

package org.mailstead.jmap.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.mailstead.words.AccountId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** Requests of all accounts, when there are more than are done at once. */
class GateTest {
  private static final AccountId ADA = new AccountId(1);
  private static final AccountId BOB = new AccountId(2);
  private static final AccountId EVE = new AccountId(3);

  private final List<String> order = Collections.synchronizedList(new ArrayList<>());

  /** One that waits; it is in line when this returns. */
  private Thread waits(Gate gate, AccountId account, String name) throws InterruptedException {
    var thread =
        Thread.ofVirtual()
            .start(() -> {
              try (Turns.Turn _ = gate.enter(account)) {
                order.add(name);
              }
            });
    while (thread.getState() != Thread.State.TIMED_WAITING) {
      Thread.sleep(1);
    }
    return thread;
  }

  @Test
  void whoWaitsIsLetInOneAccountAfterTheOther() throws Exception {
    var gate = new Gate(1, 100, Duration.ofSeconds(30));
    List<Thread> all = new ArrayList<>();
    try (Turns.Turn _ = gate.enter(ADA)) {
      for (int i = 1; i <= 4; i++) {
        all.add(waits(gate, ADA, "ada" + i));
      }
      all.add(waits(gate, BOB, "bob1"));
      all.add(waits(gate, BOB, "bob2"));
      all.add(waits(gate, EVE, "eve1"));
    }
    for (Thread thread : all) {
      thread.join();
    }
    assertEquals(List.of("ada1", "bob1", "eve1", "ada2", "bob2", "ada3", "ada4"), order);
  }

  @Test
  void whoIsOneTooManyIsRefusedAtOnce() throws Exception {
    var gate = new Gate(1, 2, Duration.ofSeconds(30));
    List<Thread> all = new ArrayList<>();
    try (Turns.Turn _ = gate.enter(ADA)) {
      all.add(waits(gate, ADA, "a"));
      all.add(waits(gate, BOB, "b"));
      Refused refused = assertThrows(Refused.class, () -> gate.enter(EVE));
      assertEquals(Problem.Kind.UNAVAILABLE, refused.problem().kind());
    }
    for (Thread thread : all) {
      thread.join();
    }
    gate.enter(EVE).close();
    assertEquals(2, order.size());
  }

  @Test
  void nobodyWaitsForEver() {
    var gate = new Gate(1, 2, Duration.ofMillis(50));
    for (int i = 0; i < 3; i++) {
      try (Turns.Turn _ = gate.enter(ADA)) {
        assertThrows(Refused.class, () -> gate.enter(ADA));
        assertThrows(Refused.class, () -> gate.enter(BOB));
      }
    }
    gate.enter(BOB).close();
  }

  /** Many at once, some of which give up: turns are neither lost nor given twice. */
  @Test
  void turnsAreKept() throws Exception {
    var gate = new Gate(3, 50, Duration.ofMillis(3));
    var inside = new AtomicInteger();
    var most = new AtomicInteger();
    var gaveUp = new AtomicInteger();
    var done = new CountDownLatch(8);
    for (int i = 0; i < 8; i++) {
      var account = new AccountId(1 + i % 4);
      Thread.startVirtualThread(() -> {
        for (int round = 0; round < 300; round++) {
          try (Turns.Turn _ = gate.enter(account)) {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            Thread.sleep(round % 3);
            inside.decrementAndGet();
          } catch (Refused e) {
            gaveUp.incrementAndGet();
          } catch (InterruptedException e) {
            return;
          }
        }
        done.countDown();
      });
    }
    done.await();
    assertEquals(3, most.get());
    assertTrue(gaveUp.get() > 0, "some have waited in vain");
    List<Turns.Turn> all = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      all.add(gate.enter(ADA));
    }
    assertThrows(Refused.class, () -> gate.enter(ADA));
    all.forEach(Turns.Turn::close);
  }
}

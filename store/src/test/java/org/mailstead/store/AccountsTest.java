package org.mailstead.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.mailstead.testkit.Property;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

class AccountsTest {
  private static final Partition ADA = new Partition(Partition.Kind.ACCOUNT, 7);
  private static final Key COUNTER = Key.of(1, 1);

  private final MemoryEngine engine = new MemoryEngine(InstantSource.system());
  private final Accounts accounts = new Accounts(engine, new Watchers());

  private static byte[] number(long value) {
    return ByteBuffer.allocate(8).putLong(value).array();
  }

  private static long number(Rows rows, Key key) {
    return rows.get(key).map(v -> ByteBuffer.wrap(v).getLong()).orElse(0L);
  }

  private static long increment(Accounts accounts, Key key) {
    return accounts.change(
        ADA,
        draft -> {
          long next = number(draft, key) + 1;
          draft.put(key, number(next));
          draft.log(number(next));
          return next;
        });
  }

  @Test
  void aReadInADraftSeesItsOwnWrites() {
    accounts.update(
        ADA,
        draft -> {
          for (int i = 0; i < 5; i++) {
            draft.put(Key.of(2, 1, i), number(i));
          }
        });
    List<Long> seen =
        accounts.change(
            ADA,
            draft -> {
              draft.delete(Key.of(2, 1, 1));
              draft.put(Key.of(2, 1, 7), number(7));
              draft.put(Key.of(2, 1, 3), number(33));
              return draft.scan(KeyRange.group(2, 1), true, 4).stream()
                  .map(e -> ByteBuffer.wrap(e.value()).getLong())
                  .toList();
            });
    assertEquals(List.of(7L, 4L, 33L, 2L), seen);
    assertEquals(5, accounts.read(ADA).scan(KeyRange.group(2, 1), false, 10).size());
  }

  @Test
  void aRefusedWorkLeavesNothingAndTheOthersOfItsCommitStand() throws Exception {
    var failed = new ConcurrentLinkedQueue<Problem>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      boolean bad = i % 5 == 0;
      threads.add(
          Thread.startVirtualThread(() -> {
            try {
              accounts.update(
                  ADA,
                  draft -> {
                    draft.put(COUNTER, number(number(draft, COUNTER) + 1));
                    draft.log(new byte[1]);
                    if (bad) {
                      throw new Refused(Problem.Kind.OVER_QUOTA, "quota");
                    }
                  });
            } catch (Refused e) {
              failed.add(e.problem());
            }
          }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(10, failed.size());
    assertEquals(40, number(accounts.read(ADA), COUNTER));
    int logged = engine.changes(ADA, 0, 100).stream().mapToInt(e -> e.body().length).sum();
    assertEquals(40, logged);
  }

  @Test
  void worksTooLargeForOneCommitTogetherAreSpread() throws Exception {
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      long me = i;
      threads.add(
          Thread.startVirtualThread(() ->
              accounts.update(
                  ADA,
                  draft -> {
                    for (int row = 0; row < 400; row++) {
                      draft.put(Key.of(3, me, row), new byte[10]);
                    }
                  })));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    for (long i = 0; i < 20; i++) {
      assertEquals(400, accounts.read(ADA).scan(KeyRange.group(3, i), false, 1000).size());
    }
  }

  @Test
  void aWorkThatNoCommitCanHoldIsRefused() {
    assertThrows(
        IllegalStateException.class,
        () ->
            accounts.update(
                ADA,
                draft -> {
                  for (int row = 0; row <= Commit.MAX_OPS; row++) {
                    draft.put(Key.of(3, 1, row), new byte[1]);
                  }
                }));
    assertEquals(0, accounts.head(ADA).version());
  }

  /** Nothing counted twice, nothing lost, versions dense, whatever the engine does. */
  @Test
  void everyWorkIsDoneExactlyOnceOnAHostileEngine() {
    Property.holds(
        10,
        dice -> {
          var stored = new MemoryEngine(InstantSource.system());
          var hostile = new HostileEngine(stored, dice.nextLong(), 0.5);
          var bad = new Accounts(hostile, new Watchers());
          var done = new AtomicLong();
          List<Thread> threads = new ArrayList<>();
          for (int i = 0; i < 8; i++) {
            threads.add(
                Thread.startVirtualThread(() -> {
                  for (int n = 0; n < 10; n++) {
                    try {
                      increment(bad, COUNTER);
                      done.incrementAndGet();
                    } catch (Refused e) {
                      // Given up after many conflicts: then it must not have been done.
                      assertEquals(Problem.Kind.CONFLICT, e.problem().kind());
                    }
                  }
                }));
          }
          for (Thread thread : threads) {
            try {
              thread.join();
            } catch (InterruptedException e) {
              throw new AssertionError(e);
            }
          }
          assertTrue(done.get() > 0);
          assertEquals(done.get(), number(bad.read(ADA), COUNTER));
          List<LogEntry> log = stored.changes(ADA, 0, 1000);
          for (int i = 0; i < log.size(); i++) {
            assertEquals(i + 1, log.get(i).version());
          }
          assertEquals(done.get(), log.stream().mapToInt(e -> e.body().length / 8).sum());
        });
  }

  @Test
  void watchersAreWokenAfterTheCommit() {
    var seen = new ArrayList<Long>();
    try (var _ = accounts.watchers().watch(ADA, seen::add)) {
      increment(accounts, COUNTER);
      increment(accounts, COUNTER);
    }
    increment(accounts, COUNTER);
    assertEquals(List.of(1L, 2L), seen);
  }

  @Test
  void changesSinceAreWholeUntilTheyAreForgotten() {
    for (int i = 0; i < 10; i++) {
      increment(accounts, COUNTER);
    }
    var since = assertInstanceOf(Since.Entries.class, accounts.changes(ADA, 4, 3));
    assertEquals(7, since.version());
    assertTrue(since.more());
    var rest = assertInstanceOf(Since.Entries.class, accounts.changes(ADA, 7, 100));
    assertEquals(10, rest.version());
    accounts.trim(ADA, 5);
    assertInstanceOf(Since.Forgotten.class, accounts.changes(ADA, 4, 100));
    assertInstanceOf(Since.Entries.class, accounts.changes(ADA, 5, 100));
    assertInstanceOf(Since.Forgotten.class, accounts.changes(ADA, 99, 100));
  }

  @Test
  void aVersionThatARestoreLostIsForgottenAndNeverGivenAgain() {
    for (int i = 0; i < 3; i++) {
      increment(accounts, COUNTER);
    }
    // The backup was of version 3; versions 4 and 5 were given out and lost.
    engine.raiseEpoch(ADA, 1);
    assertInstanceOf(Since.Entries.class, accounts.changes(ADA, 3, 100));
    assertInstanceOf(Since.Forgotten.class, accounts.changes(ADA, 4, 100));
    increment(accounts, COUNTER);
    assertEquals(Versions.start(1) + 1, accounts.head(ADA).version());
    var since = assertInstanceOf(Since.Entries.class, accounts.changes(ADA, 2, 100));
    assertEquals(2, since.entries().size());
    assertInstanceOf(Since.Forgotten.class, accounts.changes(ADA, 5, 100));
  }
}

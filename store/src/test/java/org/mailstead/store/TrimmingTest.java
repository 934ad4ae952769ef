package org.mailstead.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.mailstead.testkit.Property;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

class TrimmingTest {
  private static final Partition ADA = new Partition(Partition.Kind.ACCOUNT, 7);
  private static final Partition BOB = new Partition(Partition.Kind.ACCOUNT, 8);
  private static final Duration DAY = Duration.ofDays(1);
  private static final LogHorizon TEN_DAYS = new LogHorizon(DAY.multipliedBy(10), 1000, 5);
  private static final LogHorizon TEN_ENTRIES = new LogHorizon(DAY.multipliedBy(1000), 10, 5);

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final MemoryEngine engine = new MemoryEngine(() -> now);
  private final Accounts accounts = new Accounts(engine, new Watchers());

  private void commit(Partition partition, int times) {
    for (int i = 0; i < times; i++) {
      accounts.update(partition, draft -> draft.put(Key.of(1, 1), new byte[1]));
    }
  }

  /** One commit a day, the first one a day ago. */
  private void days(int days) {
    for (int i = 0; i < days; i++) {
      commit(ADA, 1);
      now = now.plus(DAY);
    }
  }

  private boolean trim(LogHorizon horizon) {
    return new Trimming(accounts, horizon).trim(ADA, now);
  }

  private List<Long> log() {
    return engine.changes(ADA, 0, 10_000).stream().map(LogEntry::version).toList();
  }

  @Test
  void whatIsTooOldGoesAndTheRestIsToldAsBefore() {
    days(20); // entry 10 is eleven days old, entry 11 just ten
    assertTrue(trim(TEN_DAYS));
    assertEquals(11, log().getFirst());
    assertEquals(10, accounts.horizon(ADA));
    assertInstanceOf(Since.Forgotten.class, accounts.changes(ADA, 9, 100));
    var since = assertInstanceOf(Since.Entries.class, accounts.changes(ADA, 10, 100));
    assertEquals(11, since.entries().getFirst().version());
  }

  @Test
  void whatIsTooManyGoes() {
    commit(ADA, 40);
    assertTrue(trim(TEN_ENTRIES));
    assertEquals(31, log().getFirst());
  }

  @Test
  void aTrimWaitsUntilItIsWorthACommit() {
    days(14);
    assertFalse(trim(TEN_DAYS));
    assertEquals(14, accounts.head(ADA).version());
    days(1);
    assertTrue(trim(TEN_DAYS));
    assertEquals(15 + 1, accounts.head(ADA).version());
    commit(ADA, 3);
    assertFalse(trim(TEN_DAYS));
  }

  @Test
  void anAccountAtRestIsTrimmedOnceAndThenLeftAlone() {
    commit(ADA, 30);
    now = now.plus(DAY.multipliedBy(100));
    assertTrue(trim(TEN_DAYS));
    long version = accounts.head(ADA).version();
    assertEquals(List.of(30L, 31L), log());
    for (int i = 0; i < 10; i++) {
      now = now.plus(DAY.multipliedBy(100));
      assertFalse(trim(TEN_DAYS));
    }
    assertEquals(version, accounts.head(ADA).version());
  }

  @Test
  void theLastCommitCanStillBeResolved() {
    commit(ADA, 30);
    Head head = accounts.head(ADA);
    now = now.plus(DAY.multipliedBy(100));
    assertTrue(trim(TEN_DAYS));
    assertTrue(engine.resolve(ADA, head.lastCommit(), head.version() - 1));
  }

  @Test
  void anEpochThatBeganIsNoReasonToForget() {
    days(20);
    engine.raiseEpoch(ADA, 1);
    days(4);
    assertFalse(trim(TEN_ENTRIES));
    assertTrue(trim(TEN_DAYS));
    assertEquals(15, log().getFirst());
    days(14);
    assertTrue(trim(TEN_DAYS));
    assertTrue(log().getFirst() > Versions.start(1));
    assertInstanceOf(Since.Forgotten.class, accounts.changes(ADA, 19, 100));
    var since = accounts.changes(ADA, log().getFirst() - 1, 100);
    assertInstanceOf(Since.Entries.class, since);
  }

  @Test
  void allOfAKindAreTrimmed() {
    commit(ADA, 40);
    commit(BOB, 40);
    commit(new Partition(Partition.Kind.QUEUE, 1), 40);
    var trimming = new Trimming(accounts, TEN_ENTRIES);
    assertEquals(2, trimming.all(Partition.Kind.ACCOUNT, now));
    assertEquals(0, trimming.all(Partition.Kind.ACCOUNT, now));
    assertEquals(31, engine.changes(BOB, 0, 1).getFirst().version());
    assertEquals(1, trimming.all(Partition.Kind.QUEUE, now));
  }

  @Test
  void aTrimThatWasKilledIsDoneByTheNextOne() {
    commit(ADA, 40);
    for (boolean applied : new boolean[] {false, true}) {
      var mortal = new MortalEngine(engine);
      mortal.dieAfter(0, applied);
      var dying = new Trimming(new Accounts(mortal, new Watchers()), TEN_ENTRIES);
      assertThrows(MortalEngine.Killed.class, () -> dying.trim(ADA, now));
      assertEquals(1, log().getFirst());
    }
    assertInstanceOf(Since.Forgotten.class, accounts.changes(ADA, 29, 100));
    commit(ADA, 10);
    assertTrue(trim(TEN_ENTRIES));
    assertEquals(42, log().getFirst());
  }

  @Test
  void oneThatComesLateForgetsNothingThatIsKnownAsForgotten() {
    commit(ADA, 40);
    accounts.trim(ADA, 20);
    accounts.trim(ADA, 10);
    assertEquals(20, accounts.horizon(ADA));
  }

  @Test
  void aFullDiskDoesNotKeepLogsFromBeingTrimmed() {
    commit(ADA, 40);
    var full = new Accounts(engine, new Watchers(), new Space(1000, () -> 500, () -> 0));
    assertEquals(
        Problem.Kind.NO_SPACE,
        assertThrows(
                Refused.class,
                () -> full.update(ADA, draft -> draft.put(Key.of(1, 1), new byte[1])))
            .problem()
            .kind());
    assertTrue(new Trimming(full, TEN_ENTRIES).trim(ADA, now));
  }

  @Test
  void whoReadsWhileALogIsTrimmedIsToldSo() {
    commit(ADA, 40);
    Engine trimmedMeanwhile =
        new HostileEngine(engine, 1, 0) {
          @Override
          public List<LogEntry> changes(Partition partition, long afterVersion, int limit) {
            accounts.trim(ADA, 30);
            return super.changes(partition, afterVersion, limit);
          }
        };
    var reader = new Accounts(trimmedMeanwhile, new Watchers());
    assertInstanceOf(Since.Forgotten.class, reader.changes(ADA, 5, 100));
    assertInstanceOf(Since.Entries.class, reader.changes(ADA, 30, 100));
  }

  /** A view over a log that is trimmed all the time shows what is there. */
  @Test
  void whoFollowsATrimmedLogMissesNothing() {
    Property.holds(50, dice -> follow(dice, 0));
    Property.holds(50, dice -> follow(dice, 0.3));
  }

  private static void follow(RandomGenerator dice, double badness) {
    var clock = new Instant[] {Instant.EPOCH};
    var stored = new MemoryEngine(() -> clock[0]);
    var store = new Accounts(new HostileEngine(stored, dice.nextLong(), badness), new Watchers());
    var trimming = new Trimming(store, new LogHorizon(Duration.ofDays(dice.nextInt(9)), 8, 2));
    var follower = new Follower(store);
    for (int step = 0; step < 60; step++) {
      int key = dice.nextInt(10);
      byte value = (byte) dice.nextInt(100);
      switch (dice.nextInt(6)) {
        case 0 -> trimming.trim(ADA, clock[0]);
        case 1 -> follower.catchUp();
        case 2 -> stored.raiseEpoch(ADA, stored.head(ADA, Level.LINEAR).epoch() + 1);
        default ->
            store.update(
                ADA,
                draft -> {
                  draft.put(Key.of(1, key), new byte[] {value});
                  draft.log(new byte[] {(byte) key, value});
                });
      }
      clock[0] = clock[0].plus(Duration.ofHours(dice.nextInt(48)));
    }
    follower.catchUp();
    assertEquals(Follower.rows(store), follower.values);
  }

  /** Keeps a copy of the rows, as views do. */
  private static final class Follower {
    final Accounts store;
    long version;
    Map<Long, Byte> values = new HashMap<>();

    Follower(Accounts store) {
      this.store = store;
    }

    static Map<Long, Byte> rows(Accounts store) {
      Map<Long, Byte> rows = new HashMap<>();
      store.read(ADA).each(KeyRange.collection(1), e -> rows.put(e.key().group(), e.value()[0]));
      return rows;
    }

    void catchUp() {
      boolean behind = true;
      while (behind) {
        switch (store.changes(ADA, version, 3)) {
          case Since.Forgotten _ -> {
            version = store.head(ADA).version();
            values = rows(store);
          }
          case Since.Entries(var entries, long next, boolean more) -> {
            for (LogEntry entry : entries) {
              byte[] body = entry.body();
              for (int at = 0; at < body.length; at += 2) {
                values.put((long) body[at], body[at + 1]);
              }
            }
            version = next;
            behind = more;
          }
        }
      }
    }
  }
}

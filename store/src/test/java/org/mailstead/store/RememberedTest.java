package org.mailstead.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.InstantSource;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.mailstead.words.Refused;

class RememberedTest {
  private static final Partition PARTITION = new Partition(Partition.Kind.DIRECTORY, 3);
  private static final Key KEY = Key.of(1, 1);

  private final Engine memory = new MemoryEngine(InstantSource.system());

  private static Optional<String> text(Optional<byte[]> row) {
    return row.map(bytes -> new String(bytes, UTF_8));
  }

  @Test
  void whoChangesARowReadsHisChangeOverAHostileEngine() {
    var accounts = new Accounts(new HostileEngine(memory, 7, 0.3), new Watchers());
    var remembered = new Remembered(accounts, 10);
    var random = new SplittableRandom(7);
    for (int i = 0; i < 300; i++) {
      String value = "v" + i;
      if (random.nextInt(4) == 0) {
        accounts.update(PARTITION, draft -> draft.delete(KEY));
        assertEquals(Optional.empty(), text(remembered.get(PARTITION, KEY)));
      } else {
        accounts.update(PARTITION, draft -> draft.put(KEY, value.getBytes(UTF_8)));
        assertEquals(Optional.of(value), text(remembered.get(PARTITION, KEY)));
      }
    }
  }

  @Test
  void aRowIsReadOnceUntilItsPartitionChanges() {
    var watched = new CountingEngine(memory);
    var accounts = new Accounts(watched, new Watchers());
    var remembered = new Remembered(accounts, 10);
    for (int i = 0; i < 5; i++) {
      assertEquals(Optional.empty(), text(remembered.get(PARTITION, KEY)));
    }
    assertEquals(1, watched.gets);
    accounts.update(PARTITION, draft -> draft.put(Key.of(1, 2), new byte[] {1}));
    assertEquals(Optional.empty(), text(remembered.get(PARTITION, KEY)));
    assertEquals(2, watched.gets);
  }

  /** A commit that was applied while nobody could be told so is not hidden behind a memory. */
  @Test
  void aCommitOfUnknownOutcomeIsLookedFor() {
    var broken = new AtomicBoolean();
    var engine =
        new CountingEngine(memory) {
          @Override
          public Outcome commit(Commit commit) {
            Outcome outcome = super.commit(commit);
            return broken.get() ? new Outcome.Unknown("the answer is lost") : outcome;
          }

          @Override
          public boolean resolve(Partition partition, CommitId id, long expectedVersion) {
            if (broken.get()) {
              throw new Refused(org.mailstead.words.Problem.Kind.UNAVAILABLE, "store.closed");
            }
            return super.resolve(partition, id, expectedVersion);
          }
        };
    var accounts = new Accounts(engine, new Watchers());
    var remembered = new Remembered(accounts, 10);
    assertEquals(Optional.empty(), text(remembered.get(PARTITION, KEY)));
    broken.set(true);
    try {
      accounts.update(PARTITION, draft -> draft.put(KEY, "late".getBytes(UTF_8)));
    } catch (Refused e) {
      assertEquals(org.mailstead.words.Problem.Kind.UNAVAILABLE, e.problem().kind());
    }
    broken.set(false);
    assertEquals(Optional.of("late"), text(remembered.get(PARTITION, KEY)));
  }

  /** Who is woken by a change reads it, whichever of the two watched first. */
  @Test
  void whoIsWokenReadsTheChange() {
    for (int i = 0; i < 20; i++) {
      var accounts = new Accounts(new MemoryEngine(InstantSource.system()), new Watchers());
      var remembered = new Remembered(accounts, 10);
      var read = new AtomicReference<Optional<String>>(Optional.empty());
      var watch =
          accounts.watchers().watch(PARTITION, _ -> read.set(text(remembered.get(PARTITION, KEY))));
      assertEquals(Optional.empty(), text(remembered.get(PARTITION, KEY)));
      accounts.update(PARTITION, draft -> draft.put(KEY, "new".getBytes(UTF_8)));
      assertEquals(Optional.of("new"), read.get());
      watch.close();
    }
  }
}

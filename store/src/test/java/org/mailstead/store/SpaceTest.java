package org.mailstead.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

class SpaceTest {
  private static final Partition ADA = new Partition(Partition.Kind.ACCOUNT, 7);
  private static final Key ROW = Key.of(1, 1);

  private final AtomicLong free = new AtomicLong(5000);
  private final AtomicLong nanos = new AtomicLong();
  private final AtomicInteger asked = new AtomicInteger();
  private final Space space =
      new Space(
          1000,
          () -> {
            asked.incrementAndGet();
            return free.get();
          },
          nanos::get);
  private final MemoryEngine engine = new MemoryEngine(InstantSource.system());
  private final Accounts accounts = new Accounts(engine, new Watchers(), space);

  private void free(long bytes) {
    free.set(bytes);
    nanos.addAndGet(1_000_000_000);
  }

  private void put() {
    accounts.update(ADA, draft -> draft.put(ROW, new byte[1]));
  }

  private static void refused(Runnable work) {
    Refused refused = assertThrows(Refused.class, work::run);
    assertEquals(Problem.Kind.NO_SPACE, refused.problem().kind());
  }

  @Test
  void belowTheMarkRowsAreNotWrittenAndAboveItTheyAre() {
    put();
    free(999);
    refused(this::put);
    assertEquals(1, accounts.head(ADA).version());
    free(1000);
    put();
    assertEquals(2, accounts.head(ADA).version());
  }

  @Test
  void removalAndWhatFinishesAPromiseUseTheReserveUntilThatIsGone() {
    put();
    free(999);
    accounts.update(ADA, draft -> draft.delete(ROW));
    accounts.update(
        ADA,
        draft -> {
          draft.useReserve();
          draft.put(ROW, new byte[1]);
        });
    assertEquals(3, accounts.head(ADA).version());
    free(249);
    refused(() -> accounts.update(ADA, draft -> draft.delete(ROW)));
  }

  @Test
  void aRowThatIsPutAndDeletedInOneWorkNeedsNoSpace() {
    free(999);
    accounts.update(
        ADA,
        draft -> {
          draft.put(ROW, new byte[1]);
          draft.delete(ROW);
        });
    assertEquals(1, accounts.head(ADA).version());
  }

  @Test
  void theDiskIsAskedOnceASecond() {
    for (int i = 0; i < 100; i++) {
      put();
      nanos.addAndGet(30_000_000);
    }
    assertEquals(3, asked.get());
  }

  @Test
  void ofTwoMarksEachCounts() {
    var limit = new AtomicLong(500);
    var both = space.and(new Space(100, limit::get, nanos::get));
    both.check();
    limit.set(99);
    nanos.addAndGet(1_000_000_000);
    refused(both::check);
    both.checkReserve();
    limit.set(-10); // a limit is not the end of the disk
    nanos.addAndGet(1_000_000_000);
    both.checkReserve();
    limit.set(500);
    free(999);
    refused(both::check);
    both.checkReserve();
  }

  @Test
  void whatWasWrittenSinceTheDiskWasAskedCounts() {
    free(1500);
    space.check();
    space.took(600);
    refused(space::check);
    space.checkReserve();
    free(1500);
    space.check();
  }
}

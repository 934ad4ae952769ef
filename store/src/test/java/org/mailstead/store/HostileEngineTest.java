package org.mailstead.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The hostile engine is as bad as {@link Engine} allows, and no worse. */
class HostileEngineTest {
  private static final Partition ADA = new Partition(Partition.Kind.ACCOUNT, 7);
  private static final int TIMES = 2000;

  private final MemoryEngine stored = new MemoryEngine(InstantSource.system());
  private final HostileEngine hostile = new HostileEngine(stored, 11, 1);
  private final Random random = new Random(4);

  private Commit next(Head head) {
    return new Commit(
        ADA, head.version(), head.epoch(), CommitId.random(random), List.of(), new byte[] {1});
  }

  private void assertHeadAtLeast(long version) {
    for (int i = 0; i < 5; i++) {
      long head = hostile.head(ADA, Level.SESSION).version();
      assertTrue(head >= version, head + " after " + version);
    }
  }

  @Test
  void aSessionSeesWhatItWasToldIsApplied() {
    long told = 0;
    Set<Class<?>> outcomes = new HashSet<>();
    for (int i = 0; i < TIMES; i++) {
      Outcome outcome = hostile.commit(next(hostile.head(ADA, Level.SESSION)));
      outcomes.add(outcome.getClass());
      if (outcome instanceof Outcome.Applied(long version)) {
        told = version;
      }
      assertHeadAtLeast(told);
    }
    assertEquals(
        Set.of(Outcome.Applied.class, Outcome.Conflict.class, Outcome.Unknown.class), outcomes);
  }

  @Test
  void aSessionSeesWhatWasResolved() {
    int resolved = 0;
    for (int i = 0; i < TIMES; i++) {
      Commit commit = next(hostile.head(ADA, Level.LINEAR));
      hostile.commit(commit);
      if (hostile.resolve(ADA, commit.id(), commit.expectedVersion())) {
        resolved++;
        assertHeadAtLeast(commit.version());
      }
    }
    assertTrue(resolved > TIMES / 4, "resolved " + resolved);
  }

  @Test
  void aSessionSeesItsNewEpoch() {
    for (int epoch = 1; epoch < 100; epoch++) {
      hostile.head(ADA, Level.SESSION);
      assertHeadAtLeast(hostile.raiseEpoch(ADA, epoch).version());
    }
  }

  @Test
  void aSessionMayMissWhatAnotherNodeCommitted() {
    int stale = 0;
    int fresh = 0;
    for (int i = 0; i < TIMES; i++) {
      stored.commit(next(stored.head(ADA, Level.LINEAR)));
      long now = stored.head(ADA, Level.LINEAR).version();
      assertEquals(now, hostile.head(ADA, Level.LINEAR).version());
      stored.commit(next(stored.head(ADA, Level.LINEAR)));
      if (hostile.head(ADA, Level.SESSION).version() > now) {
        fresh++;
      } else {
        stale++;
      }
    }
    assertTrue(stale > 0 && fresh > 0, stale + " stale, " + fresh + " fresh");
  }

  @Test
  void aSessionMayMissItsOwnCommitOfUnknownOutcome() {
    int missed = 0;
    for (int i = 0; i < TIMES; i++) {
      long before = hostile.head(ADA, Level.LINEAR).version();
      Outcome outcome = hostile.commit(next(stored.head(ADA, Level.LINEAR)));
      boolean applied = stored.head(ADA, Level.LINEAR).version() > before;
      boolean seen = hostile.head(ADA, Level.SESSION).version() > before;
      if (outcome instanceof Outcome.Unknown && applied && !seen) {
        missed++;
      }
    }
    assertTrue(missed > 0);
  }
}

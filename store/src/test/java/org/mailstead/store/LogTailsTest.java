package org.mailstead.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LogTailsTest {
  private static final Partition ADA = new Partition(Partition.Kind.ACCOUNT, 7);
  private static final Partition BOB = new Partition(Partition.Kind.ACCOUNT, 8);

  private final LogTails tails = new LogTails(2);

  private static LogEntry entry(long version, int octets) {
    var id = CommitId.random(new Random(version));
    return new LogEntry(version, id, Instant.EPOCH, new byte[octets]);
  }

  private void add(Partition partition, long first, long last, int octets) {
    for (long version = first; version <= last; version++) {
      tails.add(partition, entry(version, octets));
    }
  }

  private Optional<List<Long>> versions(Partition partition, long since, long head) {
    return tails
        .between(partition, since, head)
        .map(found -> found.stream().map(LogEntry::version).toList());
  }

  @Test
  void tellsWhatReachesFromTheVersionToTheHead() {
    add(ADA, 5, 8, 10);
    assertEquals(Optional.of(List.of(7L, 8L)), versions(ADA, 6, 8));
    assertEquals(Optional.of(List.of(5L, 6L, 7L, 8L)), versions(ADA, 4, 8));
    assertEquals(Optional.empty(), versions(ADA, 3, 8), "version 4 is not here");
    assertEquals(Optional.empty(), versions(ADA, 6, 9), "somebody else wrote version 9");
    assertEquals(Optional.empty(), versions(BOB, 6, 8));
  }

  @Test
  void forgetsWhatLiesBeforeAGap() {
    add(ADA, 5, 8, 10);
    add(ADA, 10, 11, 10);
    assertEquals(Optional.empty(), versions(ADA, 7, 11));
    assertEquals(Optional.of(List.of(10L, 11L)), versions(ADA, 9, 11));
  }

  @Test
  void keepsNotMuch() {
    add(ADA, 1, 1000, 1);
    assertEquals(Optional.empty(), versions(ADA, 1000 - 129, 1000));
    assertEquals(128, versions(ADA, 1000 - 128, 1000).orElseThrow().size());
    add(ADA, 1001, 1010, 60_000);
    assertEquals(Optional.of(List.of(1010L)), versions(ADA, 1009, 1010));
    assertEquals(Optional.empty(), versions(ADA, 1008, 1010));
    add(BOB, 1, 2, 1);
    add(new Partition(Partition.Kind.ACCOUNT, 9), 1, 2, 1);
    assertEquals(Optional.empty(), versions(ADA, 1009, 1010), "others changed later");
  }

  /** What accounts tell is what the engine would, also when another node writes in between. */
  @Test
  void accountsTellWhatTheEngineHas() {
    var engine = new MemoryEngine(InstantSource.system());
    var here = new Accounts(engine, new Watchers());
    var there = new Accounts(engine, new Watchers());
    var random = new Random(3);
    for (int i = 0; i < 500; i++) {
      int number = i;
      (random.nextInt(4) == 0 ? there : here)
          .update(ADA, draft -> draft.log(ByteBuffer.allocate(4).putInt(number).array()));
      if (random.nextInt(100) == 0) {
        engine.raiseEpoch(ADA, here.head(ADA).epoch() + 1);
      }
      long head = here.head(ADA).version();
      long since = Math.max(Versions.start(Versions.epoch(head)), head - random.nextInt(6));
      var told = assertInstanceOf(Since.Entries.class, here.changes(ADA, since, 1000));
      assertEquals(bodies(engine.changes(ADA, since, 1000)), bodies(told.entries()));
      assertEquals(head, told.version());
    }
  }

  private static List<ByteBuffer> bodies(List<LogEntry> entries) {
    return entries.stream().map(entry -> ByteBuffer.wrap(entry.body())).toList();
  }
}

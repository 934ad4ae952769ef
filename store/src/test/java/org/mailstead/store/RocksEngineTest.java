package org.mailstead.store;

import static java.lang.System.Logger.Level.INFO;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

class RocksEngineTest extends EngineContract {
  private static final Partition BOB = new Partition(Partition.Kind.ACCOUNT, 8);

  @TempDir private Path folder;
  private int number;

  @Override
  protected Engine open() throws IOException {
    return open(folder.resolve("store" + ++number));
  }

  private static RocksEngine open(Path directory) throws IOException {
    return RocksEngine.open(directory, RocksConfig.small(), InstantSource.system());
  }

  /** What a killed process leaves: the files as they are while the engine is still open. */
  @Override
  protected Engine reopen(Engine engine) throws IOException {
    Path left = folder.resolve("store" + number);
    Path copy = folder.resolve("store" + ++number);
    while (!copied(left, copy)) {
      Thread.onSpinWait();
    }
    engine.close();
    return open(copy);
  }

  /** False when the files changed under our hands: then the copy is of no one moment. */
  private static boolean copied(Path from, Path to) throws IOException {
    Map<String, Long> before = files(from);
    delete(to);
    Files.createDirectories(to);
    try {
      for (String name : before.keySet()) {
        Files.copy(from.resolve(name), to.resolve(name));
      }
    } catch (NoSuchFileException e) {
      return false;
    }
    return before.equals(files(from));
  }

  private static void delete(Path directory) throws IOException {
    if (Files.exists(directory)) {
      for (String name : files(directory).keySet()) {
        Files.delete(directory.resolve(name));
      }
      Files.delete(directory);
    }
  }

  private static Map<String, Long> files(Path directory) throws IOException {
    Map<String, Long> sizes = new TreeMap<>();
    try (var files = Files.list(directory)) {
      for (Path file : files.toList()) {
        sizes.put(file.getFileName().toString(), file.toFile().length());
      }
    }
    return sizes;
  }

  private Commit commit(Partition partition, long expected, Op... ops) {
    var id = CommitId.random(ThreadLocalRandom.current());
    return new Commit(partition, expected, 0, id, List.of(ops), new byte[] {1});
  }

  @Test
  void rowsOfBothFamiliesAreOneOrderedMap() throws IOException {
    try (RocksEngine engine = open(folder.resolve("mixed"))) {
      var ops = new ArrayList<Op>();
      for (int collection : new int[] {1, 0x3fff, 0x4000, 0x5000, 0x7fff, 0x8000, 0xff}) {
        ops.add(new Op.Put(Key.of(collection, 1), new byte[5000]));
      }
      engine.commit(commit(ADA, 0, ops.toArray(new Op[0])));
      var range = new KeyRange(Key.of(0x3fff, 0), Key.of(0x8001, 0));
      assertEquals(
          List.of(0x3fff, 0x4000, 0x5000, 0x7fff, 0x8000), collections(engine, range, false, 9));
      assertEquals(List.of(0x8000, 0x7fff, 0x5000), collections(engine, range, true, 3));
      assertEquals(5000, engine.get(ADA, Key.of(0x5000, 1), Level.LINEAR).orElseThrow().length);
    }
  }

  private static List<Integer> collections(
      Engine engine, KeyRange range, boolean reverse, int limit) {
    return engine.scan(ADA, range, reverse, limit, Level.LINEAR).stream()
        .map(e -> e.key().collection())
        .toList();
  }

  @Test
  void afterCloseEverythingIsRefused() throws IOException {
    RocksEngine engine = open(folder.resolve("closed"));
    engine.commit(commit(ADA, 0, new Op.Put(Key.of(1, 1), new byte[1])));
    engine.close();
    engine.close();
    List<Runnable> uses =
        List.of(
            () -> engine.head(ADA, Level.LINEAR),
            () -> engine.get(ADA, Key.of(1, 1), Level.LINEAR),
            () -> engine.scan(ADA, KeyRange.collection(1), false, 10, Level.LINEAR),
            () -> engine.scan(ADA, KeyRange.collection(1), false, 10_000, Level.LINEAR),
            () -> engine.changes(ADA, 0, 10),
            () -> engine.commit(commit(ADA, 1)),
            () -> engine.raiseEpoch(ADA, 1),
            () -> engine.trimLog(ADA, 1),
            () -> engine.partitions(Partition.Kind.ACCOUNT, _ -> {}),
            () -> engine.checkpoint(folder.resolve("none")));
    for (Runnable use : uses) {
      Refused refused = assertThrows(Refused.class, use::run);
      assertEquals(Problem.Kind.UNAVAILABLE, refused.problem().kind());
    }
  }

  @Test
  void aCloseUnderLoadEndsEveryCallOrderly() throws Exception {
    for (int round = 0; round < 3; round++) {
      RocksEngine engine = open(folder.resolve("load" + round));
      var refused = new AtomicInteger();
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < 32; i++) {
        var partition = new Partition(Partition.Kind.ACCOUNT, i + 1);
        // Those of the system write by themselves, the others have it done.
        Thread.Builder kind = i % 2 == 0 ? Thread.ofVirtual() : Thread.ofPlatform();
        threads.add(kind.start(() -> use(engine, partition, refused)));
      }
      while (engine.counts().commits() < 200) {
        Thread.sleep(1);
      }
      engine.close();
      for (Thread thread : threads) {
        thread.join();
      }
      assertEquals(32, refused.get());
    }
  }

  private static void use(RocksEngine engine, Partition partition, AtomicInteger refused) {
    try {
      for (long version = 0; ; version++) {
        var op = new Op.Put(Key.of(1, version), new byte[100]);
        var id = new CommitId(partition.id(), version);
        engine.commit(new Commit(partition, version, 0, id, List.of(op), new byte[0]));
        engine.scan(partition, KeyRange.collection(1), true, 500, Level.SESSION);
        assertTrue(engine.resolve(partition, id, version));
      }
    } catch (Refused e) {
      refused.incrementAndGet();
    }
  }

  /** A commit that held its carrier through the sync would leave the ticker no turn at all. */
  @Test
  void otherVirtualThreadsRunWhileManyCommit() throws Exception {
    try (RocksEngine engine = open(folder.resolve("ticker"))) {
      List<Thread> writers = new ArrayList<>();
      for (int i = 1; i <= 64; i++) {
        var partition = new Partition(Partition.Kind.ACCOUNT, i);
        writers.add(
            Thread.startVirtualThread(() -> {
              for (long version = 0; version < 20; version++) {
                var op = new Op.Put(Key.of(RocksKeys.BULK_FROM, version), new byte[8000]);
                engine.commit(commit(partition, version, op));
              }
            }));
      }
      int ticks = 0;
      long worst = 0;
      while (writers.stream().anyMatch(Thread::isAlive)) {
        long began = System.nanoTime();
        Thread.startVirtualThread(() -> LockSupport.parkNanos(1_000_000)).join();
        worst = Math.max(worst, System.nanoTime() - began);
        ticks++;
      }
      assertEquals(64 * 20, engine.counts().commits());
      assertTrue(ticks > 1, "a single tick through the whole run");
      System.getLogger("test").log(INFO, "{0} ticks, the longest {1} us", ticks, worst / 1000);
    }
  }

  @Test
  void aCheckpointIsOfOneMomentAndTheRestoredStateBeginsANewEpoch() throws IOException {
    Path copy = folder.resolve("copy");
    try (RocksEngine engine = open(folder.resolve("live"))) {
      engine.commit(commit(ADA, 0, new Op.Put(Key.of(1, 1), new byte[] {1})));
      engine.commit(commit(BOB, 0, new Op.Put(Key.of(0x4000, 1), new byte[5000])));
      engine.raiseEpoch(BOB, 4);
      engine.checkpoint(copy);
      engine.commit(commit(ADA, 1, new Op.Put(Key.of(1, 1), new byte[] {2})));
    }
    try (RocksEngine restored = open(copy)) {
      assertEquals(1, restored.head(ADA, Level.LINEAR).version());
      assertEquals(1, restored.get(ADA, Key.of(1, 1), Level.LINEAR).orElseThrow()[0]);
      assertEquals(5000, restored.get(BOB, Key.of(0x4000, 1), Level.LINEAR).orElseThrow().length);
      assertEquals(5, restored.raiseAllEpochs());
      assertEquals(Versions.start(5), restored.head(ADA, Level.LINEAR).version());
      assertEquals(Versions.start(5), restored.head(BOB, Level.LINEAR).version());
      var end = restored.get(BOB, History.epochEnd(4), Level.LINEAR);
      assertEquals(Versions.start(4), History.version(end, -1));
    }
  }

  @Test
  void allPartitionsAreListedWhenTheyFillManyPages() throws IOException {
    try (RocksEngine engine = open(folder.resolve("many"))) {
      var accounts = new Accounts(engine, new Watchers());
      List<Thread> threads = new ArrayList<>();
      for (int i = 1; i <= 2500; i++) {
        var partition = new Partition(Partition.Kind.PERSON, i);
        threads.add(
            Thread.startVirtualThread(
                () -> accounts.update(partition, draft -> draft.put(Key.of(1, 1), new byte[1]))));
      }
      threads.forEach(RocksEngineTest::join);
      var seen = new ArrayList<Partition>();
      engine.partitions(Partition.Kind.PERSON, seen::add);
      assertEquals(2500, seen.stream().distinct().count());
      assertEquals(2500, seen.size());
      assertTrue(engine.counts().groups() < 2500, "commits of one moment share a sync");
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aStoreOfALaterFormatIsNotOpened() throws Exception {
    Path directory = folder.resolve("later");
    open(directory).close();
    var gate = new RocksGate(directory, RocksConfig.small());
    gate.inside(open -> {
      open.db().put(new byte[] {0}, new byte[] {2});
      return true;
    });
    gate.close();
    IOException refused = assertThrows(IOException.class, () -> open(directory));
    assertTrue(String.valueOf(refused.getMessage()).contains("format 2"));
  }

  /** Synced bytes that are damaged are lost promises: no silence about them. */
  @Test
  void aLogDamagedBeforeItsEndIsNotOpenedButCanBeSalvaged() throws IOException {
    Path directory = folder.resolve("damaged");
    Path copy = folder.resolve("damaged-copy");
    try (RocksEngine engine = open(directory)) {
      for (int i = 0; i < 20; i++) {
        engine.commit(commit(ADA, i, new Op.Put(Key.of(1, i), new byte[1000])));
      }
      assertTrue(copied(directory, copy));
    }
    Path log =
        copy.resolve(
            files(copy).keySet().stream().filter(n -> n.endsWith(".log")).toList().getLast());
    byte[] bytes = Files.readAllBytes(log);
    bytes[5000] ^= 1;
    Files.write(log, bytes);
    assertThrows(IOException.class, () -> open(copy));
    var salvage = new RocksConfig(1 << 20, 1 << 20, 1 << 20, 64, 2, 2, true);
    try (RocksEngine engine = RocksEngine.open(copy, salvage, InstantSource.system())) {
      long version = engine.head(ADA, Level.LINEAR).version();
      assertTrue(version > 0 && version < 20, "version " + version);
      assertEquals(version, engine.changes(ADA, 0, 100).size());
    }
  }

  @Test
  void aTornEndOfTheLogIsCut() throws IOException {
    Path directory = folder.resolve("torn");
    Path copy = folder.resolve("torn-copy");
    try (RocksEngine engine = open(directory)) {
      for (int i = 0; i < 20; i++) {
        engine.commit(commit(ADA, i, new Op.Put(Key.of(1, i), new byte[1000])));
      }
      assertTrue(copied(directory, copy));
    }
    Path log =
        copy.resolve(
            files(copy).keySet().stream().filter(n -> n.endsWith(".log")).toList().getLast());
    byte[] bytes = Files.readAllBytes(log);
    Files.write(log, java.util.Arrays.copyOf(bytes, bytes.length - 500));
    try (RocksEngine engine = open(copy)) {
      assertEquals(19, engine.head(ADA, Level.LINEAR).version());
    }
  }
}

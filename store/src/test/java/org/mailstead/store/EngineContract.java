package org.mailstead.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mailstead.testkit.Property;

/** What every engine must do. One subclass an engine. */
public abstract class EngineContract {
  protected static final Partition ADA = new Partition(Partition.Kind.ACCOUNT, 7);
  private static final Partition BOB = new Partition(Partition.Kind.ACCOUNT, 8);

  private final RandomGenerator random = new SplittableRandom(1);
  private Engine engine;

  /** A new, empty engine. */
  protected abstract Engine open() throws Exception;

  /** The same engine after its process was killed; without a disk, the same object. */
  protected Engine reopen(Engine engine) throws Exception {
    return engine;
  }

  @BeforeEach
  void openEngine() throws Exception {
    engine = open();
  }

  @AfterEach
  void closeEngine() {
    engine.close();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static Op put(int collection, long group, String value) {
    return new Op.Put(Key.of(collection, group), bytes(value));
  }

  private Commit commit(Partition partition, long expected, Op... ops) {
    return new Commit(
        partition, expected, 0, CommitId.random(random), List.of(ops), bytes("log " + expected));
  }

  private static String text(Optional<byte[]> value) {
    return value.map(v -> new String(v, UTF_8)).orElse("none");
  }

  @Test
  void aNewPartitionIsEmptyAtVersionZero() {
    assertEquals(Head.EMPTY, engine.head(ADA, Level.LINEAR));
    assertTrue(engine.get(ADA, Key.of(1, 1), Level.LINEAR).isEmpty());
    assertTrue(engine.scan(ADA, KeyRange.collection(1), false, 10, Level.LINEAR).isEmpty());
    assertTrue(engine.changes(ADA, 0, 10).isEmpty());
  }

  @Test
  void aCommitWritesAllItsRowsAndItsLog() throws Exception {
    Commit commit = commit(ADA, 0, put(1, 1, "one"), put(1, 2, "two"));
    assertEquals(new Outcome.Applied(1), engine.commit(commit));
    engine = reopen(engine);
    assertEquals(new Head(1, 0, 0, commit.id()), engine.head(ADA, Level.LINEAR));
    assertEquals("two", text(engine.get(ADA, Key.of(1, 2), Level.SESSION)));
    LogEntry entry = engine.changes(ADA, 0, 10).getFirst();
    assertEquals(1, entry.version());
    assertEquals(commit.id(), entry.id());
    assertArrayEquals(bytes("log 0"), entry.body());
    assertTrue(engine.get(BOB, Key.of(1, 1), Level.LINEAR).isEmpty());
  }

  @Test
  void aCommitFromAnOldVersionChangesNothing() {
    engine.commit(commit(ADA, 0, put(1, 1, "one")));
    Outcome late = engine.commit(commit(ADA, 0, put(1, 1, "late")));
    assertEquals(1, assertInstanceOf(Outcome.Conflict.class, late).head().version());
    Outcome early = engine.commit(commit(ADA, 5, put(1, 1, "early")));
    assertInstanceOf(Outcome.Conflict.class, early);
    assertEquals("one", text(engine.get(ADA, Key.of(1, 1), Level.LINEAR)));
  }

  @Test
  void aCommitOfAnotherEpochIsFenced() {
    engine.commit(commit(ADA, 0, put(1, 1, "one")));
    Head raised = engine.raiseEpoch(ADA, 2);
    assertEquals(Versions.start(2), raised.version());
    assertInstanceOf(Outcome.Fenced.class, engine.commit(commit(ADA, 1, put(1, 1, "ghost"))));
    assertEquals(raised, engine.raiseEpoch(ADA, 2));
    assertEquals(1, History.version(engine.get(ADA, History.epochEnd(0), Level.LINEAR), -1));
    var next = new Commit(ADA, raised.version(), 2, CommitId.random(random), List.of(), bytes("x"));
    assertEquals(new Outcome.Applied(Versions.start(2) + 1), engine.commit(next));
    assertEquals(2, engine.changes(ADA, 0, 10).size());
  }

  @Test
  void resolveTellsAppliedFromNotApplied() {
    Commit first = commit(ADA, 0, put(1, 1, "one"));
    Commit lost = commit(ADA, 0, put(1, 1, "lost"));
    engine.commit(first);
    engine.commit(commit(ADA, 1, put(1, 1, "later")));
    assertTrue(engine.resolve(ADA, first.id(), 0));
    assertFalse(engine.resolve(ADA, lost.id(), 0));
    assertFalse(engine.resolve(ADA, lost.id(), 9));
  }

  @Test
  void deletedRowsAreGone() {
    engine.commit(commit(ADA, 0, put(1, 1, "one"), put(1, 2, "two")));
    Op delete = new Op.Delete(Key.of(1, 1));
    engine.commit(commit(ADA, 1, delete, new Op.Delete(Key.of(9, 9))));
    assertTrue(engine.get(ADA, Key.of(1, 1), Level.LINEAR).isEmpty());
    var rows = engine.multiGet(ADA, List.of(Key.of(1, 1), Key.of(1, 2)), Level.LINEAR);
    assertEquals(Set.of(Key.of(1, 2)), rows.keySet());
  }

  @Test
  void scansGoByKeyOrderAndStayInsideTheirRange() {
    List<Op> ops = new ArrayList<>();
    for (long group : new long[] {0, 1, 2, 255, 256, Long.MAX_VALUE, -1L}) {
      ops.add(put(5, group, "g" + group));
    }
    ops.add(put(4, -1L, "before"));
    ops.add(put(6, 0, "after"));
    engine.commit(commit(ADA, 0, ops.toArray(new Op[0])));
    engine.commit(commit(BOB, 0, put(5, 1, "bob")));
    List<String> forward =
        engine.scan(ADA, KeyRange.collection(5), false, 100, Level.LINEAR).stream()
            .map(e -> new String(e.value(), UTF_8))
            .toList();
    assertEquals(List.of("g0", "g1", "g2", "g255", "g256", "g" + Long.MAX_VALUE, "g-1"), forward);
    var back = engine.scan(ADA, KeyRange.groups(5, 1, 255), true, 2, Level.LINEAR);
    assertEquals(255, back.get(0).key().group());
    assertEquals(2, back.get(1).key().group());
    var left = KeyRange.groups(5, 1, 255).after(back.get(1).key(), true);
    assertEquals(1, engine.scan(ADA, left, true, 9, Level.LINEAR).size());
  }

  @Test
  void bytesAreUnsignedAndSuffixesSortAfterTheirPrefix() {
    var suffixes = new byte[][] {{}, {0}, {0, 0}, {1}, {(byte) 0x7f}, {(byte) 0x80}, {(byte) 0xff}};
    List<Op> ops = new ArrayList<>();
    for (int i = suffixes.length - 1; i >= 0; i--) {
      ops.add(new Op.Put(Key.of(1, 1, suffixes[i]), new byte[] {(byte) i}));
    }
    engine.commit(commit(ADA, 0, ops.toArray(new Op[0])));
    int at = 0;
    for (Entry entry : engine.scan(ADA, KeyRange.group(1, 1), false, 100, Level.LINEAR)) {
      assertEquals(at++, entry.value()[0]);
    }
    assertEquals(suffixes.length, at);
  }

  @Test
  void theLargestCommitIsTakenAndALargerOneIsRefusedBeforeAnyEngine() {
    List<Op> ops = new ArrayList<>();
    for (int i = 0; i < Commit.MAX_OPS; i++) {
      ops.add(new Op.Put(Key.of(1, i, new byte[Key.MAX_SUFFIX]), new byte[800]));
    }
    assertEquals(new Outcome.Applied(1), engine.commit(commit(ADA, 0, ops.toArray(new Op[0]))));
    ops.add(put(2, 1, "one more"));
    assertThrows(IllegalArgumentException.class, () -> commit(ADA, 1, ops.toArray(new Op[0])));
    var big = new Op.Put(Key.of(1, 1), new byte[Commit.MAX_VALUE + 1]);
    assertThrows(IllegalArgumentException.class, () -> commit(ADA, 1, big));
    assertThrows(
        IllegalArgumentException.class, () -> commit(ADA, 1, put(1, 1, "a"), put(1, 1, "b")));
  }

  @Test
  void theLogCanBeForgottenFromItsBeginning() {
    for (int i = 0; i < 10; i++) {
      engine.commit(commit(ADA, i, put(1, i, "v")));
    }
    engine.trimLog(ADA, 4);
    assertEquals(5, engine.changes(ADA, 0, 100).getFirst().version());
    assertEquals(6, engine.changes(ADA, 0, 100).size());
    assertEquals(2, engine.changes(ADA, 6, 2).size());
    assertEquals(7, engine.changes(ADA, 6, 2).getFirst().version());
  }

  @Test
  void partitionsAreListedByKind() {
    engine.commit(commit(ADA, 0, put(1, 1, "one")));
    engine.commit(commit(BOB, 0, put(1, 1, "one")));
    engine.commit(commit(new Partition(Partition.Kind.QUEUE, 3), 0, put(1, 1, "one")));
    Set<Partition> found = new HashSet<>();
    engine.partitions(Partition.Kind.ACCOUNT, found::add);
    assertEquals(Set.of(ADA, BOB), found);
  }

  @Test
  void ofManyWritersAtOneVersionOneWins() throws Exception {
    var applied = new ConcurrentLinkedQueue<Long>();
    List<Thread> writers = new ArrayList<>();
    for (int writer = 0; writer < 16; writer++) {
      String name = "w" + writer;
      writers.add(
          Thread.startVirtualThread(() -> {
            for (long version = 0; version < 30; version++) {
              if (engine.commit(racing(version, name)) instanceof Outcome.Applied(long v)) {
                applied.add(v);
              }
            }
          }));
    }
    for (Thread writer : writers) {
      writer.join();
    }
    assertEquals(applied.size(), new HashSet<>(applied).size());
    assertEquals(applied.size(), engine.head(ADA, Level.LINEAR).version());
    assertEquals(applied.size(), engine.changes(ADA, 0, 1000).size());
  }

  private Commit racing(long version, String name) {
    var id = CommitId.random(new java.util.SplittableRandom());
    return new Commit(ADA, version, 0, id, List.of(put(1, version, name)), bytes(name));
  }

  /** Random operations against a model, with the process gone and back at random points. */
  @Test
  void agreesWithAModelThroughCrashes() {
    Property.holds(
        5,
        dice -> {
          try (Engine fresh = open()) {
            new Model(fresh).run(dice);
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        });
  }

  private final class Model {
    private final Map<Partition, NavigableMap<Key, String>> rows = new TreeMap<>();
    private final Map<Partition, Long> versions = new TreeMap<>();
    private Engine engine;

    Model(Engine engine) {
      this.engine = engine;
    }

    void run(RandomGenerator dice) throws Exception {
      for (int step = 0; step < 300; step++) {
        Partition partition = dice.nextBoolean() ? ADA : BOB;
        switch (dice.nextInt(10)) {
          case 0 -> check(partition, dice);
          case 1 -> {
            if (dice.nextInt(10) == 0) {
              engine = reopen(engine);
            }
          }
          default -> write(partition, dice, step);
        }
      }
      check(ADA, dice);
      check(BOB, dice);
      engine.close();
    }

    private void write(Partition partition, RandomGenerator dice, int step) {
      long version = versions.getOrDefault(partition, 0L);
      long expected = dice.nextInt(8) == 0 ? version + 1 : version;
      Map<Key, Op> ops = new TreeMap<>();
      for (int i = dice.nextInt(6); i >= 0; i--) {
        Key key = Key.of(dice.nextInt(3), dice.nextInt(4), dice.nextInt(5));
        String value = "s" + step + "." + i;
        ops.put(key, dice.nextInt(4) == 0 ? new Op.Delete(key) : new Op.Put(key, bytes(value)));
      }
      var id = CommitId.random(dice);
      List<Op> list = List.copyOf(ops.values());
      Outcome outcome =
          engine.commit(new Commit(partition, expected, 0, id, list, bytes("s" + step)));
      if (expected != version) {
        assertInstanceOf(Outcome.Conflict.class, outcome);
        return;
      }
      assertEquals(new Outcome.Applied(version + 1), outcome);
      versions.put(partition, version + 1);
      var model = rows.computeIfAbsent(partition, _ -> new TreeMap<>());
      for (Op op : list) {
        switch (op) {
          case Op.Put(Key key, byte[] value) -> model.put(key, new String(value, UTF_8));
          case Op.Delete(Key key) -> model.remove(key);
        }
      }
    }

    private void check(Partition partition, RandomGenerator dice) {
      var model = rows.getOrDefault(partition, new TreeMap<>());
      long version = versions.getOrDefault(partition, 0L);
      assertEquals(version, engine.head(partition, Level.LINEAR).version());
      assertEquals(version, engine.changes(partition, 0, 10_000).size());
      var range = KeyRange.groups(dice.nextInt(3), dice.nextInt(3), 3);
      var expected = model.subMap(range.from(), range.to());
      NavigableMap<Key, String> found = new TreeMap<>();
      KeyRange left = range;
      while (true) {
        int limit = 1 + dice.nextInt(5);
        List<Entry> page = engine.scan(partition, left, false, limit, Level.LINEAR);
        page.forEach(e -> found.put(e.key(), new String(e.value(), UTF_8)));
        if (page.size() < limit) {
          break;
        }
        left = left.after(page.getLast().key(), false);
      }
      assertEquals(expected, found);
      var all = engine.multiGet(partition, model.keySet(), Level.SESSION);
      assertEquals(model.keySet(), all.keySet());
    }
  }
}

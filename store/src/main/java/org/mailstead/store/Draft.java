package org.mailstead.store;

import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A change in the making: reads see the partition with this change already in it. Several works may
 * share one draft, one after the other; a work that is refused is undone without the others.
 */
public final class Draft implements Rows {
  private static final int PAGE = 256;

  private final Engine engine;
  private final Partition partition;
  private final Head base;

  /** Null stands for a removed row. */
  private final NavigableMap<Key, byte @Nullable []> writes = new TreeMap<>();

  /** What was read already: a work looks at some rows twice, and those that follow it again. */
  private final Map<Key, Optional<byte[]>> read = new HashMap<>();

  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private final Deque<Undo> undo = new ArrayDeque<>();
  private long bytes;
  private int reserves;

  /**
   * What stood in {@link #writes} before; {@code known} tells a removed row from an untouched one.
   */
  private record Undo(Key key, boolean known, Optional<byte[]> value) {}

  /** A place to go back to. */
  record Mark(int undo, int log, long bytes, int reserves) {}

  Draft(Engine engine, Partition partition, Head base) {
    this.engine = engine;
    this.partition = partition;
    this.base = base;
  }

  @Override
  public Partition partition() {
    return partition;
  }

  /** The head this change is made from. */
  public Head base() {
    return base;
  }

  /** The version this change will be: what goes into rows as their mod-sequence. */
  public long version() {
    return base.version() + 1;
  }

  @Override
  public Optional<byte[]> get(Key key) {
    if (writes.containsKey(key)) {
      return Optional.ofNullable(writes.get(key));
    }
    return read.computeIfAbsent(key, k -> engine.get(partition, k, Level.SESSION));
  }

  @Override
  public Map<Key, byte[]> multiGet(Collection<Key> keys) {
    Map<Key, byte[]> found = new HashMap<>();
    List<Key> missing = new ArrayList<>();
    for (Key key : keys) {
      if (writes.containsKey(key)) {
        byte[] value = writes.get(key);
        if (value != null) {
          found.put(key, value);
        }
      } else if (read.containsKey(key)) {
        read.get(key).ifPresent(value -> found.put(key, value));
      } else {
        missing.add(key);
      }
    }
    if (!missing.isEmpty()) {
      Map<Key, byte[]> stored = engine.multiGet(partition, missing, Level.SESSION);
      missing.forEach(key -> read.put(key, Optional.ofNullable(stored.get(key))));
      found.putAll(stored);
    }
    return found;
  }

  @Override
  public List<Entry> scan(KeyRange range, boolean reverse, int limit) {
    if (range.from().compareTo(range.to()) >= 0) {
      return List.of();
    }
    var mine = writes.subMap(range.from(), range.to());
    if (mine.isEmpty()) {
      return engine.scan(partition, range, reverse, limit, Level.SESSION);
    }
    var stored = new Scan(engine, partition, range, reverse, PAGE);
    return merge((reverse ? mine.reversed() : mine), stored, reverse, limit);
  }

  private static List<Entry> merge(
      SequencedMap<Key, byte @Nullable []> mine, Scan stored, boolean reverse, int limit) {
    Comparator<Key> order = reverse ? Comparator.reverseOrder() : Comparator.naturalOrder();
    Deque<Key> own = new ArrayDeque<>(mine.keySet());
    List<Entry> found = new ArrayList<>();
    while (found.size() < limit && (!own.isEmpty() || stored.hasNext())) {
      int first;
      if (own.isEmpty()) {
        first = 1;
      } else {
        first = stored.hasNext() ? order.compare(own.peek(), stored.peek().key()) : -1;
      }
      if (first > 0) {
        found.add(stored.next());
        continue;
      }
      if (first == 0) {
        stored.next(); // overwritten by this draft
      }
      Key key = own.pop();
      byte[] value = mine.get(key);
      if (value != null) {
        found.add(new Entry(key, value));
      }
    }
    return found;
  }

  public void put(Key key, byte[] value) {
    if (value.length > Commit.MAX_VALUE) {
      throw new IllegalArgumentException("a value of " + value.length + " B at " + key);
    }
    write(key, value);
  }

  public void delete(Key key) {
    write(key, null);
  }

  private void write(Key key, byte @Nullable [] value) {
    boolean known = writes.containsKey(key);
    byte[] before = writes.put(key, value);
    undo.push(new Undo(key, known, Optional.ofNullable(before)));
    bytes += size(key, value) - (known ? size(key, before) : 0);
  }

  private static long size(Key key, byte @Nullable [] value) {
    return (long) key.size() + (value == null ? 0 : value.length);
  }

  /** Adds to the log entry of this commit; what several works add stands one after the other. */
  public void log(byte[] entry) {
    log.writeBytes(entry);
  }

  /**
   * This work frees space, or finishes what was promised (mail that was acknowledged and leaves the
   * queue), so it may use the reserve of a disk that is nearly full.
   */
  public void useReserve() {
    reserves++;
  }

  /** Refuses what was written since the mark when there is no room for it. */
  void check(Space space, Mark mark) {
    if (undo.size() == mark.undo && log.size() == mark.log) {
      return;
    }
    if (reserves > mark.reserves || !putsSince(mark)) {
      space.checkReserve();
    } else {
      space.check();
    }
  }

  private boolean putsSince(Mark mark) {
    return undo.stream()
        .limit(undo.size() - mark.undo)
        .anyMatch(step -> writes.get(step.key) != null);
  }

  Mark mark() {
    return new Mark(undo.size(), log.size(), bytes, reserves);
  }

  void back(Mark mark) {
    while (undo.size() > mark.undo) {
      Undo step = undo.pop();
      if (step.known) {
        writes.put(step.key, step.value.orElse(null));
      } else {
        writes.remove(step.key);
      }
    }
    byte[] logged = log.toByteArray();
    log.reset();
    log.write(logged, 0, mark.log);
    bytes = mark.bytes;
    reserves = mark.reserves;
  }

  boolean isEmpty() {
    return writes.isEmpty() && log.size() == 0;
  }

  boolean fits() {
    return writes.size() <= Commit.MAX_OPS && bytes + log.size() <= Commit.MAX_BYTES;
  }

  Commit commit(CommitId id) {
    List<Op> ops = new ArrayList<>(writes.size());
    writes.forEach(
        (key, value) -> ops.add(value == null ? new Op.Delete(key) : new Op.Put(key, value)));
    return new Commit(partition, base.version(), base.epoch(), id, ops, log.toByteArray());
  }

  @Override
  public String toString() {
    return partition + " from " + base.version() + " " + Arrays.toString(writes.keySet().toArray());
  }
}

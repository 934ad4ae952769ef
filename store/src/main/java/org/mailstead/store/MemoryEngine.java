package org.mailstead.store;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Keeps everything in memory and nothing on disk: for tests, and the simplest true engine. */
public final class MemoryEngine implements Engine {
  private final Map<Partition, Room> rooms = new ConcurrentHashMap<>();
  private final InstantSource clock;

  public MemoryEngine(InstantSource clock) {
    this.clock = clock;
  }

  /** One partition; its monitor guards all of it. */
  private static final class Room {
    Head head = Head.EMPTY;
    final NavigableMap<Key, byte[]> rows = new TreeMap<>();
    final NavigableMap<Long, LogEntry> log = new TreeMap<>();
  }

  private Room room(Partition partition) {
    return rooms.computeIfAbsent(partition, _ -> new Room());
  }

  @Override
  public Head head(Partition partition, Level level) {
    Room room = room(partition);
    synchronized (room) {
      return room.head;
    }
  }

  @Override
  public Optional<byte[]> get(Partition partition, Key key, Level level) {
    Room room = room(partition);
    synchronized (room) {
      return Optional.ofNullable(room.rows.get(key)).map(byte[]::clone);
    }
  }

  @Override
  public Map<Key, byte[]> multiGet(Partition partition, Collection<Key> keys, Level level) {
    Map<Key, byte[]> found = new java.util.HashMap<>();
    for (Key key : keys) {
      get(partition, key, level).ifPresent(value -> found.put(key, value));
    }
    return found;
  }

  @Override
  public List<Entry> scan(
      Partition partition, KeyRange range, boolean reverse, int limit, Level level) {
    Room room = room(partition);
    List<Entry> found = new ArrayList<>();
    synchronized (room) {
      if (range.from().compareTo(range.to()) >= 0) {
        return found;
      }
      var part = room.rows.subMap(range.from(), range.to());
      for (var row : (reverse ? part.reversed() : part).entrySet()) {
        if (found.size() == limit) {
          break;
        }
        found.add(new Entry(row.getKey(), row.getValue().clone()));
      }
    }
    return found;
  }

  @Override
  public List<LogEntry> changes(Partition partition, long afterVersion, int limit) {
    Room room = room(partition);
    synchronized (room) {
      return room.log.tailMap(afterVersion, false).values().stream().limit(limit).toList();
    }
  }

  @Override
  public Outcome commit(Commit commit) {
    Room room = room(commit.partition());
    synchronized (room) {
      if (commit.epoch() != room.head.epoch()) {
        return new Outcome.Fenced(room.head);
      }
      if (commit.expectedVersion() != room.head.version()) {
        return new Outcome.Conflict(room.head);
      }
      for (Op op : commit.ops()) {
        switch (op) {
          case Op.Put(Key key, byte[] value) -> room.rows.put(key, value.clone());
          case Op.Delete(Key key) -> room.rows.remove(key);
        }
      }
      long version = commit.version();
      byte[] body = commit.log().clone();
      room.log.put(version, new LogEntry(version, commit.id(), clock.instant(), body));
      room.head = new Head(version, commit.epoch(), room.head.home(), commit.id());
      return new Outcome.Applied(version);
    }
  }

  @Override
  public boolean resolve(Partition partition, CommitId id, long expectedVersion) {
    Room room = room(partition);
    synchronized (room) {
      LogEntry entry = room.log.get(expectedVersion + 1);
      return entry != null && entry.id().equals(id);
    }
  }

  @Override
  public void trimLog(Partition partition, long upToVersion) {
    Room room = room(partition);
    synchronized (room) {
      room.log.headMap(upToVersion, true).clear();
    }
  }

  @Override
  public Head raiseEpoch(Partition partition, int epoch) {
    Room room = room(partition);
    synchronized (room) {
      if (room.head.epoch() < epoch) {
        Head old = room.head;
        room.rows.put(History.epochEnd(old.epoch()), History.version(old.version()));
        room.head = new Head(Versions.start(epoch), epoch, old.home(), old.lastCommit());
      }
      return room.head;
    }
  }

  @Override
  public void partitions(Partition.Kind kind, Consumer<Partition> each) {
    rooms.forEach((partition, room) -> {
      if (partition.kind() == kind && !room.head.equals(Head.EMPTY)) {
        each.accept(partition);
      }
    });
  }

  /** All of it as it is now, as a backup would have it; each partition whole. */
  public MemoryEngine copy() {
    var copy = new MemoryEngine(clock);
    rooms.forEach((partition, room) -> {
      Room other = copy.room(partition);
      synchronized (room) {
        other.head = room.head;
        other.rows.putAll(room.rows);
        other.log.putAll(room.log);
      }
    });
    return copy;
  }

  @Override
  public void close() {
    // Nothing is held outside the heap.
  }
}

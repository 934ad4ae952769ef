package org.mailstead.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The newest log entries of partitions that this process changed lately. A session that has just
 * changed something, and those who look at the same mailbox, ask at once what changed; so they need
 * not read it back. An answer is given only when the entries reach from the version asked for to
 * the head, without a gap: what another process wrote is never missed.
 */
final class LogTails {
  private static final int MOST_ENTRIES = 128;
  private static final int MOST_OCTETS = 64 << 10;

  private final Map<Partition, Tail> tails;

  /** Guarded by its monitor. */
  private static final class Tail {
    private final Deque<LogEntry> entries = new ArrayDeque<>();
    private int octets;

    synchronized void add(LogEntry entry) {
      if (!entries.isEmpty() && entries.getLast().version() + 1 != entry.version()) {
        entries.clear();
        octets = 0;
      }
      entries.add(entry);
      octets += entry.body().length;
      while (entries.size() > MOST_ENTRIES || (octets > MOST_OCTETS && entries.size() > 1)) {
        octets -= entries.remove().body().length;
      }
    }

    synchronized Optional<List<LogEntry>> between(long since, long head) {
      boolean reaches =
          !entries.isEmpty()
              && entries.getFirst().version() <= since + 1
              && entries.getLast().version() == head;
      if (!reaches) {
        return Optional.empty();
      }
      List<LogEntry> found = new ArrayList<>();
      for (Iterator<LogEntry> newest = entries.descendingIterator(); newest.hasNext(); ) {
        LogEntry entry = newest.next();
        if (entry.version() <= since) {
          break;
        }
        found.add(entry);
      }
      return Optional.of(found.reversed());
    }
  }

  /**
   * @param most how many partitions have a tail; those that changed last
   */
  LogTails(int most) {
    tails =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<Partition, Tail> eldest) {
            return size() > most;
          }
        };
  }

  /** Adds what was applied; called in the order of versions, or what came before is forgotten. */
  void add(Partition partition, LogEntry entry) {
    Tail tail;
    synchronized (tails) {
      tail = tails.computeIfAbsent(partition, _ -> new Tail());
    }
    tail.add(entry);
  }

  /** What is trimmed from the log is told no more. */
  void forget(Partition partition) {
    synchronized (tails) {
      tails.remove(partition);
    }
  }

  /**
   * All entries after a version up to the head, oldest first; empty when they are not all here.
   *
   * @param since below the head's version
   */
  Optional<List<LogEntry>> between(Partition partition, long since, long head) {
    Tail tail;
    synchronized (tails) {
      tail = tails.get(partition);
    }
    return tail == null ? Optional.empty() : tail.between(since, head);
  }
}

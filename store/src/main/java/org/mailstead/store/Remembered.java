package org.mailstead.store;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Rows of partitions that are read all the time and change seldom, such as the directory's. What
 * was read is remembered until its partition changes; then all of the partition is forgotten.
 *
 * <p>Right as long as this process hears of every commit to these partitions: whoever changes one
 * by {@link Accounts} here reads his change as soon as the change has returned.
 */
public final class Remembered {
  private final Accounts accounts;
  private final int most;
  private final Map<Partition, AtomicLong> changes = new ConcurrentHashMap<>();
  private final Map<Name, Seen> rows = new ConcurrentHashMap<>();

  private record Name(Partition partition, Key key) {}

  /** What was there when the partition had changed so often. */
  private record Seen(long changes, Optional<byte[]> row) {}

  /**
   * @param most rows that are kept; beyond that all are read anew
   */
  public Remembered(Accounts accounts, int most) {
    this.accounts = accounts;
    this.most = most;
  }

  /** A row as it is; not to be changed. */
  public Optional<byte[]> get(Partition partition, Key key) {
    AtomicLong count = changes.computeIfAbsent(partition, this::watched);
    var name = new Name(partition, key);
    Seen seen = rows.get(name);
    if (seen != null && seen.changes == count.get()) {
      return seen.row;
    }
    // Counted before it is read: a change in between makes what was read worthless.
    long now = count.get();
    Optional<byte[]> row = accounts.read(partition).get(key);
    if (rows.size() >= most) {
      rows.clear();
    }
    rows.put(name, new Seen(now, row));
    return row;
  }

  private AtomicLong watched(Partition partition) {
    var count = new AtomicLong();
    accounts.watchers().watchFirst(partition, _ -> count.incrementAndGet());
    return count;
  }
}

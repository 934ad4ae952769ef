package org.mailstead.store;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Keeps partitions. Commits of one partition are linearizable; no snapshot over several reads is
 * promised, so read the head, scan, then apply what {@link #changes} tells since. All methods may
 * be called from virtual threads. A failed read throws {@link org.mailstead.words.Refused} with
 * kind UNAVAILABLE; arrays given and taken are not shared.
 */
public interface Engine extends AutoCloseable {
  Head head(Partition partition, Level level);

  Optional<byte[]> get(Partition partition, Key key, Level level);

  /** The rows that exist, of those asked for. */
  Map<Key, byte[]> multiGet(Partition partition, Collection<Key> keys, Level level);

  /**
   * At most {@code limit} rows of the range in key order, or in reverse from its end; fewer than
   * that only when there are no more. Go on with {@link KeyRange#after}.
   */
  List<Entry> scan(Partition partition, KeyRange range, boolean reverse, int limit, Level level);

  /** Log entries after a version, oldest first, at most {@code limit}. */
  List<LogEntry> changes(Partition partition, long afterVersion, int limit);

  /** Returns when the outcome is known, or known to be unknown. Applied means durable. */
  Outcome commit(Commit commit);

  /** Whether a commit of unknown outcome was applied. The answer is final. */
  boolean resolve(Partition partition, CommitId id, long expectedVersion);

  /** Forgets log entries up to and with a version. */
  void trimLog(Partition partition, long upToVersion);

  /**
   * Begins a new epoch after a restore or a lossy failover: the head jumps to {@link
   * Versions#start}. The old epoch's last surviving version is kept as a row at {@link
   * History#epochEnd}. Nothing happens when the partition is at that epoch already.
   */
  Head raiseEpoch(Partition partition, int epoch);

  /** Calls back for every partition of a kind that was ever written to, in no promised order. */
  void partitions(Partition.Kind kind, Consumer<Partition> each);

  @Override
  void close();
}

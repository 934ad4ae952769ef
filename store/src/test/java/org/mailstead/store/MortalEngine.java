package org.mailstead.store;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Another engine of a process that is killed: from one commit on, which is still applied or not,
 * nothing answers any more. A new process opens the engine below.
 */
public final class MortalEngine implements Engine {
  private final Engine engine;
  private final AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);
  private volatile boolean applied;
  private volatile boolean dead;

  /** What everybody gets from a dead process. */
  public static final class Killed extends RuntimeException {
    private Killed() {
      super("killed", null, false, false);
    }
  }

  public MortalEngine(Engine engine) {
    this.engine = engine;
  }

  /**
   * @param commits how many still succeed
   * @param lastApplied whether the one after them is applied although nobody is told so
   */
  public void dieAfter(int commits, boolean lastApplied) {
    applied = lastApplied;
    left.set(commits);
  }

  private Engine alive() {
    if (dead) {
      throw new Killed();
    }
    return engine;
  }

  @Override
  public Head head(Partition partition, Level level) {
    return alive().head(partition, level);
  }

  @Override
  public Optional<byte[]> get(Partition partition, Key key, Level level) {
    return alive().get(partition, key, level);
  }

  @Override
  public Map<Key, byte[]> multiGet(Partition partition, Collection<Key> keys, Level level) {
    return alive().multiGet(partition, keys, level);
  }

  @Override
  public List<Entry> scan(
      Partition partition, KeyRange range, boolean reverse, int limit, Level level) {
    return alive().scan(partition, range, reverse, limit, level);
  }

  @Override
  public List<LogEntry> changes(Partition partition, long afterVersion, int limit) {
    return alive().changes(partition, afterVersion, limit);
  }

  @Override
  public Outcome commit(Commit commit) {
    if (left.getAndDecrement() > 0) {
      return alive().commit(commit);
    }
    synchronized (this) {
      if (!dead && applied) {
        engine.commit(commit);
      }
      dead = true;
    }
    throw new Killed();
  }

  @Override
  public boolean resolve(Partition partition, CommitId id, long expectedVersion) {
    return alive().resolve(partition, id, expectedVersion);
  }

  @Override
  public void trimLog(Partition partition, long upToVersion) {
    alive().trimLog(partition, upToVersion);
  }

  @Override
  public Head raiseEpoch(Partition partition, int epoch) {
    return alive().raiseEpoch(partition, epoch);
  }

  @Override
  public void partitions(Partition.Kind kind, Consumer<Partition> each) {
    alive().partitions(kind, each);
  }

  @Override
  public void close() {
    // What is below outlives the process.
  }
}

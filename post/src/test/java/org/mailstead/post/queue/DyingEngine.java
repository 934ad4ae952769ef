package org.mailstead.post.queue;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.mailstead.store.Commit;
import org.mailstead.store.CommitId;
import org.mailstead.store.Engine;
import org.mailstead.store.Entry;
import org.mailstead.store.Head;
import org.mailstead.store.Key;
import org.mailstead.store.KeyRange;
import org.mailstead.store.Level;
import org.mailstead.store.LogEntry;
import org.mailstead.store.Outcome;
import org.mailstead.store.Partition;

/** An engine whose process dies after some commits: from there on nothing reaches the store. */
final class DyingEngine implements Engine {
  private final Engine engine;
  private final AtomicInteger left;

  DyingEngine(Engine engine, int commits) {
    this.engine = engine;
    this.left = new AtomicInteger(commits);
  }

  void diesAfter(int commits) {
    left.set(commits);
  }

  void kill() {
    left.set(0);
  }

  boolean isDead() {
    return left.get() <= 0;
  }

  private void alive() {
    if (isDead()) {
      throw new IllegalStateException("the process is dead");
    }
  }

  @Override
  public Head head(Partition partition, Level level) {
    alive();
    return engine.head(partition, level);
  }

  @Override
  public Optional<byte[]> get(Partition partition, Key key, Level level) {
    alive();
    return engine.get(partition, key, level);
  }

  @Override
  public Map<Key, byte[]> multiGet(Partition partition, Collection<Key> keys, Level level) {
    alive();
    return engine.multiGet(partition, keys, level);
  }

  @Override
  public List<Entry> scan(
      Partition partition, KeyRange range, boolean reverse, int limit, Level level) {
    alive();
    return engine.scan(partition, range, reverse, limit, level);
  }

  @Override
  public List<LogEntry> changes(Partition partition, long afterVersion, int limit) {
    alive();
    return engine.changes(partition, afterVersion, limit);
  }

  @Override
  public Outcome commit(Commit commit) {
    if (left.getAndUpdate(n -> Math.max(0, n - 1)) <= 0) {
      throw new IllegalStateException("the process is dead");
    }
    return engine.commit(commit);
  }

  @Override
  public boolean resolve(Partition partition, CommitId id, long expectedVersion) {
    alive();
    return engine.resolve(partition, id, expectedVersion);
  }

  @Override
  public void trimLog(Partition partition, long upToVersion) {
    alive();
    engine.trimLog(partition, upToVersion);
  }

  @Override
  public Head raiseEpoch(Partition partition, int epoch) {
    alive();
    return engine.raiseEpoch(partition, epoch);
  }

  @Override
  public void partitions(Partition.Kind kind, Consumer<Partition> each) {
    alive();
    engine.partitions(kind, each);
  }

  @Override
  public void close() {
    engine.close();
  }
}

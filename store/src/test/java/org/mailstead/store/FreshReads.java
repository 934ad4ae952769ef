package org.mailstead.store;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * An engine whose sessions see what their own node committed, which {@link Level#SESSION} promises
 * on a partition's home: a client must find the message that it has just been told is stored.
 */
public record FreshReads(Engine engine) implements Engine {
  @Override
  public Head head(Partition partition, Level level) {
    return engine.head(partition, level == Level.SESSION ? Level.LINEAR : level);
  }

  @Override
  public Optional<byte[]> get(Partition partition, Key key, Level level) {
    return engine.get(partition, key, level);
  }

  @Override
  public Map<Key, byte[]> multiGet(Partition partition, Collection<Key> keys, Level level) {
    return engine.multiGet(partition, keys, level);
  }

  @Override
  public List<Entry> scan(
      Partition partition, KeyRange range, boolean reverse, int limit, Level level) {
    return engine.scan(partition, range, reverse, limit, level);
  }

  @Override
  public List<LogEntry> changes(Partition partition, long afterVersion, int limit) {
    return engine.changes(partition, afterVersion, limit);
  }

  @Override
  public Outcome commit(Commit commit) {
    return engine.commit(commit);
  }

  @Override
  public boolean resolve(Partition partition, CommitId id, long expectedVersion) {
    return engine.resolve(partition, id, expectedVersion);
  }

  @Override
  public void trimLog(Partition partition, long upToVersion) {
    engine.trimLog(partition, upToVersion);
  }

  @Override
  public Head raiseEpoch(Partition partition, int epoch) {
    return engine.raiseEpoch(partition, epoch);
  }

  @Override
  public void partitions(Partition.Kind kind, Consumer<Partition> each) {
    engine.partitions(kind, each);
  }

  @Override
  public void close() {
    engine.close();
  }
}

package org.mailstead.store;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells those who look at a partition that it changed. A hint only: who is woken reads the log, and
 * who missed a wake-up finds the change at its next look.
 */
public final class Watchers {
  private final Map<Partition, Set<Watcher>> watching = new ConcurrentHashMap<>();
  private final Map<Partition, Set<Watcher>> remembering = new ConcurrentHashMap<>();

  private final Set<Listener> listening = ConcurrentHashMap.newKeySet();

  /** Is told of every partition that changed, as a {@link Watcher} is of its own. */
  @FunctionalInterface
  public interface Listener {
    void changed(Partition partition);
  }

  /** Called on the committer's thread, so it must neither block nor throw. */
  @FunctionalInterface
  public interface Watcher {
    void changed(long version);
  }

  /** Ends the watching. */
  @FunctionalInterface
  public interface Watch extends AutoCloseable {
    @Override
    void close();
  }

  public Watch watch(Partition partition, Watcher watcher) {
    watching.compute(
        partition,
        (_, set) -> {
          Set<Watcher> all = set == null ? ConcurrentHashMap.newKeySet() : set;
          all.add(watcher);
          return all;
        });
    return () ->
        watching.computeIfPresent(
            partition,
            (_, all) -> {
              all.remove(watcher);
              return all.isEmpty() ? null : all;
            });
  }

  /** For whoever follows all partitions of a kind. */
  public Watch listen(Listener listener) {
    listening.add(listener);
    return () -> listening.remove(listener);
  }

  /**
   * For good, and woken before all others: whoever remembers rows forgets them before somebody who
   * was woken by the same change reads them.
   */
  void watchFirst(Partition partition, Watcher watcher) {
    remembering.computeIfAbsent(partition, _ -> ConcurrentHashMap.newKeySet()).add(watcher);
  }

  /** After the commit, never before: it may fail. */
  void wake(Partition partition, long version) {
    for (Watcher watcher : remembering.getOrDefault(partition, Set.of())) {
      watcher.changed(version);
    }
    for (Watcher watcher : watching.getOrDefault(partition, Set.of())) {
      watcher.changed(version);
    }
    for (Listener listener : listening) {
      listener.changed(partition);
    }
  }
}

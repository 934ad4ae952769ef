package org.mailstead.store;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Another engine; something is done after one of its reads, before the reader gets its answer. */
public final class HookedEngine extends CountingEngine {
  private final AtomicReference<Hook> hook = new AtomicReference<>(_ -> false);

  /** What is done. */
  @FunctionalInterface
  public interface Hook {
    /**
     * @param call "head", "changes", or "get" with the number of the collection
     * @return whether this was the moment to do something, which was done: it is not called again
     */
    boolean after(String call);
  }

  public HookedEngine(Engine engine) {
    super(engine);
  }

  public void hook(Hook next) {
    hook.set(next);
  }

  private void after(String call) {
    Hook now = hook.getAndSet(_ -> false); // what it does reads as well
    boolean done = false;
    try {
      done = now.after(call);
    } catch (RuntimeException e) {
      done = true;
      throw e;
    } finally {
      if (!done) {
        hook.set(now);
      }
    }
  }

  @Override
  public Head head(Partition partition, Level level) {
    Head head = super.head(partition, level);
    after("head");
    return head;
  }

  @Override
  public Optional<byte[]> get(Partition partition, Key key, Level level) {
    Optional<byte[]> row = super.get(partition, key, level);
    after("get " + key.collection());
    return row;
  }

  @Override
  public List<LogEntry> changes(Partition partition, long afterVersion, int limit) {
    List<LogEntry> entries = super.changes(partition, afterVersion, limit);
    after("changes");
    return entries;
  }
}

package org.mailstead.store;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Another engine on a bad day, within what {@link Engine} allows: conflicts that nobody caused,
 * outcomes that are unknown and did or did not apply, applied commits that look like conflicts when
 * repeated, slow and stale reads. The layers above must not notice. A head for a session is never
 * older than a commit that this engine said was applied: {@link Level#SESSION} promises that.
 */
public class HostileEngine implements Engine {
  private final Engine engine;
  private final AtomicLong seeds;
  private final double badness;
  private final Map<Partition, Head> old = new HashMap<>();

  /** The newest version of each partition that was said to be applied: no head may be older. */
  private final Map<Partition, Long> told = new HashMap<>();

  /**
   * @param badness how often something goes wrong, 0 to 1
   */
  public HostileEngine(Engine engine, long seed, double badness) {
    this.engine = engine;
    this.seeds = new AtomicLong(seed);
    this.badness = badness;
  }

  private SplittableRandom dice() {
    return new SplittableRandom(seeds.getAndIncrement());
  }

  private void maybeSlow() {
    if (dice().nextDouble() < badness / 20) {
      try {
        Thread.sleep(1);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public Head head(Partition partition, Level level) {
    maybeSlow();
    Head now = engine.head(partition, level);
    synchronized (old) {
      // A session's read may miss what another node committed, and what nobody said was applied.
      boolean stale = level != Level.LINEAR && dice().nextDouble() < badness / 4;
      Head before = old.getOrDefault(partition, now);
      old.put(partition, now);
      return stale && isAllowed(partition, before, level) ? before : now;
    }
  }

  private boolean isAllowed(Partition partition, Head stale, Level level) {
    return level == Level.STALE || stale.version() >= told.getOrDefault(partition, 0L);
  }

  private void tell(Partition partition, long version) {
    synchronized (old) {
      told.merge(partition, version, Math::max);
    }
  }

  private Outcome pass(Commit commit) {
    Outcome outcome = engine.commit(commit);
    if (outcome instanceof Outcome.Applied(long version)) {
      tell(commit.partition(), version);
    }
    return outcome;
  }

  @Override
  public Optional<byte[]> get(Partition partition, Key key, Level level) {
    maybeSlow();
    return engine.get(partition, key, level);
  }

  @Override
  public Map<Key, byte[]> multiGet(Partition partition, Collection<Key> keys, Level level) {
    maybeSlow();
    return engine.multiGet(partition, keys, level);
  }

  @Override
  public List<Entry> scan(
      Partition partition, KeyRange range, boolean reverse, int limit, Level level) {
    maybeSlow();
    return engine.scan(partition, range, reverse, limit, level);
  }

  @Override
  public List<LogEntry> changes(Partition partition, long afterVersion, int limit) {
    maybeSlow();
    return engine.changes(partition, afterVersion, limit);
  }

  @Override
  public Outcome commit(Commit commit) {
    var dice = dice();
    if (dice.nextDouble() >= badness) {
      return pass(commit);
    }
    return switch (dice.nextInt(4)) {
      case 0 -> new Outcome.Conflict(engine.head(commit.partition(), Level.LINEAR));
      case 1 -> new Outcome.Unknown("lost on the way there");
      case 2 -> {
        engine.commit(commit);
        yield new Outcome.Unknown("lost on the way back");
      }
      default -> {
        maybeSlow();
        yield pass(commit);
      }
    };
  }

  @Override
  public boolean resolve(Partition partition, CommitId id, long expectedVersion) {
    boolean applied = engine.resolve(partition, id, expectedVersion);
    if (applied) {
      tell(partition, expectedVersion + 1);
    }
    return applied;
  }

  @Override
  public void trimLog(Partition partition, long upToVersion) {
    engine.trimLog(partition, upToVersion);
  }

  @Override
  public Head raiseEpoch(Partition partition, int epoch) {
    Head raised = engine.raiseEpoch(partition, epoch);
    tell(partition, raised.version());
    return raised;
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

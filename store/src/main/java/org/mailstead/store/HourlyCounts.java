package org.mailstead.store;

import static java.lang.System.Logger.Level.WARNING;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.mailstead.store.rows.HourRow;
import org.mailstead.words.Refused;

/**
 * How often things happen, by the hour, for people who look after a server. Written half a minute
 * late, so that no work waits for it; a crash loses what was not written.
 */
public final class HourlyCounts implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(HourlyCounts.class.getName());

  /** Beside what was done by whom. */
  private static final Partition PARTITION = new Partition(Partition.Kind.AUDIT, 1);

  private static final Duration LATE = Duration.ofSeconds(30);
  private static final Duration KEPT = Duration.ofDays(35);
  private static final long HOUR = Duration.ofHours(1).toMillis();

  private final Accounts store;
  private final int collection;
  private final InstantSource clock;
  private final Map<Long, Map<String, Long>> waiting = new HashMap<>();
  private boolean flushing;

  /**
   * @param collection of the rows, one for each kind of things
   */
  public HourlyCounts(Accounts store, int collection, InstantSource clock) {
    this.store = store;
    this.collection = collection;
    this.clock = clock;
  }

  /** An hour and what happened in it. */
  public record Hour(Instant begin, Map<String, Long> counts) {
    public Hour {
      counts = Map.copyOf(counts);
    }

    public long of(String what) {
      return counts.getOrDefault(what, 0L);
    }
  }

  /** Something has happened once more. */
  public synchronized void add(String what) {
    waiting.computeIfAbsent(clock.millis() / HOUR, _ -> new HashMap<>()).merge(what, 1L, Long::sum);
    if (!flushing) {
      flushing = true;
      Thread.ofVirtual().name("counts").start(this::flushLate);
    }
  }

  private void flushLate() {
    try {
      Thread.sleep(LATE);
      flush();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Writes what waits. */
  public void flush() {
    Map<Long, Map<String, Long>> taken;
    synchronized (this) {
      taken = new TreeMap<>(waiting);
      waiting.clear();
      flushing = false;
    }
    if (taken.isEmpty()) {
      return;
    }
    try {
      store.update(PARTITION, draft -> write(draft, taken));
    } catch (Refused e) {
      LOG.log(WARNING, "counts are not kept: {0}", e.problem());
    }
  }

  private void write(Draft draft, Map<Long, Map<String, Long>> taken) {
    taken.forEach((hour, counts) -> {
      Key key = Key.of(collection, hour);
      Map<String, Long> sum = new TreeMap<>();
      draft.get(key).ifPresent(row -> sum.putAll(Row.read(row, HourRow.parser()).getCountsMap()));
      counts.forEach((what, count) -> sum.merge(what, count, Long::sum));
      draft.put(key, Row.write(HourRow.newBuilder().putAllCounts(sum).build()));
    });
    long oldest = (clock.millis() - KEPT.toMillis()) / HOUR;
    draft
        .scan(new KeyRange(Key.of(collection, 0), Key.of(collection, oldest)), false, Rows.PAGE)
        .forEach(old -> draft.delete(old.key()));
  }

  /** The last hours, this one at the end; none is left out. */
  public List<Hour> last(int hours) {
    flush();
    long now = clock.millis() / HOUR;
    Map<Long, Map<String, Long>> known = new HashMap<>();
    store
        .read(PARTITION)
        .each(
            KeyRange.groups(collection, now - hours + 1, now),
            entry ->
                known.put(
                    entry.key().group(), Row.read(entry.value(), HourRow.parser()).getCountsMap()));
    List<Hour> all = new ArrayList<>();
    for (long hour = now - hours + 1; hour <= now; hour++) {
      all.add(new Hour(Instant.ofEpochMilli(hour * HOUR), known.getOrDefault(hour, Map.of())));
    }
    return all;
  }

  @Override
  public void close() {
    flush();
  }
}

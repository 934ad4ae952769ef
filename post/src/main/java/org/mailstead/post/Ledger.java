package org.mailstead.post;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Counts what happened to things, commit after commit, until enough have changed. A thing is there
 * while its count is above 0.
 *
 * @param <K> what a thing is known by
 */
final class Ledger<K> {
  private final Difference.Point from;
  private final int most;
  private final SequencedMap<K, Count> told = new LinkedHashMap<>();
  private Difference.Point reached;
  private boolean full;

  /** What is to be told of one thing: how it was at first, how it is at last. */
  private record Count(int first, int last) {}

  /**
   * How often a thing was there before a commit, and is after it.
   *
   * @param place of the thing among those of its kind, above 0; it never has another
   */
  record Change(long place, int before, int after) {
    /** With what comes after it, within the commit. */
    Change then(Change next) {
      return new Change(place, before, next.after);
    }
  }

  /**
   * @param most things that may be told
   */
  Ledger(Difference.Point from, int most) {
    this.from = from;
    this.most = most;
    this.reached = new Difference.Point(from.version(), 0);
  }

  /** Whether no more fits: what follows is told another time. */
  boolean isFull() {
    return full;
  }

  /** Takes a commit; changes stand in the order of their places. */
  void take(long version, SequencedMap<K, Change> changes) {
    if (full) {
      return;
    }
    long last = version == from.version() ? from.told() : 0;
    for (Map.Entry<K, Change> entry : changes.entrySet()) {
      boolean known = version == from.version() && entry.getValue().place <= from.told();
      if (!known && !told.containsKey(entry.getKey()) && told.size() == most) {
        full = true;
        // The versions up to the one before are told whole.
        reached = last == 0 ? reached : new Difference.Point(version, last);
        return;
      }
      if (!known) {
        Change change = entry.getValue();
        told.merge(
            entry.getKey(),
            new Count(change.before, change.after),
            (old, now) -> new Count(old.first, now.last));
        last = change.place;
      }
    }
    reached = new Difference.Point(version, 0);
  }

  Difference<K> done(long now) {
    List<K> created = new ArrayList<>();
    List<K> updated = new ArrayList<>();
    List<K> destroyed = new ArrayList<>();
    told.forEach((key, count) -> {
      if (count.first > 0) {
        (count.last > 0 ? updated : destroyed).add(key);
      } else if (count.last > 0) {
        created.add(key);
      }
    });
    return new Difference<>(
        created, updated, destroyed, full ? reached : new Difference.Point(now, 0), full);
  }
}

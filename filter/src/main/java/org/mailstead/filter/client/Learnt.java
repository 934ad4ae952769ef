package org.mailstead.filter.client;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.mailstead.words.Refused;

/**
 * What is known about so many clients, the rest forgotten, and what of it is not yet kept. Safe for
 * many threads.
 *
 * @param <V> what is known of one
 */
final class Learnt<V> {
  private final int most;
  private final Map<String, V> known = new LinkedHashMap<>(16, 0.75f, true);
  private final Set<String> changed = new HashSet<>();
  private final Set<String> gone = new HashSet<>();

  Learnt(int most) {
    this.most = most;
  }

  synchronized Optional<V> get(String name) {
    return Optional.ofNullable(known.get(name));
  }

  /** Replaces what is known; the one longest not asked for may be forgotten for it. */
  synchronized V change(String name, Function<Optional<V>, V> change) {
    V now = change.apply(Optional.ofNullable(known.get(name)));
    known.put(name, now);
    changed.add(name);
    gone.remove(name);
    if (known.size() > most) {
      String eldest = known.keySet().iterator().next();
      known.remove(eldest);
      changed.remove(eldest);
      gone.add(eldest);
    }
    return now;
  }

  synchronized int size() {
    return known.size();
  }

  /**
   * Takes what was kept.
   *
   * @param isWorth whether it is of use still; else it is forgotten
   */
  void load(
      Keeping keeping,
      Keeping.Kind kind,
      Function<List<Long>, V> read,
      BiPredicate<String, V> isWorth) {
    keeping.each(
        kind,
        kept -> {
          V value = read.apply(kept.numbers());
          synchronized (this) {
            if (known.size() < most && isWorth.test(kept.name(), value)) {
              known.putIfAbsent(kept.name(), value);
            } else {
              gone.add(kept.name());
            }
          }
        });
  }

  /** Keeps what has changed since the last time. */
  void save(Keeping keeping, Keeping.Kind kind, Function<V, List<Long>> written) {
    List<Keeping.Kept> now = new ArrayList<>();
    List<String> dead;
    synchronized (this) {
      for (String name : changed) {
        V value = known.get(name);
        if (value != null) {
          now.add(new Keeping.Kept(name, written.apply(value)));
        }
      }
      dead = List.copyOf(gone);
      changed.clear();
      gone.clear();
    }
    try {
      keeping.write(kind, now, dead);
    } catch (Refused e) {
      synchronized (this) {
        now.forEach(kept -> changed.add(kept.name()));
        dead.stream().filter(name -> !known.containsKey(name)).forEach(gone::add);
      }
      throw e;
    }
  }
}

package org.mailstead.store;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reading a partition's rows: as they are stored, or with a change in the making ({@link Draft}).
 */
public interface Rows {
  /** Rows read at a time by {@link #each}. */
  int PAGE = 1000;

  Partition partition();

  Optional<byte[]> get(Key key);

  /** The rows that exist, of those asked for. */
  Map<Key, byte[]> multiGet(Collection<Key> keys);

  /** At most {@code limit} rows of a range, in key order or from its end backwards. */
  List<Entry> scan(KeyRange range, boolean reverse, int limit);

  /** Calls back for every row of a range in key order, read in pages. */
  default void each(KeyRange range, Consumer<Entry> row) {
    KeyRange left = range;
    while (true) {
      List<Entry> page = scan(left, false, PAGE);
      page.forEach(row);
      if (page.size() < PAGE) {
        return;
      }
      left = left.after(page.getLast().key(), false);
    }
  }
}

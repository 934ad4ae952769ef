package org.mailstead.store;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** Walks a range of stored rows, a page at a time. */
final class Scan implements Iterator<Entry> {
  private final Engine engine;
  private final Partition partition;
  private final boolean reverse;
  private final int pageSize;
  private KeyRange left;
  private List<Entry> page = List.of();
  private int at;
  private boolean last;

  Scan(Engine engine, Partition partition, KeyRange range, boolean reverse, int pageSize) {
    this.engine = engine;
    this.partition = partition;
    this.left = range;
    this.reverse = reverse;
    this.pageSize = pageSize;
  }

  @Override
  public boolean hasNext() {
    if (at < page.size()) {
      return true;
    }
    if (last) {
      return false;
    }
    page = engine.scan(partition, left, reverse, pageSize, Level.SESSION);
    at = 0;
    last = page.size() < pageSize;
    if (!page.isEmpty()) {
      left = left.after(page.getLast().key(), reverse);
    }
    return !page.isEmpty();
  }

  /** The row that {@link #next} will give. */
  Entry peek() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return page.get(at);
  }

  @Override
  public Entry next() {
    Entry row = peek();
    at++;
    return row;
  }
}

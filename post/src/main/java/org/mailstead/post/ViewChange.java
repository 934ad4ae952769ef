package org.mailstead.post;

import java.util.List;

/** Uids that differ between two versions of a mailbox, each list in ascending order. */
public record ViewChange(List<Integer> removed, List<Integer> changed, List<Integer> added) {
  public ViewChange {
    removed = List.copyOf(removed);
    changed = List.copyOf(changed);
    added = List.copyOf(added);
  }

  public boolean isEmpty() {
    return removed.isEmpty() && changed.isEmpty() && added.isEmpty();
  }
}

package org.mailstead.post;

import java.util.List;

/**
 * What somebody has to be told who knows things of one kind as they were at a point, each once (RFC
 * 8620 section 5.2).
 *
 * @param reached where he is then
 * @param more whether that is not now
 */
public record Difference<K>(
    List<K> created, List<K> updated, List<K> destroyed, Point reached, boolean more) {
  /**
   * A point in an account's history: after a version. Where {@code told} is not 0, of what that one
   * changed only the things up to this place have been told.
   */
  public record Point(long version, long told) {}

  public Difference {
    created = List.copyOf(created);
    updated = List.copyOf(updated);
    destroyed = List.copyOf(destroyed);
  }
}

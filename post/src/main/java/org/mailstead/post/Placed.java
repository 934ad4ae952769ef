package org.mailstead.post;

import java.util.List;

/**
 * Where messages came to lie.
 *
 * @param sources uids they had before, for COPY and MOVE, in the order of {@code uids}
 * @param uids uids they have now
 */
public record Placed(long uidValidity, List<Integer> sources, List<Integer> uids) {
  public Placed {
    sources = List.copyOf(sources);
    uids = List.copyOf(uids);
  }
}

package org.mailstead.post.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What is known of a destination, as an operator sees it. It is forgotten an hour after its last
 * use, and at a restart.
 *
 * @param taken transactions that went well
 * @param refused transactions that did not
 * @param down since when no server of it could be reached
 * @param last what was said when something went wrong last; empty when nothing did
 */
public record DestinationState(
    String domain, Load load, long taken, long refused, Optional<Instant> down, String last) {

  /**
   * How much is going on.
   *
   * @param talking transactions under way
   * @param waiting messages in memory that wait for their turn
   * @param limit transactions that may be under way at the same time
   * @param open connections kept for the next message
   * @param pause how long it is left alone because it asked for that
   */
  public record Load(int talking, int waiting, int limit, int open, Duration pause) {}
}

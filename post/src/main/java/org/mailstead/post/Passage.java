package org.mailstead.post;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.mailstead.words.EmailAddress;

/**
 * A message at the door, as the operator's trace tells it.
 *
 * @param id as it was taken; what follows is told under it
 * @param messageId of its header; empty when it has none
 * @param fate what came of it
 * @param what the same in words, and what was found out about it
 */
public record Passage(
    String id,
    Instant at,
    Optional<EmailAddress> from,
    List<EmailAddress> to,
    String messageId,
    Fate fate,
    String what) {
  /** What came of a message. */
  public enum Fate {
    TAKEN,
    REFUSED,
    /** This server made it. */
    MADE
  }

  public Passage {
    to = List.copyOf(to);
  }
}

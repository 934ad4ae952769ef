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
 * @param what came of it, and what was found out about it
 */
public record Passage(
    String id,
    Instant at,
    Optional<EmailAddress> from,
    List<EmailAddress> to,
    String messageId,
    String what) {
  public Passage {
    to = List.copyOf(to);
  }
}

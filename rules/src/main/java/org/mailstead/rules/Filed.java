package org.mailstead.rules;

import java.util.Optional;
import java.util.Set;

/**
 * Where a message is put, and with which flags.
 *
 * @param mailbox its name, also when a special use or an id is asked for first
 * @param create whether it may be made (RFC 5490 section 3.2)
 * @param specialUse the mailbox of this use comes first (RFC 8579 section 4)
 * @param id the mailbox of this id comes first (RFC 9042 section 3)
 */
public record Filed(
    String mailbox,
    Set<String> flags,
    boolean create,
    Optional<String> specialUse,
    Optional<String> id) {
  public Filed {
    flags = Set.copyOf(flags);
  }
}

package org.mailstead.post.transfer.imap;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a server says of a message besides its octets.
 *
 * @param flags as the server spells them
 * @param size octets, as far as the server knows
 * @param received empty when it says nothing that is a date
 * @param header its Message-ID and subject as they stand there, one character for each octet
 * @param labels of Gmail, read
 */
public record Described(
    long uid,
    Set<String> flags,
    long size,
    Optional<Instant> received,
    String header,
    List<String> labels) {
  public Described {
    flags = Set.copyOf(flags);
    labels = List.copyOf(labels);
  }

  /** Case does not matter in flags (RFC 9051 section 2.3.2). */
  public boolean has(String flag) {
    return flags.stream().anyMatch(flag::equalsIgnoreCase);
  }
}

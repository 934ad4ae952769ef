package org.mailstead.identity.rights;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.mailstead.wire.Network;

/**
 * What a program shows to administer something.
 *
 * @param id hex; names it and opens nothing
 * @param madeBy an address, or {@code operator}
 * @param networks from where it counts; none: anywhere
 * @param used some minutes late
 */
public record AdminToken(
    String id,
    String name,
    Holding holding,
    String madeBy,
    Instant made,
    Optional<Instant> expires,
    Optional<Instant> used,
    List<Network> networks) {
  public AdminToken {
    networks = List.copyOf(networks);
  }
}

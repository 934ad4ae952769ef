package org.mailstead.smtp;

import java.util.Optional;
import org.mailstead.filter.origin.Handling;
import org.mailstead.filter.origin.OriginChecks;
import org.mailstead.identity.DomainKeys;

/**
 * How a port treats who sent a message.
 *
 * @param checks of mail from outside; only port 25 has any
 * @param handling of mail whose author's domain does not vouch for it
 * @param keys that sign what our users submit
 */
public record ProvenanceConfig(
    Optional<OriginChecks> checks, Handling handling, Optional<DomainKeys> keys) {
  /** Asks nothing and signs nothing. */
  public static final ProvenanceConfig NONE =
      new ProvenanceConfig(Optional.empty(), Handling.DEFAULT, Optional.empty());
}

package org.mailstead.smtp;

import java.util.Optional;
import org.mailstead.filter.hook.Hooks;
import org.mailstead.identity.DomainKeys;

/**
 * How a port treats who sent a message.
 *
 * @param outside how mail from other servers is treated; only port 25 has any
 * @param keys that sign what our users submit
 * @param hooks programs that are asked about each message
 */
public record ProvenanceConfig(
    Optional<OutsideConfig> outside, Optional<DomainKeys> keys, Hooks hooks) {
  /** Asks nothing and signs nothing. */
  public static final ProvenanceConfig NONE =
      new ProvenanceConfig(Optional.empty(), Optional.empty(), Hooks.NONE);
}

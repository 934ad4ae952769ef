package org.mailstead.smtp;

import java.util.Optional;
import java.util.function.Supplier;
import org.mailstead.filter.hook.Hooks;
import org.mailstead.identity.DomainKeys;

/**
 * How a port treats who sent a message. What can change while it runs is asked for with each
 * message.
 *
 * @param outside how mail from other servers is treated; only port 25 has any
 * @param keys that sign what our users submit
 * @param hooks programs that are asked about each message
 */
public record ProvenanceConfig(
    Optional<Supplier<OutsideConfig>> outside, Optional<DomainKeys> keys, Supplier<Hooks> hooks) {
  /** Asks nothing and signs nothing. */
  public static final ProvenanceConfig NONE =
      new ProvenanceConfig(Optional.empty(), Optional.empty(), () -> Hooks.NONE);
}

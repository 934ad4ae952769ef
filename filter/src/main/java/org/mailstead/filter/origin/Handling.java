package org.mailstead.filter.origin;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.mailstead.filter.dkim.Arc;
import org.mailstead.filter.dkim.ArcHop;
import org.mailstead.filter.dkim.Dkim;
import org.mailstead.filter.dmarc.Dmarc;
import org.mailstead.filter.dmarc.DmarcPolicy;

/**
 * What is done with a message that its author's domain wants refused.
 *
 * @param refuse whether it is refused at all; else it is only told
 * @param forwarders domains, A-labels, lower case, that pass on other people's mail and may change
 *     it: mailing lists, and forwarders that seal
 */
public record Handling(boolean refuse, Set<String> forwarders) {
  /** Refuses, and knows no forwarder. */
  public static final Handling DEFAULT = new Handling(true, Set.of());

  public Handling {
    forwarders = Set.copyOf(forwarders);
  }

  /** Why a message must be refused, for its sender. */
  public Optional<String> refusal(Origin origin) {
    Dmarc dmarc = origin.dmarc();
    if (!refuse || dmarc.disposition() != DmarcPolicy.REJECT || forwarder(origin).isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        "mail from " + dmarc.domain() + " that fails DMARC is unwanted by its owner");
  }

  /** The domain of ours to trust that vouches for having passed the message on. */
  public Optional<String> forwarder(Origin origin) {
    // Only the last custodian has vouched for all others; anybody can seal before a trusted one.
    Stream<String> sealer =
        origin.chain() instanceof Arc.Pass(_, List<ArcHop> hops)
            ? Stream.of(hops.getLast().sealer())
            : Stream.empty();
    Stream<String> signers = origin.signatures().stream().filter(Dkim::passed).map(Dkim::domain);
    Stream<String> sender =
        origin.mailFrom().passed() ? Stream.of(origin.mailFrom().domain()) : Stream.empty();
    return Stream.of(sealer, signers, sender)
        .flatMap(domains -> domains)
        .filter(this::isTrusted)
        .findFirst();
  }

  private boolean isTrusted(String domain) {
    return forwarders.stream().anyMatch(one -> domain.equals(one) || domain.endsWith("." + one));
  }
}

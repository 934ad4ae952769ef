package org.mailstead.post.tls;

import java.net.InetAddress;
import java.util.Optional;
import org.mailstead.formats.transport.StsPolicy;
import org.mailstead.wire.dns.Answer;

/** Decides what the servers of a domain have to show before they are given its mail. */
public final class Demands {
  private final DaneLookup dane;
  private final StsPolicies policies;

  public Demands(DaneLookup dane, StsPolicies policies) {
    this.dane = dane;
    this.policies = policies;
  }

  /**
   * What is asked of one server.
   *
   * @param sure whether nobody in between can have put its name into the DNS
   */
  public record Asked(Demand demand, boolean sure) {}

  /** What the domain itself asks for; may take a minute. */
  public StsPolicies.Known policy(String domain) {
    return policies.find(domain);
  }

  /**
   * @param signed whether DNSSEC vouches for the server being the domain's
   * @param addresses the answer that its addresses come from
   */
  public Asked of(
      String domain,
      Optional<StsPolicy> policy,
      String host,
      boolean signed,
      Answer<InetAddress> addresses) {
    boolean named = policy.filter(known -> known.names(host)).isPresent();
    boolean sure = signed || named;
    // RFC 7672 section 2.2.1: a name that anybody may have put there is not worth asking about.
    Optional<Demand> byDane = signed ? dane.of(host, addresses, domain) : Optional.empty();
    boolean enforced = policy.filter(p -> p.mode() == StsPolicy.Mode.ENFORCE).isPresent();
    // RFC 8461 section 2: DANE goes first; where its records are of no use a policy says more.
    if (byDane.isPresent() && !(byDane.get() instanceof Demand.Encrypted && enforced)) {
      return new Asked(byDane.get(), sure);
    }
    Demand demand =
        policy.<Demand>map(known -> new Demand.Sts(known, host)).orElse(new Demand.Opportunistic());
    return new Asked(demand, sure);
  }
}

package org.mailstead.post.tls;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.mailstead.wire.DaneRecords;
import org.mailstead.wire.dns.Answer;
import org.mailstead.wire.dns.Resolver;
import org.mailstead.wire.dns.Tlsa;

/**
 * Finds the TLSA records of mail servers (RFC 7672 section 2.2). Only what DNSSEC vouches for
 * counts: elsewhere they are not even asked for, since servers that know no such records often give
 * no answer at all.
 */
public final class DaneLookup {
  private static final int LONGEST_CHAIN = 8;

  private final Resolver resolver;
  private final int port;

  /**
   * @param port where servers are talked to: 25
   */
  public DaneLookup(Resolver resolver, int port) {
    this.resolver = resolver;
    this.port = port;
  }

  /**
   * What a server demands; empty when it has no such records.
   *
   * @param host its name, which is known to be the right one
   * @param addresses the answer that its addresses come from
   * @param domain of the recipients
   */
  Optional<Demand> of(String host, Answer<InetAddress> addresses, String domain) {
    if (!(addresses instanceof Answer.Found<InetAddress> found)) {
      return Optional.empty();
    }
    if (!found.authenticated()) {
      // RFC 7672 section 2.2.2: the alias may be signed where what it leads to is not.
      return resolver.cname(host) instanceof Answer.Found<String> alias && alias.authenticated()
          ? at(host, host, domain)
          : Optional.empty();
    }
    String target = target(host);
    Optional<Demand> there = target.equals(host) ? Optional.empty() : at(target, host, domain);
    return there.isPresent() ? there : at(host, host, domain);
  }

  /** Where a chain of aliases ends. */
  private String target(String host) {
    String name = host;
    for (int i = 0; i < LONGEST_CHAIN; i++) {
      if (!(resolver.cname(name) instanceof Answer.Found<String> alias && alias.authenticated())) {
        return name;
      }
      name = alias.records().getFirst();
    }
    return host;
  }

  private Optional<Demand> at(String base, String host, String domain) {
    String name = "_" + port + "._tcp." + base;
    return switch (resolver.tlsa(name)) {
      case Answer.Found<Tlsa>(var records, _, var authenticated) ->
          authenticated ? Optional.of(demand(base, host, domain, records)) : Optional.empty();
      case Answer.NoData<Tlsa>(), Answer.NoSuchName<Tlsa>() -> Optional.empty();
      // RFC 7672 section 2.1.2: whoever can suppress an answer must not win clear text by it.
      case Answer.Failed<Tlsa>(boolean temporary, String why) ->
          temporary
              ? Optional.of(
                  new Demand.Unusable(
                      new TlsProblem(
                          TlsFailure.DNSSEC_INVALID,
                          "DANE: the DNS gives no answer for " + name + ": " + why)))
              : Optional.empty();
    };
  }

  private static Demand demand(String base, String host, String domain, List<Tlsa> records) {
    var usable = DaneRecords.of(records);
    return usable.isEmpty()
        ? new Demand.Encrypted(records)
        : new Demand.Dane(base, usable, Stream.of(base, host, domain).distinct().toList());
  }
}

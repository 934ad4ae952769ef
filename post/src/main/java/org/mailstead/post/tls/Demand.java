package org.mailstead.post.tls;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.mailstead.formats.transport.StsPolicy;
import org.mailstead.wire.DaneRecords;
import org.mailstead.wire.PeerIdentity;
import org.mailstead.wire.dns.Tlsa;

/** What a connection to one server has to be like before it is given mail. */
public sealed interface Demand {
  /** Encrypted when it can be, by whomever (RFC 7435). */
  record Opportunistic() implements Demand {}

  /** Encrypted, by whomever: of its TLSA records none is of use (RFC 7672 section 2.2). */
  record Encrypted(List<Tlsa> records) implements Demand {
    public Encrypted {
      records = List.copyOf(records);
    }
  }

  /**
   * Encrypted, by whom the TLSA records name.
   *
   * @param base the name that the records belong to
   * @param names whom a certificate may be for where its records name an authority
   */
  record Dane(String base, DaneRecords records, List<String> names) implements Demand {
    public Dane {
      names = List.copyOf(names);
    }
  }

  /** Encrypted, by one of those that the domain's policy names (RFC 8461 section 4). */
  record Sts(StsPolicy policy, String host) implements Demand {}

  /**
   * Encrypted, by the server of that name, for which a known authority vouches: the operator named
   * it, and may send it a password.
   */
  record Named(String host) implements Demand {}

  /** It must not be used at all. */
  record Unusable(TlsProblem problem) implements Demand {}

  /** Whether mail waits rather than going over a connection that is not like that. */
  default boolean isEnforced() {
    return switch (this) {
      case Opportunistic() -> false;
      case Sts(StsPolicy policy, _) -> policy.mode() == StsPolicy.Mode.ENFORCE;
      case Encrypted _, Dane _, Named _, Unusable _ -> true;
    };
  }

  /** The name that the server is asked for (RFC 7672 section 8.1). */
  default String serverName(String host) {
    return switch (this) {
      case Dane(String base, _, _) -> base;
      case Opportunistic _, Encrypted _, Sts _, Named _, Unusable _ -> host;
    };
  }

  /** What is wrong with who answers; empty when nothing is. */
  default Optional<TlsProblem> check(PeerIdentity peer, Instant now) {
    return switch (this) {
      case Opportunistic _, Encrypted _ -> Optional.empty();
      case Dane(_, DaneRecords records, List<String> names) ->
          records.check(peer, names, now).map(distrust -> TlsProblem.of("DANE", distrust));
      case Sts(StsPolicy policy, String host) ->
          policy.names(host)
              ? peer.distrust().map(distrust -> TlsProblem.of("MTA-STS", distrust))
              : unusable();
      case Named _ -> peer.distrust().map(distrust -> TlsProblem.of("relay", distrust));
      case Unusable(TlsProblem problem) -> Optional.of(problem);
    };
  }

  /** Why it is not even worth talking to. */
  default Optional<TlsProblem> unusable() {
    return switch (this) {
      case Sts(StsPolicy policy, String host) when !policy.names(host) ->
          Optional.of(
              new TlsProblem(
                  TlsFailure.VALIDATION_FAILURE,
                  "MTA-STS: the policy of the domain does not name " + host));
      case Unusable(TlsProblem problem) -> Optional.of(problem);
      case Opportunistic _, Encrypted _, Dane _, Named _, Sts _ -> Optional.empty();
    };
  }

  /** Whether we know now that the server is the one that is meant. */
  default boolean isMet(PeerIdentity peer, Instant now) {
    return switch (this) {
      case Opportunistic _, Encrypted _, Named _, Sts _ -> peer.distrust().isEmpty();
      case Dane _, Unusable _ -> check(peer, now).isEmpty();
    };
  }

  /** What makes it so, for people. */
  default String mechanism() {
    return switch (this) {
      case Opportunistic _ -> "TLS";
      case Sts _ -> "MTA-STS";
      case Named _ -> "relay";
      case Encrypted _, Dane _, Unusable _ -> "DANE";
    };
  }
}

package org.mailstead.wire;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Who the server at the other end shows itself to be.
 *
 * @param chain as sent, its own certificate first
 * @param distrust why no known authority vouches for the chain and the name; empty when one does
 */
public record PeerIdentity(List<X509Certificate> chain, Optional<Distrust> distrust) {
  public PeerIdentity {
    chain = List.copyOf(chain);
  }

  /** Whether its certificate is for the host (RFC 9525), whoever has signed it. */
  public boolean isFor(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return !chain.isEmpty()
        && HostNames.of(chain.getFirst()).stream()
            .anyMatch(pattern -> HostNames.match(pattern, name));
  }
}

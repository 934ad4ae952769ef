package org.mailstead.identity.signin;

import java.net.InetAddress;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mailstead.wire.Network;

/**
 * A password for one program, as far as it can be shown.
 *
 * @param id its number in the account
 * @param name what its owner calls it
 */
public record AppPassword(long id, String name, Instant made, Terms terms) {
  /**
   * What it is good for.
   *
   * @param protocols what it opens
   * @param readOnly whether nothing may be changed or sent with it
   * @param expires when it ends by itself
   * @param networks from where it counts; none for anywhere
   */
  public record Terms(
      Set<Protocol> protocols,
      boolean readOnly,
      Optional<Instant> expires,
      List<Network> networks) {
    /** All but the web pages, where a person signs in and no program. */
    public static final Set<Protocol> ALL_PROTOCOLS =
        Set.copyOf(EnumSet.complementOf(EnumSet.of(Protocol.WEB)));

    public static final Terms EVERYTHING =
        new Terms(ALL_PROTOCOLS, false, Optional.empty(), List.of());

    public Terms {
      protocols = Set.copyOf(protocols);
      networks = List.copyOf(networks);
    }

    /** Who may only read has nothing to do where mail is handed in. */
    public boolean opens(Protocol protocol) {
      return protocols.contains(protocol) && !(readOnly && protocol == Protocol.SMTP);
    }

    public boolean countsFrom(InetAddress address) {
      return networks.isEmpty() || networks.stream().anyMatch(network -> network.contains(address));
    }

    public boolean isOver(Instant now) {
      return expires.filter(end -> !now.isBefore(end)).isPresent();
    }
  }
}

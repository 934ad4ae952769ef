package org.mailstead.discovery;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What is told.
 *
 * @param hostname of all services
 * @param services that listen, in the order in which programs shall take them
 * @param securityContact a URI for those who find a hole (RFC 9116), as it is just now; empty for
 *     no such file
 */
public record DiscoveryConfig(
    String hostname, List<Service> services, Supplier<Optional<String>> securityContact) {
  public DiscoveryConfig {
    services = List.copyOf(services);
  }

  /** What a service is for. */
  public enum Kind {
    IMAP,
    POP3,
    /** Handing in mail. */
    SMTP,
    /** ManageSieve. */
    SIEVE
  }

  /**
   * A service that listens.
   *
   * @param tls from the first octet on; else by STARTTLS
   */
  public record Service(Kind kind, int port, boolean tls) {}

  /** Those of one kind, in their order. */
  List<Service> of(Kind kind) {
    return services.stream().filter(one -> one.kind() == kind).toList();
  }
}

package org.mailstead.server;

import java.util.ArrayList;
import java.util.List;
import org.mailstead.discovery.DiscoveryConfig;
import org.mailstead.discovery.DiscoveryConfig.Kind;
import org.mailstead.discovery.DiscoveryServer;

/** What of this server is told to programs that ask for its settings. */
final class Discovery {
  private Discovery() {}

  static DiscoveryServer of(Core core) {
    return new DiscoveryServer(
        config(core),
        domain -> core.directory().domain(domain).isPresent(),
        core.certificates()::identity,
        core.clock());
  }

  /** Services with TLS from the first octet on come first (RFC 8314 section 3). */
  static DiscoveryConfig config(Core core) {
    BootConfig config = core.config();
    List<DiscoveryConfig.Service> services = new ArrayList<>();
    add(services, config, BootConfig.Service.IMAPS, Kind.IMAP, true);
    add(services, config, BootConfig.Service.IMAP, Kind.IMAP, false);
    add(services, config, BootConfig.Service.POP3S, Kind.POP3, true);
    add(services, config, BootConfig.Service.POP3, Kind.POP3, false);
    add(services, config, BootConfig.Service.SUBMISSIONS, Kind.SMTP, true);
    add(services, config, BootConfig.Service.SUBMISSION, Kind.SMTP, false);
    add(services, config, BootConfig.Service.SIEVE, Kind.SIEVE, false);
    return new DiscoveryConfig(
        config.hostname(), services, () -> core.settings().get(ProgramSettings.SECURITY_CONTACT));
  }

  private static void add(
      List<DiscoveryConfig.Service> services,
      BootConfig config,
      BootConfig.Service service,
      Kind kind,
      boolean tls) {
    int port = config.port(service);
    if (port > 0) {
      services.add(new DiscoveryConfig.Service(kind, port, tls));
    }
  }
}

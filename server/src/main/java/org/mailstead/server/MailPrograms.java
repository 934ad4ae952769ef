package org.mailstead.server;

import java.util.List;
import org.mailstead.identity.signin.Protocol;
import org.mailstead.signin.SignInServerConfig;
import org.mailstead.signin.SignInServerConfig.Security;

/** Where mail programs find this server: the ports that are on, the safest way first. */
record MailPrograms(List<Port> ports) {
  /** A port, with what people use it for. */
  record Port(String use, SignInServerConfig.Service service) {}

  static MailPrograms of(BootConfig config) {
    return new MailPrograms(
        List.of(
                port(config, "reading", Protocol.IMAP, BootConfig.Service.IMAPS, Security.TLS),
                port(config, "reading", Protocol.IMAP, BootConfig.Service.IMAP, Security.STARTTLS),
                port(config, "fetching", Protocol.POP3, BootConfig.Service.POP3S, Security.TLS),
                port(config, "fetching", Protocol.POP3, BootConfig.Service.POP3, Security.STARTTLS),
                port(
                    config, "sending", Protocol.SMTP, BootConfig.Service.SUBMISSIONS, Security.TLS),
                port(
                    config,
                    "sending",
                    Protocol.SMTP,
                    BootConfig.Service.SUBMISSION,
                    Security.STARTTLS),
                port(
                    config,
                    "rules",
                    Protocol.MANAGESIEVE,
                    BootConfig.Service.SIEVE,
                    Security.STARTTLS))
            .stream()
            .filter(port -> port.service.port() != 0)
            .toList());
  }

  private static Port port(
      BootConfig config,
      String use,
      Protocol protocol,
      BootConfig.Service service,
      Security security) {
    return new Port(
        use,
        new SignInServerConfig.Service(
            protocol, config.hostname(), config.port(service), security));
  }

  /**
   * @param certificates whether programs are asked for certificates
   */
  SignInServerConfig signIn(boolean certificates) {
    return new SignInServerConfig(ports.stream().map(Port::service).toList(), certificates);
  }
}

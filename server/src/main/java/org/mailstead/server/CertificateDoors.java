package org.mailstead.server;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import org.mailstead.http.Routes;
import org.mailstead.http.WebConfig;
import org.mailstead.http.WebServer;
import org.mailstead.wire.BadCertificate;

/**
 * Where a CA finds our proofs while a command wants a certificate: the running server's own ports,
 * or ones that are open for the length of the command.
 */
final class CertificateDoors implements Closeable {
  private final Optional<WebServer> door;

  private CertificateDoors(Optional<WebServer> door) {
    this.door = door;
  }

  /**
   * @throws ConfigException when the port that the CA asks is switched off
   */
  static CertificateDoors open(Core core) throws IOException {
    if (core.certificates().isServed()) {
      return new CertificateDoors(Optional.empty());
    }
    Optional<WebServer> door =
        switch (AcmeSettings.read(core.settings()).challenge()) {
          case HTTP -> Optional.of(http(core));
          case TLS_ALPN -> Optional.of(https(core));
          case DNS, PROGRAM -> Optional.empty();
        };
    if (door.isPresent()) {
      door.get().start();
    }
    return new CertificateDoors(door);
  }

  private static WebServer http(Core core) {
    int port = port(core, BootConfig.Service.HTTP, "http");
    return new WebServer(WebConfig.plain(core.config().host(), port), core.certificates().routes());
  }

  private static WebServer https(Core core) throws IOException {
    int port = port(core, BootConfig.Service.HTTPS, "tls-alpn");
    try {
      var context = core.certificates().open().context();
      return new WebServer(WebConfig.tls(core.config().host(), port, context), new Routes());
    } catch (BadCertificate e) {
      throw new ConfigException(e.why());
    }
  }

  private static int port(Core core, BootConfig.Service service, String challenge) {
    int port = core.config().port(service);
    if (port == 0) {
      throw new ConfigException(
          "acme_challenge = \"%s\" needs the port %s".formatted(challenge, service.key()));
    }
    return Math.max(0, port);
  }

  @Override
  public void close() {
    door.ifPresent(WebServer::close);
  }
}

package org.mailstead.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.util.Optional;
import org.mailstead.wire.ClientAuthorities;
import org.tomlj.Toml;

/**
 * Whether mail programs may sign in by a certificate.
 *
 * @param asked whether they are asked for one
 * @param file PEM of authorities whose certificates count for the addresses in them
 */
record ClientCertificateSettings(boolean asked, Optional<Path> file) {
  static final ClientCertificateSettings OFF =
      new ClientCertificateSettings(false, Optional.empty());

  ClientAuthorities authorities() throws IOException {
    if (!asked || file.isEmpty()) {
      return ClientAuthorities.none();
    }
    try {
      return ClientAuthorities.of(Files.readString(file.get(), US_ASCII));
    } catch (CertificateException e) {
      throw new ConfigException(file.get() + ": holds no certificate of an authority");
    }
  }

  String toToml() {
    return """
    # "on" asks mail programs for a certificate by TLS, which they need not have: those that are registered
    # ("mailstead sign-in certificate add") sign in without a password (SASL EXTERNAL). A PEM file of authorities
    # has their certificates count as well, for the e-mail addresses in them; or "none".
    client_certificates = "%s"
    client_authorities = "%s"

    """
        .formatted(
            asked ? "on" : "off",
            Toml.tomlEscape(file.map(Path::toString).orElse(TlsSettings.NONE)));
  }
}

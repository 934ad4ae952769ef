package org.mailstead.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Optional;
import org.mailstead.identity.settings.Effect;
import org.mailstead.identity.settings.Setting;
import org.mailstead.identity.settings.Settings;
import org.mailstead.identity.settings.Type;
import org.mailstead.wire.ClientAuthorities;

/**
 * Whether mail programs may sign in by a certificate.
 *
 * @param asked whether they are asked for one
 * @param file PEM of authorities whose certificates count for the addresses in them
 */
record ClientCertificateSettings(boolean asked, Optional<Path> file) {
  private static final String GROUP = "Certificates of mail programs";

  private static final Setting<Boolean> ASKED =
      Setting.of(
              GROUP,
              "tls.client_certificates",
              new Type.Choice<>(List.of(false, true), on -> on ? "on" : "off"),
              false,
              """
              "on" asks mail programs for a certificate by TLS, which they need not have: those that
              are registered (on the page of one's account, or by "mailstead sign-in certificate
              add") sign in without a password (SASL EXTERNAL).\
              """)
          .when(Effect.RESTART);

  private static final Setting<Optional<Path>> AUTHORITIES =
      Setting.of(
              GROUP,
              "tls.client_authorities",
              AcmeSettings.file(),
              Optional.<Path>empty(),
              """
              A PEM file of authorities whose certificates count as well, for the e-mail addresses in
              them; or "none".\
              """)
          .when(Effect.RESTART);

  static List<Setting<?>> all() {
    return List.of(ASKED, AUTHORITIES);
  }

  static ClientCertificateSettings read(Settings settings) {
    return new ClientCertificateSettings(settings.get(ASKED), settings.get(AUTHORITIES));
  }

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
}

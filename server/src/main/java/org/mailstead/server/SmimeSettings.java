package org.mailstead.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Optional;
import org.mailstead.filter.smime.SmimeVerifier;
import org.mailstead.filter.smime.TrustedRoots;
import org.mailstead.identity.settings.Effect;
import org.mailstead.identity.settings.Setting;
import org.mailstead.identity.settings.Settings;

/** Who vouches for the certificates of those who sign their mail. */
final class SmimeSettings {
  private static final Setting<Optional<Path>> AUTHORITIES =
      Setting.of(
              OriginSettings.GROUP,
              "smime_authorities",
              AcmeSettings.file(),
              Optional.<Path>empty(),
              """
              A PEM file of authorities that vouch for the certificates with which mail is signed
              (S/MIME), beside those that Java trusts; or "none".\
              """)
          .when(Effect.RESTART);

  private SmimeSettings() {}

  static List<Setting<?>> all() {
    return List.of(AUTHORITIES);
  }

  static SmimeVerifier verifier(Settings settings) throws IOException {
    TrustedRoots roots = TrustedRoots.ofJava();
    Optional<Path> file = settings.get(AUTHORITIES);
    if (file.isEmpty()) {
      return new SmimeVerifier(roots);
    }
    try {
      return new SmimeVerifier(roots.with(Files.readString(file.get(), ISO_8859_1)));
    } catch (CertificateException e) {
      throw new ConfigException(file.get() + ": holds no certificate of an authority");
    }
  }
}

package org.mailstead.jmap;

import java.time.Instant;
import java.util.List;
import org.mailstead.filter.smime.TrustedRoots;
import org.mailstead.testkit.SignedMessage;
import org.mailstead.testkit.Signer;

/** Who signs mail in tests, and who vouches for them. */
final class SignedPeople {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final Signer ROOT = Signer.named("CN=Test Root", NOW).authority().bySelf();

  static final TrustedRoots ROOTS = TrustedRoots.of(List.of(ROOT.certificate()));

  /** For a hundred days from when tests begin. */
  static final Signer CARA = Signer.named("CN=Cara", NOW).mail("cara@example.test").by(ROOT);

  private static final Signer STRANGER =
      Signer.named("CN=Cara", NOW).mail("cara@example.test").bySelf();

  private SignedPeople() {}

  private static SignedMessage message(String subject) {
    String header = "From: Cara <cara@example.test>\r\nSubject: " + subject + "\r\n";
    return SignedMessage.of(header, "Content-Type: text/plain\r\n\r\nMeet me at noon.\r\n").at(NOW);
  }

  static String good(String subject) {
    return message(subject).by(CARA).detached();
  }

  static String opaque(String subject) {
    return message(subject).by(CARA).opaque();
  }

  static String changed(String subject) {
    return good(subject).replace("noon", "nine");
  }

  static String bySomebody(String subject) {
    return message(subject).by(STRANGER).detached();
  }

  static String pgp(String subject) {
    return good(subject).replace("application/pkcs7-signature", "application/pgp-signature");
  }
}

package org.mailstead.filter.smime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.formats.mime.MessageStructure;
import org.mailstead.testkit.SignedMessage;
import org.mailstead.testkit.Signer;

/** Who signs in these tests, and who vouches for them. */
final class People {
  static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  static final Signer ROOT =
      Signer.named("CN=Test Root", NOW).kind(Signer.Kind.RSA).authority().bySelf();
  static final Signer ISSUER = Signer.named("CN=Test Issuer", NOW).authority().by(ROOT);
  static final Signer ADA =
      Signer.named("CN=Ada", NOW).mail("ada@example.test").kind(Signer.Kind.RSA).by(ISSUER);
  static final Signer BOB = Signer.named("CN=Bob", NOW).mail("bob@example.test").by(ISSUER);
  static final TrustedRoots ROOTS = TrustedRoots.of(List.of(ROOT.certificate()));

  static final String HEADER = "From: Ada <ada@example.test>\r\nSubject: signed\r\n";
  static final String CONTENT =
      "Content-Type: text/plain; charset=utf-8\r\n\r\nMeet me at noon.\r\nAda\r\n";

  private People() {}

  static SignedMessage message() {
    return message(HEADER, CONTENT);
  }

  static SignedMessage message(String header, String content) {
    return SignedMessage.of(header, content).at(NOW);
  }

  static SmimeVerdict verify(String message) {
    return verify(message, NOW);
  }

  static SmimeVerdict verify(String message, Instant at) {
    return verify(message, at, ROOTS);
  }

  static SmimeVerdict verify(String message, Instant at, TrustedRoots roots) {
    byte[] octets = message.getBytes(ISO_8859_1);
    SmimeForm form = SmimeForm.of(MessageStructure.of(octets).body()).orElseThrow();
    try {
      return new SmimeVerifier(roots).verify(ByteSource.of(octets), form, List.of(at)).getFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

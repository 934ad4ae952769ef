package org.mailstead.filter.smime;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What signatures are over a message, at all times the same.
 *
 * @param signers those whose signature fits the content
 * @param certificates all that the message brings
 * @param problems why it cannot be verified, whatever the time
 */
record Signed(List<Signer> signers, List<X509Certificate> certificates, List<String> problems) {
  /**
   * Somebody who signed.
   *
   * @param signedAt when he says that he did
   */
  record Signer(X509Certificate certificate, Optional<Instant> signedAt) {}

  Signed {
    signers = List.copyOf(signers);
    certificates = List.copyOf(certificates);
    problems = List.copyOf(problems);
  }

  static Signed broken(String why) {
    return new Signed(List.of(), List.of(), List.of(why));
  }
}

package org.mailstead.filter.dkim;

import java.util.Optional;

/** Reasons against a signature that need no key. */
final class Refusal {
  private Refusal() {}

  // RFC 8301 section 3.1: rsa-sha1 is not verified any more.
  static Optional<String> of(String algorithm) {
    for (Algorithm known : Algorithm.values()) {
      if (known.word().equals(algorithm)) {
        return Optional.empty();
      }
    }
    return Optional.of(
        algorithm.equals("rsa-sha1")
            ? "rsa-sha1 is too weak to prove anything (RFC 8301)"
            : "an unknown algorithm");
  }

  static Optional<String> ofBody(SignatureTags tags, BodyHashes hashes) {
    Optional<String> found = hashes.find(tags.body());
    if (found.isEmpty()) {
      return Optional.of("it is of a longer message");
    }
    return found.get().equals(tags.bodyHash())
        ? Optional.empty()
        : Optional.of("the text of the message has been changed");
  }
}

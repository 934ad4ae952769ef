package org.mailstead.filter.dkim;

import java.util.Map;
import java.util.Optional;

/**
 * What a body hashed to.
 *
 * @param digests in base64; those longer than the body are missing
 * @param lengths octets of each canonical form
 */
record BodyHashes(Map<BodyHash, String> digests, Map<Canonicalization, Long> lengths) {
  BodyHashes {
    digests = Map.copyOf(digests);
    lengths = Map.copyOf(lengths);
  }

  Optional<String> find(BodyHash wanted) {
    return Optional.ofNullable(digests.get(wanted));
  }

  /** How many octets of the body a hash leaves out. */
  long beyond(BodyHash hash) {
    long all = lengths.getOrDefault(hash.form(), 0L);
    return Math.max(0, all - hash.length().orElse(all));
  }
}

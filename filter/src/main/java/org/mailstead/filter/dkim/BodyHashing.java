package org.mailstead.filter.dkim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Hashes a body that flows by in every way that is wanted. Each canonical form is hashed once,
 * however many signatures ask for how many lengths of it.
 */
final class BodyHashing {
  private final Set<BodyHash> wanted;
  private final Map<Canonicalization, PrefixDigest> digests = new HashMap<>();
  private final List<BodyForm> forms = new ArrayList<>();

  BodyHashing(Set<BodyHash> wanted) {
    this.wanted = wanted;
    for (Canonicalization form : Canonicalization.values()) {
      List<Long> lengths =
          wanted.stream()
              .filter(hash -> hash.form() == form)
              .map(hash -> hash.length().orElse(PrefixDigest.ALL))
              .toList();
      if (!lengths.isEmpty()) {
        var digest = new PrefixDigest(lengths);
        digests.put(form, digest);
        forms.add(new BodyForm(form, digest));
      }
    }
  }

  void write(byte[] bytes, int off, int length) {
    for (BodyForm form : forms) {
      form.write(bytes, off, length);
    }
  }

  BodyHashes finish() {
    forms.forEach(BodyForm::finish);
    Map<BodyHash, String> found = new HashMap<>();
    for (BodyHash hash : wanted) {
      PrefixDigest digest = digests.get(hash.form());
      if (digest != null) {
        digest
            .find(hash.length().orElse(PrefixDigest.ALL))
            .ifPresent(base64 -> found.put(hash, base64));
      }
    }
    Map<Canonicalization, Long> lengths = new HashMap<>();
    digests.forEach((form, digest) -> lengths.put(form, digest.length()));
    return new BodyHashes(found, lengths);
  }
}

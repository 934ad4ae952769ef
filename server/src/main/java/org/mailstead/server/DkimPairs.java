package org.mailstead.server;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.mailstead.filter.dkim.Algorithm;
import org.mailstead.filter.dkim.KeyName;
import org.mailstead.filter.dkim.SigningKey;
import org.mailstead.identity.Domain;
import org.mailstead.identity.DomainKey;
import org.mailstead.words.TenantId;

/** Makes keys for domains, always two: RSA, which all understand, and Ed25519 (RFC 8463). */
final class DkimPairs {
  private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyyMMdd");

  private DkimPairs() {}

  /** Makes a domain, with keys that sign from the start: what is not published yet is no harm. */
  static Domain domain(Core core, String name) {
    Domain domain = core.changes().addDomain(name, TenantId.FIRST);
    first(core, domain.name());
    return domain;
  }

  static void first(Core core, String domain) {
    add(core, domain, DomainKey.State.SIGNING);
  }

  /** Adds a pair; returns it. */
  static List<DomainKey> add(Core core, String domain, DomainKey.State state) {
    Instant now = core.clock().instant();
    var made = new ArrayList<DomainKey>();
    core.keys()
        .change(
            domain,
            keys -> {
              made.clear();
              Set<String> taken =
                  keys.stream().map(DomainKey::selector).collect(Collectors.toSet());
              for (Algorithm algorithm : Algorithm.values()) {
                made.add(make(domain, selector(algorithm, now, taken), algorithm, state, now));
              }
              var all = new ArrayList<>(keys);
              all.addAll(made);
              return all;
            });
    return List.copyOf(made);
  }

  /** Such as {@code r20260102}; with a letter behind it for the second of a day. */
  private static String selector(Algorithm algorithm, Instant now, Set<String> taken) {
    String kind =
        switch (algorithm) {
          case RSA_SHA256 -> "r";
          case ED25519_SHA256 -> "e";
        };
    String name = kind + DATE.format(now.atOffset(ZoneOffset.UTC));
    String found = name;
    for (char c = 'b'; taken.contains(found); c++) {
      found = name + c;
    }
    return found;
  }

  private static DomainKey make(
      String domain, String selector, Algorithm algorithm, DomainKey.State state, Instant now) {
    SigningKey key = SigningKey.generate(new KeyName(domain, selector), algorithm);
    return new DomainKey(
        selector,
        key.secret().getEncoded(),
        key.known().getEncoded(),
        state,
        now,
        java.util.Optional.empty());
  }
}

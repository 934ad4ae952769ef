package org.mailstead.admin;

import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.mailstead.filter.dkim.Algorithm;
import org.mailstead.filter.dkim.KeyName;
import org.mailstead.filter.dkim.SigningKey;
import org.mailstead.identity.DirectoryChanges;
import org.mailstead.identity.Domain;
import org.mailstead.identity.DomainKey;
import org.mailstead.identity.DomainKeys;
import org.mailstead.wire.dns.Resolver;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;
import org.mailstead.words.TenantId;

/** Keys that sign domains' mail, always two: RSA, which all understand, and Ed25519 (RFC 8463). */
public final class SigningPairs {
  private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyyMMdd");

  private static final int MOST_IN_STRING = 255;

  private final DirectoryChanges changes;
  private final DomainKeys keys;
  private final Resolver resolver;
  private final InstantSource clock;

  public SigningPairs(
      DirectoryChanges changes, DomainKeys keys, Resolver resolver, InstantSource clock) {
    this.changes = changes;
    this.keys = keys;
    this.resolver = resolver;
    this.clock = clock;
  }

  /** Makes a domain, with keys that sign from the start: what is not published yet is no harm. */
  public Domain domain(String name, TenantId tenant) {
    Domain domain = changes.addDomain(name, tenant);
    add(domain.name(), DomainKey.State.SIGNING);
    return domain;
  }

  public List<DomainKey> of(String domain) {
    return keys.of(domain);
  }

  /** Adds a pair; returns it. */
  public List<DomainKey> add(String domain, DomainKey.State state) {
    Instant now = clock.instant();
    var made = new ArrayList<DomainKey>();
    keys.change(
        domain,
        known -> {
          made.clear();
          Set<String> taken = known.stream().map(DomainKey::selector).collect(Collectors.toSet());
          for (Algorithm algorithm : Algorithm.values()) {
            made.add(make(domain, selector(algorithm, now, taken), algorithm, state, now));
          }
          var all = new ArrayList<>(known);
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
        Optional.empty());
  }

  /** What a step of a change of keys came to. */
  public sealed interface Rotation {
    /** These are to be put into the DNS first. */
    record Publish(List<DomainKey> made) implements Rotation {}

    /** These are not in the DNS yet. */
    record Missing(List<String> names) implements Rotation {}

    /** The new ones sign from now on. */
    record Switched() implements Rotation {}
  }

  /**
   * Begins to sign with new keys, in two steps: the first makes them; once their records are in the
   * DNS, the second lets them sign and retires the old ones.
   */
  public Rotation rotate(String domain) {
    List<DomainKey> waiting =
        keys.of(domain).stream().filter(key -> key.state() == DomainKey.State.WAITING).toList();
    if (waiting.isEmpty()) {
      return new Rotation.Publish(add(domain, DomainKey.State.WAITING));
    }
    List<String> missing =
        waiting.stream()
            .map(key -> signing(domain, key))
            .filter(key -> !isPublished(key))
            .map(key -> key.name().dnsName())
            .toList();
    if (!missing.isEmpty()) {
      return new Rotation.Missing(missing);
    }
    Instant now = clock.instant();
    keys.change(
        domain,
        known ->
            known.stream()
                .map(key ->
                    switch (key.state()) {
                      case WAITING -> key.as(DomainKey.State.SIGNING, now);
                      case SIGNING -> key.as(DomainKey.State.RETIRED, now);
                      case RETIRED -> key;
                    })
                .toList());
    return new Rotation.Switched();
  }

  private boolean isPublished(SigningKey key) {
    return resolver.txt(key.name().dnsName()).records().contains(key.dnsRecord());
  }

  /** The key as it signs. */
  public static SigningKey signing(String domain, DomainKey key) {
    try {
      return SigningKey.of(new KeyName(domain, key.selector()), key.secret(), key.known());
    } catch (GeneralSecurityException e) {
      throw new Refused(Problem.Kind.CORRUPT, "domain.key", key.selector());
    }
  }

  /** A record as zone files have it: strings of 255 octets at most (RFC 1035 section 3.3.14). */
  public static String zoneLine(SigningKey key) {
    String text = key.dnsRecord();
    List<String> strings = new ArrayList<>();
    for (int i = 0; i < text.length(); i += MOST_IN_STRING) {
      strings.add('"' + text.substring(i, Math.min(text.length(), i + MOST_IN_STRING)) + '"');
    }
    return key.name().dnsName() + ". IN TXT " + String.join(" ", strings);
  }
}

package org.mailstead.wire;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertStore;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mailstead.wire.dns.Tlsa;

/**
 * The TLSA records of a mail server of which use can be made (RFC 7672 section 3), and what they
 * say about the certificates that it shows.
 */
public record DaneRecords(List<Tlsa> usable) {
  private static final int TRUST_ANCHOR = 2;
  private static final int END_ENTITY = 3;
  private static final int SHA_256 = 1;
  private static final int SHA_512 = 2;

  public DaneRecords {
    usable = List.copyOf(usable);
  }

  /** Leaves out what mail has no use for, so that nothing may be left. */
  public static DaneRecords of(List<Tlsa> records) {
    List<Tlsa> usable = records.stream().filter(DaneRecords::isUsable).toList();
    // RFC 7671 section 9: of several digests of one thing only the strongest counts, so that one
    // that is broken some day does no harm where a better one stands beside it.
    return new DaneRecords(
        usable.stream().filter(one -> usable.stream().noneMatch(o -> isBetter(o, one))).toList());
  }

  // RFC 7672 section 3.1.3: authorities known to all (usages 0 and 1) mean nothing between servers.
  private static boolean isUsable(Tlsa record) {
    boolean known = record.usage() == TRUST_ANCHOR || record.usage() == END_ENTITY;
    int octets = record.data().length() / 2;
    return known
        && record.selector() <= 1
        && switch (record.matchingType()) {
          case 0 -> octets > 0;
          case SHA_256 -> octets == 32;
          case SHA_512 -> octets == 64;
          default -> false;
        };
  }

  private static boolean isBetter(Tlsa other, Tlsa one) {
    return other.usage() == one.usage()
        && other.selector() == one.selector()
        && other.matchingType() == SHA_512
        && one.matchingType() == SHA_256;
  }

  public boolean isEmpty() {
    return usable.isEmpty();
  }

  /**
   * Why the server is not the one that its records speak of; empty when it is.
   *
   * @param names one of which an authority's certificate has to be for
   */
  public Optional<Distrust> check(PeerIdentity peer, List<String> names, Instant now) {
    if (peer.chain().isEmpty()) {
      return Optional.of(new Distrust(Distrust.Kind.UNTRUSTED, "no certificate was sent"));
    }
    X509Certificate own = peer.chain().getFirst();
    // RFC 7671 section 5.1: neither its names nor its dates matter, the record itself speaks.
    if (usable.stream().anyMatch(r -> r.usage() == END_ENTITY && matches(r, own))) {
      return Optional.empty();
    }
    Set<TrustAnchor> anchors = anchors(peer.chain());
    if (anchors.isEmpty()) {
      String why = "no TLSA record matches the certificate";
      return Optional.of(new Distrust(Distrust.Kind.UNTRUSTED, why));
    }
    if (names.stream().noneMatch(peer::isFor)) {
      return Optional.of(Distrust.wrongName(String.join(" or ", names)));
    }
    return chained(peer.chain(), anchors, now);
  }

  /** RFC 7671 section 5.2: those of the chain that a record names, and those in records whole. */
  private Set<TrustAnchor> anchors(List<X509Certificate> chain) {
    Set<TrustAnchor> anchors = new HashSet<>();
    for (Tlsa record : usable) {
      if (record.usage() != TRUST_ANCHOR) {
        continue;
      }
      chain.stream()
          .skip(1)
          .filter(certificate -> matches(record, certificate))
          .forEach(certificate -> anchors.add(new TrustAnchor(certificate, null)));
      if (record.selector() == 0 && record.matchingType() == 0) {
        whole(record).ifPresent(certificate -> anchors.add(new TrustAnchor(certificate, null)));
      }
    }
    return anchors;
  }

  private static Optional<X509Certificate> whole(Tlsa record) {
    try {
      var factory = CertificateFactory.getInstance("X.509");
      return factory.generateCertificate(new ByteArrayInputStream(record.octets()))
              instanceof X509Certificate certificate
          ? Optional.of(certificate)
          : Optional.empty();
    } catch (CertificateException _) {
      return Optional.empty();
    }
  }

  private static boolean matches(Tlsa record, X509Certificate certificate) {
    try {
      byte[] selected =
          record.selector() == 0
              ? certificate.getEncoded()
              : certificate.getPublicKey().getEncoded();
      byte[] compared =
          switch (record.matchingType()) {
            case SHA_256 -> MessageDigest.getInstance("SHA-256").digest(selected);
            case SHA_512 -> MessageDigest.getInstance("SHA-512").digest(selected);
            default -> selected;
          };
      return MessageDigest.isEqual(compared, record.octets());
    } catch (CertificateEncodingException _) {
      return false;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-2", e);
    }
  }

  private static Optional<Distrust> chained(
      List<X509Certificate> chain, Set<TrustAnchor> anchors, Instant now) {
    try {
      var target = new X509CertSelector();
      target.setCertificate(chain.getFirst());
      var parameters = new PKIXBuilderParameters(anchors, target);
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(now));
      parameters.addCertStore(
          CertStore.getInstance("Collection", new CollectionCertStoreParameters(chain)));
      CertPathBuilder.getInstance("PKIX").build(parameters);
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      return Optional.of(
          chain.stream().anyMatch(one -> isOutside(one, now))
              ? new Distrust(Distrust.Kind.EXPIRED, "a certificate of the chain is out of date")
              : new Distrust(
                  Distrust.Kind.UNTRUSTED,
                  "no chain leads to the authority of the TLSA record: " + e.getMessage()));
    }
  }

  private static boolean isOutside(X509Certificate certificate, Instant now) {
    return now.isBefore(certificate.getNotBefore().toInstant())
        || now.isAfter(certificate.getNotAfter().toInstant());
  }

  /** Looks for the reason among the causes, where the JDK puts it. */
  static boolean isExpired(Throwable thrown) {
    int depth = 0;
    for (Throwable e = thrown; e != null && depth < 10; e = e.getCause(), depth++) {
      if (e instanceof CertPathValidatorException invalid
          && (invalid.getReason() == BasicReason.EXPIRED
              || invalid.getReason() == BasicReason.NOT_YET_VALID)) {
        return true;
      }
    }
    return false;
  }
}

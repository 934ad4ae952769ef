package org.mailstead.filter.smime;

import java.security.GeneralSecurityException;
import java.security.ProviderException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXReason;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Looks for somebody trusted who vouches for a signer, at a time (RFC 5280 section 6, RFC 8550
 * section 4). The way is sought here and not by the JDK, which tries all ways there are: with a few
 * certificates of one name a stranger could keep it busy for hours. A way that was found is checked
 * by the JDK. Nobody is asked over the net, so that nobody learns who reads what: what an authority
 * has revoked is not known.
 */
final class ChainSearch {
  /** Signatures of certificates that are looked at. */
  private static final int MOST_STEPS = 40;

  /** Certificates between a signer and a root, with both. */
  private static final int LONGEST = 6;

  private static final String PROTECTS_MAIL = "1.3.6.1.5.5.7.3.4";
  private static final String ANY_USE = "2.5.29.37.0";

  private final TrustedRoots roots;
  private final List<X509Certificate> others;
  private final Instant at;
  private int steps;
  private Optional<String> problem = Optional.empty();

  private ChainSearch(TrustedRoots roots, List<X509Certificate> others, Instant at) {
    this.roots = roots;
    this.others = List.copyOf(new LinkedHashSet<>(others));
    this.at = at;
  }

  /** Why a signer is not trusted; empty when he is. */
  static Optional<String> problem(
      X509Certificate signer, List<X509Certificate> others, TrustedRoots roots, Instant at) {
    Optional<String> unfit = unfit(signer);
    return unfit.isPresent() ? unfit : new ChainSearch(roots, others, at).from(signer);
  }

  private Optional<String> from(X509Certificate signer) {
    if (roots.contains(signer)) { // trusted by itself
      return outOfTime(signer, "The signer's certificate");
    }
    if (reach(new ArrayList<>(List.of(signer)))) {
      return Optional.empty();
    }
    if (problem.isPresent()) {
      return problem;
    }
    Optional<String> late = outOfTime(signer, "The signer's certificate");
    if (late.isPresent()) {
      return late;
    }
    return signer.getSubjectX500Principal().equals(signer.getIssuerX500Principal())
        ? Optional.of("The signer's certificate is signed by itself: nobody vouches for it.")
        : Optional.of(
            "Nobody who is trusted vouches for the signer's certificate. It was issued by "
                + CertificateNames.shown(signer.getIssuerX500Principal())
                + ".");
  }

  /** Whether a root is reached from the last of a way. */
  private boolean reach(List<X509Certificate> way) {
    X509Certificate last = way.getLast();
    Optional<String> weak = Strength.ofCertificate(last);
    if (weak.isPresent()) {
      problem = Optional.of("A certificate cannot be relied on: " + weak.get() + ".");
      return false;
    }
    for (X509Certificate root : roots.named(last.getIssuerX500Principal())) {
      if (isSignedBy(last, root) && holds(way, root)) {
        return true;
      }
    }
    if (way.size() + 1 >= LONGEST) {
      return false;
    }
    for (X509Certificate next : others) {
      boolean fits = next.getSubjectX500Principal().equals(last.getIssuerX500Principal());
      if (!fits || way.contains(next) || Strength.ofKey(next.getPublicKey()).isPresent()) {
        continue;
      }
      if (isSignedBy(last, next) && protectsMail(next)) {
        way.addLast(next);
        if (reach(way)) {
          return true;
        }
        way.removeLast();
      }
    }
    return false;
  }

  private boolean isSignedBy(X509Certificate certificate, X509Certificate issuer) {
    if (steps++ >= MOST_STEPS) {
      return false;
    }
    try {
      certificate.verify(issuer.getPublicKey());
      return true;
    } catch (GeneralSecurityException | ProviderException e) {
      return false; // another key of that name, or one that is none
    }
  }

  private boolean holds(List<X509Certificate> way, X509Certificate root) {
    String what = "The signer's certificate";
    for (X509Certificate one : way) {
      Optional<String> late = outOfTime(one, what);
      if (late.isPresent()) {
        problem = late;
        return false;
      }
      what = "A certificate that vouches for the signer's";
    }
    try {
      var parameters = new PKIXParameters(Set.of(new TrustAnchor(root, null)));
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(at));
      var path = CertificateFactory.getInstance("X.509").generateCertPath(way);
      CertPathValidator.getInstance("PKIX").validate(path, parameters);
      return true;
    } catch (CertPathValidatorException e) {
      problem = Optional.of(sentence(e.getReason()));
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java cannot check certificates", e);
    }
  }

  private static String sentence(CertPathValidatorException.Reason reason) {
    return switch (reason) {
      case PKIXReason.NOT_CA_CERT, PKIXReason.INVALID_KEY_USAGE, PKIXReason.PATH_TOO_LONG ->
          "A certificate vouches for another, and is not for that.";
      case PKIXReason.INVALID_NAME -> "A certificate vouches for a name that it may not vouch for.";
      case BasicReason.ALGORITHM_CONSTRAINED ->
          "A certificate cannot be relied on: an algorithm is not safe any more.";
      case CertPathValidatorException.Reason _ ->
          "The certificates do not vouch for each other as they have to.";
    };
  }

  private Optional<String> outOfTime(X509Certificate certificate, String what) {
    Instant end = certificate.getNotAfter().toInstant();
    if (at.isAfter(end)) {
      return Optional.of(what + " has expired on " + day(end) + ".");
    }
    Instant start = certificate.getNotBefore().toInstant();
    return at.isBefore(start)
        ? Optional.of(what + " is not valid before " + day(start) + ".")
        : Optional.empty();
  }

  private static String day(Instant time) {
    return time.atOffset(ZoneOffset.UTC).toLocalDate().toString();
  }

  /** RFC 8550 sections 4.4.2 and 4.4.4: what a signer's certificate is for. */
  private static Optional<String> unfit(X509Certificate signer) {
    boolean[] usage = signer.getKeyUsage();
    if (usage != null && !usage[0] && !usage[1]) { // digitalSignature, nonRepudiation
      return Optional.of("The signer's certificate is not for signing.");
    }
    return protectsMail(signer)
        ? Optional.empty()
        : Optional.of("The signer's certificate is not for mail.");
  }

  private static boolean protectsMail(X509Certificate certificate) {
    try {
      List<String> uses = certificate.getExtendedKeyUsage();
      return uses == null || uses.contains(PROTECTS_MAIL) || uses.contains(ANY_USE);
    } catch (CertificateParsingException e) {
      return false;
    }
  }
}

package org.mailstead.wire;

import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** Authorities whose word on clients counts (RFC 5280): whom a certificate of theirs is of. */
public final class ClientAuthorities {
  /** An e-mail address among a certificate's names (RFC 5280 section 4.2.1.6). */
  private static final int RFC822_NAME = 1;

  private static final int MOST_NAMES = 20;

  private final Optional<X509TrustManager> trust;

  private ClientAuthorities(Optional<X509TrustManager> trust) {
    this.trust = trust;
  }

  /** Nobody's word counts. */
  public static ClientAuthorities none() {
    return new ClientAuthorities(Optional.empty());
  }

  /**
   * @param pem their certificates
   * @throws CertificateException when there is none in it
   */
  public static ClientAuthorities of(String pem) throws CertificateException {
    try {
      for (TrustManager manager : Authorities.managers(Authorities.store(pem))) {
        if (manager instanceof X509TrustManager x509) {
          return new ClientAuthorities(Optional.of(x509));
        }
      }
      throw new IllegalStateException("this Java has no X.509 trust manager");
    } catch (CertificateException e) {
      throw e;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no X.509 trust manager", e);
    }
  }

  /** The addresses that a client's certificate is for; none unless an authority vouches for it. */
  public List<String> addresses(List<X509Certificate> chain) {
    if (trust.isEmpty() || chain.isEmpty()) {
      return List.of();
    }
    try {
      // The key exchange is not looked at: the handshake has proven the key.
      trust.get().checkClientTrusted(chain.toArray(X509Certificate[]::new), "UNKNOWN");
      return named(chain.getFirst());
    } catch (CertificateException _) {
      return List.of();
    }
  }

  /** The addresses in a certificate, whoever says so. */
  public static List<String> named(X509Certificate certificate) throws CertificateException {
    Collection<List<?>> names = certificate.getSubjectAlternativeNames();
    List<String> found = new ArrayList<>();
    if (names != null) {
      names.stream()
          .filter(name -> Integer.valueOf(RFC822_NAME).equals(name.getFirst()))
          .limit(MOST_NAMES)
          .forEach(name -> found.add(String.valueOf(name.get(1))));
    }
    return found;
  }
}

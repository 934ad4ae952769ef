package org.mailstead.filter.smime;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import javax.security.auth.x500.X500Principal;

/** Whose word on certificates counts. */
public final class TrustedRoots {
  private final Map<X500Principal, List<X509Certificate>> bySubject = new LinkedHashMap<>();
  private final Set<X509Certificate> all;

  private TrustedRoots(Collection<X509Certificate> all) {
    this.all = new LinkedHashSet<>(all);
    this.all.forEach(root ->
        bySubject
            .computeIfAbsent(root.getSubjectX500Principal(), _ -> new ArrayList<>())
            .add(root));
  }

  /** These alone. */
  public static TrustedRoots of(Collection<X509Certificate> roots) {
    return new TrustedRoots(roots);
  }

  /** Those that Java trusts. */
  public static TrustedRoots ofJava() {
    try {
      var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init((KeyStore) null);
      List<X509Certificate> all = new ArrayList<>();
      for (TrustManager manager : factory.getTrustManagers()) {
        if (manager instanceof X509TrustManager x509) {
          all.addAll(List.of(x509.getAcceptedIssuers()));
        }
      }
      return new TrustedRoots(all);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no X.509 trust manager", e);
    }
  }

  /**
   * These and more.
   *
   * @param pem their certificates
   * @throws CertificateException when there is none in it
   */
  public TrustedRoots with(String pem) throws CertificateException {
    List<X509Certificate> more = new ArrayList<>(all);
    for (Certificate one :
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(pem.getBytes(US_ASCII)))) {
      if (one instanceof X509Certificate x509) {
        more.add(x509);
      }
    }
    if (more.size() == all.size()) {
      throw new CertificateException("no certificate in it");
    }
    return new TrustedRoots(more);
  }

  boolean contains(X509Certificate certificate) {
    return all.contains(certificate);
  }

  List<X509Certificate> named(X500Principal name) {
    return bySubject.getOrDefault(name, List.of());
  }

  /** The same for the same roots: whoever keeps a verdict keeps it, to see that they are others. */
  public String fingerprint() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      List<String> each = new ArrayList<>();
      for (X509Certificate one : all) {
        each.add(HexFormat.of().formatHex(digest.digest(one.getEncoded())));
      }
      each.sort(null);
      byte[] whole = digest.digest(String.join(",", each).getBytes(US_ASCII));
      return HexFormat.of().formatHex(whole, 0, 8);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // SHA-256 is there, and the certificates were read
    }
  }
}

package org.mailstead.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Who vouches for others' certificates, as an operator names them. */
public final class Authorities {
  private Authorities() {}

  /**
   * For connections to servers of others; who connects has to check the name.
   *
   * @param pem certificates of authorities; empty for those that Java trusts
   * @throws CertificateException when there is none in it
   */
  public static SSLContext context(String pem) throws CertificateException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managers(pem.isBlank() ? null : store(pem)), null);
      return context;
    } catch (CertificateException e) {
      throw e;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no TLS", e);
    }
  }

  static TrustManager[] managers(@Nullable KeyStore store) throws GeneralSecurityException {
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  /**
   * @throws CertificateException when there is no certificate in it
   */
  static KeyStore store(String pem) throws CertificateException {
    Collection<? extends Certificate> all =
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(pem.getBytes(US_ASCII)));
    if (all.isEmpty()) {
      throw new CertificateException("no certificate in it");
    }
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int count = 0;
      for (Certificate one : all) {
        store.setCertificateEntry("authority-" + count++, one);
      }
      return store;
    } catch (GeneralSecurityException | IOException e) {
      throw new CertificateException(e);
    }
  }
}

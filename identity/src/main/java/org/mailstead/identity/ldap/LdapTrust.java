package org.mailstead.identity.ldap;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** Whose certificates of directories are believed. */
public final class LdapTrust {
  private LdapTrust() {}

  /**
   * @param pem certificates of authorities; empty for those that Java trusts
   * @throws Refused INVALID when there is none in it
   */
  public static SSLSocketFactory sockets(String pem) {
    try {
      var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(authorities(pem));
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, factory.getTrustManagers(), null);
      return new NamedSockets(context.getSocketFactory());
    } catch (GeneralSecurityException | IOException _) {
      throw new Refused(Problem.Kind.INVALID, "ldap.setting", "authorities");
    }
  }

  private static @Nullable KeyStore authorities(String pem)
      throws GeneralSecurityException, IOException {
    if (pem.isBlank()) {
      return null; // the JDK's own
    }
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    var bytes = new ByteArrayInputStream(pem.getBytes(US_ASCII));
    int count = 0;
    for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(bytes)) {
      store.setCertificateEntry("authority-" + count++, one);
    }
    if (count == 0) {
      throw new IOException("no certificate");
    }
    return store;
  }
}

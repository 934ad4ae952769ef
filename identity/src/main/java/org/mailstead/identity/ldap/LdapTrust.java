package org.mailstead.identity.ldap;

import java.security.cert.CertificateException;
import javax.net.ssl.SSLSocketFactory;
import org.mailstead.wire.Authorities;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** Whose certificates of directories are believed. */
final class LdapTrust {
  private LdapTrust() {}

  /**
   * @param pem certificates of authorities; empty for those that Java trusts
   * @throws Refused INVALID when there is none in it
   */
  static SSLSocketFactory sockets(String pem) {
    try {
      return new NamedSockets(Authorities.context(pem).getSocketFactory());
    } catch (CertificateException _) {
      throw new Refused(Problem.Kind.INVALID, "ldap.setting", "authorities");
    }
  }
}

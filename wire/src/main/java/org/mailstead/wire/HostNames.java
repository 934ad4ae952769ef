package org.mailstead.wire;

import java.net.InetAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Which hosts a certificate is for (RFC 9525): its subjectAltName, never its common name. */
final class HostNames {
  private static final int DNS_NAME = 2;
  private static final int IP_ADDRESS = 7;

  private HostNames() {}

  /** DNS names in lower case and IP addresses as text; none when they cannot be read. */
  static List<String> of(X509Certificate certificate) {
    var names = new ArrayList<String>();
    try {
      var alternatives = certificate.getSubjectAlternativeNames();
      if (alternatives == null) {
        return names;
      }
      for (List<?> alternative : alternatives) {
        int type = (Integer) alternative.get(0);
        if ((type == DNS_NAME || type == IP_ADDRESS) && alternative.get(1) instanceof String name) {
          names.add(name.toLowerCase(Locale.ROOT));
        }
      }
      return names;
    } catch (CertificateParsingException _) {
      return List.of();
    }
  }

  /** RFC 9525 section 6.3: a wildcard is the whole left-most label and stands for one label. */
  static boolean match(String pattern, String host) {
    String name = host.toLowerCase(Locale.ROOT);
    if (!pattern.startsWith("*.")) {
      return pattern.equals(name) || sameAddress(pattern, name);
    }
    int dot = name.indexOf('.');
    return dot > 0 && pattern.length() > 2 && name.substring(dot).equals(pattern.substring(1));
  }

  /** IPv6 addresses are written in several ways. */
  private static boolean sameAddress(String one, String other) {
    if (one.indexOf(':') < 0 || other.indexOf(':') < 0) {
      return false;
    }
    try {
      return InetAddress.ofLiteral(one).equals(InetAddress.ofLiteral(other));
    } catch (IllegalArgumentException _) {
      return false;
    }
  }
}

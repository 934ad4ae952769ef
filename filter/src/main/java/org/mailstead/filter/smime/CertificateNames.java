package org.mailstead.filter.smime;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.ASN1UTF8String;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.OtherName;
import org.mailstead.words.EmailAddress;

/** Whom a certificate names. */
final class CertificateNames {
  /** RFC 9598 section 3: an address with characters beyond ASCII. */
  private static final String SMTP_UTF8_MAILBOX = "1.3.6.1.5.5.7.8.9";

  private static final int MOST = 50;
  private static final int LONGEST_NAME = 80;

  private CertificateNames() {}

  /** The addresses that it is for: alternative names, and the subject's as older ones have it. */
  static List<EmailAddress> addresses(X509Certificate certificate) {
    byte[] extension = certificate.getExtensionValue(Extension.subjectAlternativeName.getId());
    return addresses(
        extension == null ? new byte[0] : extension, certificate.getSubjectX500Principal());
  }

  /**
   * @param extension the alternative names in their octet string; empty for none
   */
  static List<EmailAddress> addresses(byte[] extension, X500Principal subject) {
    List<String> found = new ArrayList<>();
    try {
      if (extension.length > 0) {
        byte[] names = ASN1OctetString.getInstance(extension).getOctets();
        for (GeneralName name : GeneralNames.getInstance(names).getNames()) {
          alternative(name).ifPresent(found::add);
        }
      }
      found.addAll(values(subject, BCStyle.EmailAddress));
    } catch (RuntimeException e) { // on hostile input the library throws what it does not say
      return List.of();
    }
    return found.stream().limit(MOST).flatMap(text -> EmailAddress.parse(text).stream()).toList();
  }

  private static Optional<String> alternative(GeneralName name) {
    return switch (name.getTagNo()) {
      case GeneralName.rfc822Name -> text(name.getName());
      case GeneralName.otherName -> {
        OtherName other = OtherName.getInstance(name.getName());
        yield other.getTypeID().getId().equals(SMTP_UTF8_MAILBOX)
                && other.getValue() instanceof ASN1UTF8String utf8
            ? Optional.of(utf8.getString())
            : Optional.empty();
      }
      default -> Optional.empty();
    };
  }

  private static Optional<String> text(ASN1Encodable value) {
    return value.toASN1Primitive() instanceof ASN1String string
        ? Optional.of(string.getString())
        : Optional.empty();
  }

  private static List<String> values(X500Principal name, ASN1ObjectIdentifier type) {
    List<String> found = new ArrayList<>();
    for (RDN rdn : X500Name.getInstance(name.getEncoded()).getRDNs(type)) {
      for (AttributeTypeAndValue one : rdn.getTypesAndValues()) {
        if (one.getType().equals(type)) {
          text(one.getValue()).ifPresent(found::add);
        }
      }
    }
    return found;
  }

  /** A name for people. Whoever made the certificate chose it: it is cut, and breaks no line. */
  static String shown(X500Principal name) {
    String text;
    try {
      List<String> common = values(name, BCStyle.CN);
      text = common.isEmpty() ? name.getName() : common.getFirst();
    } catch (RuntimeException e) { // on hostile input the library throws what it does not say
      text = "";
    }
    String plain = text.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]+", " ").strip();
    if (plain.isEmpty()) {
      return "somebody without a name";
    }
    return plain.codePointCount(0, plain.length()) <= LONGEST_NAME
        ? plain
        : plain.substring(0, plain.offsetByCodePoints(0, LONGEST_NAME)) + "…";
  }
}

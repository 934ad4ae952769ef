package org.mailstead.testkit;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.OtherName;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;

/**
 * A key with its certificate, made for a test.
 *
 * @param chain its certificate, and those of whoever vouches for it but the root's
 */
public record Signer(KeyPair keys, X509Certificate certificate, List<X509Certificate> chain) {
  private static final AtomicLong SERIAL = new AtomicLong(1);
  private static final String SMTP_UTF8_MAILBOX = "1.3.6.1.5.5.7.8.9";

  /** The kind of a key, and how it signs. */
  public enum Kind {
    RSA("RSA", 2048, "SHA256withRSA"),
    WEAK_RSA("RSA", 1024, "SHA256withRSA"),
    P256("EC", 256, "SHA256withECDSA"),
    P384("EC", 384, "SHA384withECDSA"),
    ED25519("Ed25519", 0, "Ed25519");

    private final String algorithm;
    private final int bits;
    private final String signature;

    Kind(String algorithm, int bits, String signature) {
      this.algorithm = algorithm;
      this.bits = bits;
      this.signature = signature;
    }

    public String signature() {
      return signature;
    }

    KeyPair keys() {
      try {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        if (algorithm.equals("EC")) {
          AlgorithmParameterSpec curve = new ECGenParameterSpec("secp" + bits + "r1");
          generator.initialize(curve);
        } else if (bits > 0) {
          generator.initialize(bits);
        }
        return generator.generateKeyPair();
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** What a certificate says. */
  public static final class Draft {
    private final String name;
    private Kind kind = Kind.P256;
    private Instant from;
    private Instant to;
    private boolean authority;
    private int usage = KeyUsage.digitalSignature;
    private KeyPurposeId purpose = KeyPurposeId.id_kp_emailProtection;
    private String signature = "";
    private Optional<byte[]> rawNames = Optional.empty();
    private final List<GeneralName> names = new ArrayList<>();

    private Draft(String name, Instant now) {
      this.name = name;
      this.from = now.minus(Duration.ofDays(100));
      this.to = now.plus(Duration.ofDays(100));
    }

    public Draft kind(Kind now) {
      this.kind = now;
      return this;
    }

    public Draft valid(Instant first, Instant last) {
      this.from = first;
      this.to = last;
      return this;
    }

    public Draft authority() {
      this.authority = true;
      this.usage = KeyUsage.keyCertSign;
      return this;
    }

    /** Bits of KeyUsage. */
    public Draft usage(int bits) {
      this.usage = bits;
      return this;
    }

    public Draft purpose(KeyPurposeId now) {
      this.purpose = now;
      return this;
    }

    /** By which the issuer signs it. */
    public Draft signature(String algorithm) {
      this.signature = algorithm;
      return this;
    }

    /** One of a server of that name, or pattern of names. */
    public Draft host(String name) {
      names.add(new GeneralName(GeneralName.dNSName, name));
      purpose = KeyPurposeId.id_kp_serverAuth;
      return this;
    }

    public Draft mail(String address) {
      names.add(new GeneralName(GeneralName.rfc822Name, address));
      return this;
    }

    /** In place of alternative names. */
    public Draft rawNames(byte[] octets) {
      this.rawNames = Optional.of(octets);
      return this;
    }

    public Draft utf8Mail(String address) {
      ASN1Encodable value = new DERUTF8String(address);
      names.add(
          new GeneralName(
              GeneralName.otherName,
              new OtherName(new ASN1ObjectIdentifier(SMTP_UTF8_MAILBOX), value)));
      return this;
    }

    /** Signed by its own key. */
    public Signer bySelf() {
      KeyPair keys = kind.keys();
      String how = signature.isEmpty() ? kind.signature : signature;
      X509Certificate made = make(keys, keys, new X500Name(name), how);
      return new Signer(keys, made, List.of(made));
    }

    public Signer by(Signer issuer) {
      KeyPair keys = kind.keys();
      var issuerName =
          X500Name.getInstance(issuer.certificate.getSubjectX500Principal().getEncoded());
      String how = signature.isEmpty() ? issuer.usual() : signature;
      X509Certificate made = make(keys, issuer.keys, issuerName, how);
      List<X509Certificate> chain = new ArrayList<>(List.of(made));
      boolean root =
          issuer
              .certificate
              .getSubjectX500Principal()
              .equals(issuer.certificate.getIssuerX500Principal());
      chain.addAll(root ? List.of() : issuer.chain);
      return new Signer(keys, made, chain);
    }

    private X509Certificate make(KeyPair keys, KeyPair signing, X500Name issuer, String how) {
      try {
        var builder =
            new JcaX509v3CertificateBuilder(
                issuer,
                BigInteger.valueOf(SERIAL.getAndIncrement()),
                Date.from(from),
                Date.from(to),
                new X500Name(name),
                keys.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
        if (!authority) {
          builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
        }
        if (rawNames.isPresent()) {
          builder.addExtension(Extension.subjectAlternativeName, false, rawNames.get());
        }
        if (!names.isEmpty()) {
          builder.addExtension(
              Extension.subjectAlternativeName,
              false,
              new GeneralNames(names.toArray(GeneralName[]::new)));
        }
        return new JcaX509CertificateConverter()
            .getCertificate(builder.build(SignedMessage.signing(how).build(signing.getPrivate())));
      } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /**
   * @param name such as {@code CN=Ada}
   */
  public static Draft named(String name, Instant now) {
    return new Draft(name, now);
  }

  /** The algorithm that its key is for. */
  public String usual() {
    return switch (keys.getPrivate().getAlgorithm()) {
      case "EC" -> Kind.P256.signature;
      case "EdDSA" -> Kind.ED25519.signature;
      default -> Kind.RSA.signature;
    };
  }
}

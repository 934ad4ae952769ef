package org.mailstead.wire;

import java.io.IOException;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * What a CA is shown that connects with the ALPN protocol {@code acme-tls/1} (RFC 8737): a
 * certificate of our own with its number in it. Nobody else is ever shown one of these.
 */
public final class TlsAlpnProofs {
  public static final String PROTOCOL = "acme-tls/1";

  /** The extension with the CA's number, id-pe-acmeIdentifier. */
  public static final String ACME_IDENTIFIER = "1.3.6.1.5.5.7.1.31";

  /** Around now: the CA looks at no dates, but its library may. */
  private static final Duration VALID = Duration.ofDays(7);

  /** A certificate that proves one name. */
  record Proof(X509Certificate certificate, PrivateKey key) {}

  private final Map<String, Proof> proofs = new ConcurrentHashMap<>();

  /** Nothing is proven yet. */
  public TlsAlpnProofs() {}

  /**
   * @param name whose control is to be proven
   * @param digest SHA-256 of the key authorization (RFC 8555 section 8.1)
   */
  public void show(String name, byte[] digest, Instant now) throws IOException {
    KeyPair pair = KeyPairs.generate(KeyPairs.Kind.ECDSA);
    try {
      var subject = new X500Principal("CN=acme challenge");
      var builder =
          new JcaX509v3CertificateBuilder(
              subject,
              new BigInteger(64, new SecureRandom()),
              Date.from(now.minus(VALID)),
              Date.from(now.plus(VALID)),
              subject,
              pair.getPublic());
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(new GeneralName(GeneralName.dNSName, name)));
      builder.addExtension(
          new ASN1ObjectIdentifier(ACME_IDENTIFIER), true, new DEROctetString(digest));
      var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate());
      X509Certificate certificate =
          new JcaX509CertificateConverter().getCertificate(builder.build(signer));
      proofs.put(name.toLowerCase(Locale.ROOT), new Proof(certificate, pair.getPrivate()));
    } catch (OperatorCreationException | CertificateException e) {
      throw new IOException("the certificate for the challenge cannot be made", e);
    }
  }

  public void hide(String name) {
    proofs.remove(name.toLowerCase(Locale.ROOT));
  }

  Optional<Proof> of(String name) {
    return Optional.ofNullable(proofs.get(name.toLowerCase(Locale.ROOT)));
  }

  /** The protocol to speak with a client; the empty text for none of those that it offers. */
  String choose(List<String> offered) {
    return !proofs.isEmpty() && offered.contains(PROTOCOL) ? PROTOCOL : "";
  }
}

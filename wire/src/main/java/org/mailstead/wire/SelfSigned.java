package org.mailstead.wire;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes the certificate that a server starts with before it has a real one. */
public final class SelfSigned {
  /** The longest that some systems trust even when their user says so. */
  private static final Duration VALID = Duration.ofDays(820);

  /** Clients whose clocks are somewhat slow. */
  private static final Duration BACKDATED = Duration.ofDays(1);

  private SelfSigned() {}

  /**
   * Writes an ECDSA P-256 certificate and its key, the key readable for its owner only.
   *
   * @param hostnames A-labels or IP addresses, at least one
   * @param files where to; their folder exists
   */
  public static void write(List<String> hostnames, CertificateFiles files, InstantSource clock)
      throws IOException {
    if (hostnames.isEmpty()) {
      throw new IllegalArgumentException("a certificate for no host");
    }
    try {
      KeyPair pair = KeyPairs.generate(KeyPairs.Kind.ECDSA);
      // The key first: a certificate that has appeared is then always usable.
      PemFiles.replace(files.key(), KeyPairs.pem(pair));
      append(files, PemFiles.pem(List.of(certificate(hostnames, pair, clock.instant()))));
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException("this Java cannot make ECDSA certificates", e);
    }
  }

  private static void append(CertificateFiles files, String certificate) throws IOException {
    PemFiles.replace(
        files.chain(),
        files.chain().equals(files.key())
            ? Files.readString(files.key(), StandardCharsets.US_ASCII) + certificate
            : certificate);
  }

  private static X509Certificate certificate(List<String> hostnames, KeyPair pair, Instant now)
      throws IOException, GeneralSecurityException, OperatorCreationException {
    var name = new X500Principal("CN=Mailstead self-signed");
    var builder =
        new JcaX509v3CertificateBuilder(
            name,
            new BigInteger(126, new SecureRandom()).add(BigInteger.ONE),
            Date.from(now.minus(BACKDATED)),
            Date.from(now.plus(VALID).minus(BACKDATED)),
            name,
            pair.getPublic());
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
    builder.addExtension(
        Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
    builder.addExtension(
        Extension.subjectAlternativeName,
        false,
        new GeneralNames(
            hostnames.stream().map(SelfSigned::generalName).toArray(GeneralName[]::new)));
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
  }

  private static GeneralName generalName(String host) {
    try {
      return new GeneralName(GeneralName.iPAddress, InetAddress.ofLiteral(host).getHostAddress());
    } catch (IllegalArgumentException _) {
      return new GeneralName(GeneralName.dNSName, host);
    }
  }
}

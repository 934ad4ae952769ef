package org.mailstead.wire;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes the certificate that a server starts with before it has a real one. */
public final class SelfSigned {
  /** The longest that some systems trust even when their user says so. */
  private static final Duration VALID = Duration.ofDays(820);

  /** Clients whose clocks are somewhat slow. */
  private static final Duration BACKDATED = Duration.ofDays(1);

  private static final int P256_BITS = 256;

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
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair pair = generator.generateKeyPair();
      // The key first: a certificate that has appeared is then always usable.
      replace(files.key(), pem(new PKCS8Generator(key(pair), null)));
      append(files, pem(certificate(hostnames, pair, clock.instant())));
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException("this Java cannot make ECDSA certificates", e);
    }
  }

  /**
   * The private key with the public one in it, as RFC 5915 section 3 asks for and Java does not do:
   * programs that use GnuTLS, such as Debian's Exim, read no other.
   */
  private static PrivateKeyInfo key(KeyPair pair) throws IOException {
    var open = SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded());
    BigInteger secret = ((java.security.interfaces.ECPrivateKey) pair.getPrivate()).getS();
    var key = new ECPrivateKey(P256_BITS, secret, open.getPublicKeyData(), null);
    return new PrivateKeyInfo(open.getAlgorithm(), key);
  }

  private static void append(CertificateFiles files, String certificate) throws IOException {
    replace(
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

  private static String pem(Object object) throws IOException {
    var text = new StringWriter();
    try (var writer = new JcaPEMWriter(text)) {
      writer.writeObject(object);
    }
    return text.toString();
  }

  /** All or nothing, and never readable for others, not even for a moment. */
  private static void replace(Path file, String content) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] owner = {
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
    };
    Path temporary =
        Files.createTempFile(
            folder, ".certificate", ".pem", posix ? owner : new FileAttribute<?>[0]);
    try {
      try (var channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = StandardCharsets.US_ASCII.encode(content);
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        channel.force(true);
      }
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }
}

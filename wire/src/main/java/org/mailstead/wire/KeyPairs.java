package org.mailstead.wire;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;

/** Keys of certificates and of accounts at a CA: made, written and read as PEM (PKCS #8). */
public final class KeyPairs {
  /** What kind of key. */
  public enum Kind {
    /** ECDSA on the curve P-256: small and quick, and known to every program of today. */
    ECDSA,
    /** RSA of 2048 bits, for peers that know nothing else. */
    RSA
  }

  private static final int P256_BITS = 256;
  private static final int RSA_BITS = 2048;

  private KeyPairs() {}

  public static KeyPair generate(Kind kind) {
    try {
      return switch (kind) {
        case ECDSA -> {
          KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
          generator.initialize(new ECGenParameterSpec("secp256r1"));
          yield generator.generateKeyPair();
        }
        case RSA -> {
          KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
          generator.initialize(RSA_BITS);
          yield generator.generateKeyPair();
        }
      };
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has P-256 and RSA", e);
    }
  }

  /**
   * The private key as PEM. An elliptic one has the public key in it, as RFC 5915 section 3 asks
   * for and Java does not do: programs that use GnuTLS, such as Debian's Exim, read no other.
   */
  public static String pem(KeyPair pair) throws IOException {
    var text = new StringWriter();
    try (var writer = new JcaPEMWriter(text)) {
      writer.writeObject(new PKCS8Generator(info(pair), null));
    }
    return text.toString();
  }

  private static PrivateKeyInfo info(KeyPair pair) {
    if (!(pair.getPrivate() instanceof java.security.interfaces.ECPrivateKey secret)) {
      return PrivateKeyInfo.getInstance(pair.getPrivate().getEncoded());
    }
    var open = SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded());
    BigInteger number = secret.getS();
    try {
      var key = new ECPrivateKey(P256_BITS, number, open.getPublicKeyData(), null);
      return new PrivateKeyInfo(open.getAlgorithm(), key);
    } catch (IOException e) {
      throw new IllegalStateException("a key in memory can be encoded", e);
    }
  }

  /**
   * Reads the first key of a file that {@link #pem} wrote.
   *
   * @throws BadCertificate when there is none
   */
  public static KeyPair read(Path file) throws BadCertificate {
    try (var parser =
        new PEMParser(new StringReader(Files.readString(file, StandardCharsets.ISO_8859_1)))) {
      for (Object object = parser.readObject(); object != null; object = parser.readObject()) {
        if (object instanceof PrivateKeyInfo info) {
          return pair(info);
        }
      }
      throw new BadCertificate(file + " holds no private key");
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      throw new BadCertificate(file + " cannot be read: " + e.getMessage());
    }
  }

  private static KeyPair pair(PrivateKeyInfo info) throws IOException, GeneralSecurityException {
    PrivateKey secret = new JcaPEMKeyConverter().getPrivateKey(info);
    return new KeyPair(open(info, secret), secret);
  }

  private static PublicKey open(PrivateKeyInfo info, PrivateKey secret)
      throws IOException, GeneralSecurityException {
    if (secret instanceof RSAPrivateCrtKey rsa) {
      return KeyFactory.getInstance("RSA")
          .generatePublic(new RSAPublicKeySpec(rsa.getModulus(), rsa.getPublicExponent()));
    }
    var elliptic = ECPrivateKey.getInstance(info.parsePrivateKey());
    var open =
        new SubjectPublicKeyInfo(
            info.getPrivateKeyAlgorithm(), elliptic.getPublicKey().getOctets());
    return KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(open.getEncoded()));
  }
}

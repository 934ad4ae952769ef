package org.mailstead.filter.smime;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.pkcs.RSASSAPSSparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.jspecify.annotations.Nullable;

/** Which keys and algorithms are good enough, as sentences against the others. */
final class Strength {
  static final int SHORTEST_RSA = 2048;

  /** Larger ones cost too much, and nobody has them. */
  private static final int LONGEST_RSA = 8192;

  private static final int LONGEST_EXPONENT = 64;
  private static final int SHORTEST_CURVE = 256;
  private static final int LONGEST_CURVE = 521;

  private static final String SHA1 = "1.3.14.3.2.26";
  private static final String MD5 = "1.2.840.113549.2.5";
  private static final String RSA = "1.2.840.113549.1.1.1";
  static final String PSS = "1.2.840.113549.1.1.10";

  /** What the library needs to hash with; whether it is good enough is asked later. */
  static final Map<String, String> DIGESTS =
      Map.of(
          MD5,
          "MD5",
          SHA1,
          "SHA-1",
          "2.16.840.1.101.3.4.2.4",
          "SHA-224",
          "2.16.840.1.101.3.4.2.1",
          "SHA-256",
          "2.16.840.1.101.3.4.2.2",
          "SHA-384",
          "2.16.840.1.101.3.4.2.3",
          "SHA-512",
          "2.16.840.1.101.3.4.2.8",
          "SHA3-256",
          "2.16.840.1.101.3.4.2.9",
          "SHA3-384",
          "2.16.840.1.101.3.4.2.10",
          "SHA3-512");

  private static final Set<String> BROKEN_DIGESTS = Set.of(MD5, SHA1);

  private static final Map<String, String> BROKEN_SIGNATURES =
      Map.of(
          "1.2.840.113549.1.1.2", "MD2",
          "1.2.840.113549.1.1.4", "MD5",
          "1.2.840.113549.1.1.5", "SHA-1",
          "1.3.14.3.2.29", "SHA-1",
          "1.2.840.10045.4.1", "SHA-1",
          "1.2.840.10040.4.3", "SHA-1");

  private static final Set<String> SIGNATURES =
      Set.of(
          "1.2.840.113549.1.1.11", // RSA with SHA-256, 384, 512, 224
          "1.2.840.113549.1.1.12",
          "1.2.840.113549.1.1.13",
          "1.2.840.113549.1.1.14",
          "1.2.840.10045.4.3.1", // ECDSA with SHA-224, 256, 384, 512
          "1.2.840.10045.4.3.2",
          "1.2.840.10045.4.3.3",
          "1.2.840.10045.4.3.4",
          "1.3.101.112"); // Ed25519

  private Strength() {}

  static Optional<String> ofKey(PublicKey key) {
    return switch (key) {
      case RSAPublicKey rsa -> {
        int bits = rsa.getModulus().bitLength();
        if (bits < SHORTEST_RSA) {
          yield Optional.of("a key of RSA has only " + bits + " bits");
        }
        boolean large =
            bits > LONGEST_RSA || rsa.getPublicExponent().bitLength() > LONGEST_EXPONENT;
        yield large ? Optional.of("a key of RSA is too large") : Optional.empty();
      }
      case ECPublicKey ec -> {
        int bits = ec.getParams().getOrder().bitLength();
        yield bits < SHORTEST_CURVE || bits > LONGEST_CURVE
            ? Optional.of("a key is on a curve that is not good enough")
            : Optional.empty();
      }
      case EdECPublicKey _ -> Optional.empty();
      case PublicKey _ -> Optional.of("a key is of a kind that is not known here");
    };
  }

  /** The algorithms of a signature in CMS, which may name its digest twice. */
  static Optional<String> ofSignature(String digest, AlgorithmIdentifier signature) {
    if (BROKEN_DIGESTS.contains(digest)) {
      return weak(DIGESTS.getOrDefault(digest, digest));
    }
    return signature.getAlgorithm().getId().equals(RSA) && DIGESTS.containsKey(digest)
        ? Optional.empty()
        : ofSignature(signature.getAlgorithm().getId(), signature.getParameters());
  }

  /** How a certificate was signed. */
  static Optional<String> ofCertificate(X509Certificate certificate) {
    String algorithm = certificate.getSigAlgOID();
    byte[] parameters = certificate.getSigAlgParams();
    try {
      boolean pss = algorithm.equals(PSS) && parameters != null;
      return ofSignature(algorithm, pss ? RSASSAPSSparams.getInstance(parameters) : null);
    } catch (RuntimeException e) { // on hostile input the library throws what it does not say
      return Optional.of("an algorithm cannot be read");
    }
  }

  private static Optional<String> ofSignature(
      String algorithm, @Nullable ASN1Encodable parameters) {
    String broken = BROKEN_SIGNATURES.get(algorithm);
    if (broken != null) {
      return weak(broken);
    }
    if (algorithm.equals(PSS)) {
      return ofPss(parameters);
    }
    return SIGNATURES.contains(algorithm)
        ? Optional.empty()
        : Optional.of("an algorithm is not known here (" + algorithm + ")");
  }

  private static Optional<String> ofPss(@Nullable ASN1Encodable parameters) {
    // RFC 4055 section 3.1: without parameters it is SHA-1
    String digest =
        parameters == null
            ? SHA1
            : RSASSAPSSparams.getInstance(parameters).getHashAlgorithm().getAlgorithm().getId();
    if (BROKEN_DIGESTS.contains(digest) || !DIGESTS.containsKey(digest)) {
      return weak(DIGESTS.getOrDefault(digest, digest));
    }
    return Optional.empty();
  }

  private static Optional<String> weak(String digest) {
    return Optional.of(digest + " is not safe any more");
  }
}

package org.mailstead.filter.dkim;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;

/** Makes and checks the signature itself, over octets that are already canonical. */
final class Signatures {
  private Signatures() {}

  static boolean verify(Algorithm algorithm, PublicKey key, String signed, String base64) {
    try {
      Signature signature = signature(algorithm);
      signature.initVerify(key);
      signature.update(input(algorithm, signed));
      return signature.verify(Base64.getDecoder().decode(base64));
    } catch (GeneralSecurityException e) {
      return false; // a signature of the wrong length, for instance
    }
  }

  static String sign(Algorithm algorithm, PrivateKey key, String signed) {
    try {
      Signature signature = signature(algorithm);
      signature.initSign(key);
      signature.update(input(algorithm, signed));
      return Base64.getEncoder().encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the key cannot sign", e);
    }
  }

  private static Signature signature(Algorithm algorithm) throws GeneralSecurityException {
    return switch (algorithm) {
      case RSA_SHA256 -> Signature.getInstance("SHA256withRSA");
      case ED25519_SHA256 -> Signature.getInstance("Ed25519");
    };
  }

  // RFC 8463 section 3: what Ed25519 signs is the SHA-256 of the header.
  private static byte[] input(Algorithm algorithm, String signed) {
    byte[] octets = signed.getBytes(ISO_8859_1);
    return switch (algorithm) {
      case RSA_SHA256 -> octets;
      case ED25519_SHA256 -> PrefixDigest.sha256().digest(octets);
    };
  }
}

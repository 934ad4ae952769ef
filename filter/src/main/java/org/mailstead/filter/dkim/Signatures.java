package org.mailstead.filter.dkim;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.RSAKey;
import java.util.Arrays;
import java.util.Base64;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/**
 * Makes and checks the signature itself, over octets that are already canonical. Both kinds are
 * made by AWS-LC where its library can be loaded: RSA in a quarter of the JDK's time, Ed25519 in a
 * seventieth. Else, and to check Ed25519, it is BouncyCastle's, which has tables for the base
 * point.
 */
final class Signatures {
  private static final String RSA = "SHA256withRSA";

  private static final boolean QUICK =
      AmazonCorrettoCryptoProvider.INSTANCE.getLoadingError() == null;

  private Signatures() {}

  private static Signature signingRsa() throws GeneralSecurityException {
    return QUICK
        ? Signature.getInstance(RSA, AmazonCorrettoCryptoProvider.INSTANCE)
        : Signature.getInstance(RSA);
  }

  /**
   * A key in the form that signs quickest. Of an RSA key AWS-LC works out numbers that each
   * signature needs, which takes twice the time of a signature; a key in its own form keeps them.
   */
  static PrivateKey ready(PrivateKey key) throws GeneralSecurityException {
    boolean translates = QUICK && key instanceof RSAKey;
    return translates
        ? (PrivateKey)
            KeyFactory.getInstance("RSA", AmazonCorrettoCryptoProvider.INSTANCE).translateKey(key)
        : key;
  }

  static boolean verify(Algorithm algorithm, PublicKey key, String signed, String base64) {
    try {
      byte[] signature = Base64.getDecoder().decode(base64);
      byte[] octets = signed.getBytes(ISO_8859_1);
      return switch (algorithm) {
        case RSA_SHA256 -> {
          Signature rsa = Signature.getInstance(RSA);
          rsa.initVerify(key);
          rsa.update(octets);
          yield rsa.verify(signature);
        }
        case ED25519_SHA256 -> {
          var ed25519 = new Ed25519Signer();
          ed25519.init(false, new Ed25519PublicKeyParameters(point(key)));
          hash(ed25519, octets);
          yield ed25519.verifySignature(signature);
        }
      };
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false; // a signature of the wrong length, for instance, or a point that is none
    }
  }

  static String sign(Algorithm algorithm, PrivateKey key, String signed) {
    try {
      byte[] octets = signed.getBytes(ISO_8859_1);
      byte[] signature =
          switch (algorithm) {
            case RSA_SHA256 -> {
              Signature rsa = signingRsa();
              rsa.initSign(key);
              rsa.update(octets);
              yield rsa.sign();
            }
            case ED25519_SHA256 -> QUICK ? quickEd25519(key, octets) : ed25519(key, octets);
          };
      return Base64.getEncoder().encodeToString(signature);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the key cannot sign", e);
    }
  }

  private static byte[] quickEd25519(PrivateKey key, byte[] octets)
      throws GeneralSecurityException {
    Signature ed25519 = Signature.getInstance("Ed25519", AmazonCorrettoCryptoProvider.INSTANCE);
    ed25519.initSign(key);
    ed25519.update(PrefixDigest.sha256().digest(octets));
    return ed25519.sign();
  }

  static byte[] ed25519(PrivateKey key, byte[] octets) throws InvalidKeyException {
    var ed25519 = new Ed25519Signer();
    ed25519.init(true, new Ed25519PrivateKeyParameters(seed(key)));
    hash(ed25519, octets);
    return ed25519.generateSignature();
  }

  /** RFC 8463 section 3: what Ed25519 signs is the SHA-256 of the header. */
  private static void hash(Ed25519Signer signer, byte[] octets) {
    byte[] hash = PrefixDigest.sha256().digest(octets);
    signer.update(hash, 0, hash.length);
  }

  private static byte[] seed(PrivateKey key) throws InvalidKeyException {
    if (key instanceof EdECPrivateKey secret) {
      return secret.getBytes().orElseThrow(() -> new InvalidKeyException("no secret in it"));
    }
    throw new InvalidKeyException("no key of Ed25519");
  }

  /** RFC 8032 section 5.1.2: the octets that end the SubjectPublicKeyInfo. */
  private static byte[] point(PublicKey key) throws InvalidKeyException {
    byte[] info = key.getEncoded();
    if (info == null || info.length < Ed25519PublicKeyParameters.KEY_SIZE) {
      throw new InvalidKeyException("no key of Ed25519");
    }
    return Arrays.copyOfRange(info, info.length - Ed25519PublicKeyParameters.KEY_SIZE, info.length);
  }
}

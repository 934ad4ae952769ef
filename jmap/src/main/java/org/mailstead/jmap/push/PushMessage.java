package org.mailstead.jmap.push;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.jce.ECNamedCurveTable;
import org.bouncycastle.jce.spec.ECNamedCurveParameterSpec;
import org.bouncycastle.math.ec.ECPoint;

/** Encrypts what is pushed, so that the service in between reads nothing (RFC 8291, RFC 8188). */
final class PushMessage {
  static final ECNamedCurveParameterSpec P256 = ECNamedCurveTable.getParameterSpec("P-256");

  private static final int RECORD = 4096;
  private static final int SALT = 16;
  private static final int POINT = 65;

  private PushMessage() {}

  /**
   * @param theirs the subscription's public key, a point of P-256 without compression
   * @param secret the subscription's authentication secret
   */
  static byte[] encrypt(byte[] text, byte[] theirs, byte[] secret, SecureRandom random) {
    byte[] salt = new byte[SALT];
    random.nextBytes(salt);
    BigInteger own =
        new BigInteger(P256.getN().bitLength() + 64, random)
            .mod(P256.getN().subtract(BigInteger.ONE))
            .add(BigInteger.ONE);
    return encrypt(text, theirs, secret, salt, own);
  }

  static byte[] encrypt(byte[] text, byte[] theirs, byte[] secret, byte[] salt, BigInteger own) {
    try {
      byte[] ours = P256.getG().multiply(own).normalize().getEncoded(false);
      byte[] shared = shared(theirs, own);
      byte[] info = joined("WebPush: info\0".getBytes(US_ASCII), theirs, ours);
      byte[] ikm = derived(hmac(secret, shared), info, 32);
      byte[] prk = hmac(salt, ikm);
      byte[] key = derived(prk, "Content-Encoding: aes128gcm\0".getBytes(US_ASCII), 16);
      byte[] nonce = derived(prk, "Content-Encoding: nonce\0".getBytes(US_ASCII), 12);
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(
          Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
      byte[] sealed = cipher.doFinal(joined(text, new byte[] {2})); // the last record
      return ByteBuffer.allocate(SALT + 4 + 1 + POINT + sealed.length)
          .put(salt)
          .putInt(RECORD)
          .put((byte) POINT)
          .put(ours)
          .put(sealed)
          .array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES-GCM and HMAC", e);
    }
  }

  /** Whether a point lies on the curve, as a key must. */
  static boolean isPoint(byte[] key) {
    if (key.length != POINT || key[0] != 4) {
      return false;
    }
    try {
      return P256.getCurve().decodePoint(key).isValid();
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static byte[] shared(byte[] theirs, BigInteger own) {
    ECPoint point = P256.getCurve().decodePoint(theirs).multiply(own).normalize();
    return point.getAffineXCoord().getEncoded();
  }

  private static byte[] hmac(byte[] key, byte[] data) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(data);
  }

  /** The first block of HKDF's second step, which is all that is needed. */
  private static byte[] derived(byte[] prk, byte[] info, int length)
      throws GeneralSecurityException {
    return Arrays.copyOf(hmac(prk, joined(info, new byte[] {1})), length);
  }

  private static byte[] joined(byte[]... parts) {
    int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
    ByteBuffer all = ByteBuffer.allocate(length);
    for (byte[] part : parts) {
      all.put(part);
    }
    return all.array();
  }
}

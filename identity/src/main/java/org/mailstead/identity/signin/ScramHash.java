package org.mailstead.identity.signin;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** The hash functions of SCRAM that are in use (RFC 5802 section 4, RFC 7677). */
enum ScramHash {
  SHA_256("SHA-256", "HmacSHA256", 256),
  SHA_512("SHA-512", "HmacSHA512", 512);

  private final String digest;
  private final String mac;
  private final int bits;

  ScramHash(String digest, String mac, int bits) {
    this.digest = digest;
    this.mac = mac;
    this.bits = bits;
  }

  /** The mechanism without channel binding. */
  String mechanism() {
    return "SCRAM-" + digest;
  }

  int bytes() {
    return bits / 8;
  }

  byte[] hmac(byte[] key, byte[] message) {
    try {
      Mac made = Mac.getInstance(mac);
      made.init(new SecretKeySpec(key, mac));
      return made.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + mac, e);
    }
  }

  byte[] digest(byte[] message) {
    try {
      return MessageDigest.getInstance(digest).digest(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + digest, e);
    }
  }

  // Hi(Normalize(password), salt, i), which is PBKDF2 with one block
  byte[] saltedPassword(String password, byte[] salt, int iterations) {
    String algorithm = "PBKDF2With" + mac;
    try {
      var spec = new PBEKeySpec(password.toCharArray(), salt, iterations, bits);
      return SecretKeyFactory.getInstance(algorithm).generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + algorithm, e);
    }
  }
}

package org.mailstead.identity.signin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.mailstead.words.AccountId;

/**
 * What is done with this home's key for credentials: keyed hashes of secrets that were random to
 * begin with, and the sealing of those that have to be read again. Whoever has the store alone gets
 * neither.
 */
public final class Secrets {
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;

  private final byte[] hashKey;
  private final SecretKeySpec sealKey;
  private final SecureRandom random = new SecureRandom();

  /**
   * @param key at least 16 bytes, never changed
   */
  public Secrets(byte[] key) {
    this.hashKey = ScramHash.SHA_256.hmac(key, "hash".getBytes(UTF_8));
    this.sealKey = new SecretKeySpec(ScramHash.SHA_256.hmac(key, "seal".getBytes(UTF_8)), "AES");
  }

  /** Random bytes. */
  public byte[] random(int bytes) {
    byte[] made = new byte[bytes];
    random.nextBytes(made);
    return made;
  }

  /** A number that nobody guesses, above 0. */
  long number() {
    return (random.nextLong() & Long.MAX_VALUE) | 1;
  }

  SecureRandom source() {
    return random;
  }

  /** A keyed hash of 32 bytes, another one for each purpose. */
  byte[] hash(String purpose, byte[] secret) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(hashKey, "HmacSHA256"));
      mac.update(purpose.getBytes(UTF_8));
      mac.update((byte) 0);
      return mac.doFinal(secret);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }

  /** Seals for one account and purpose: elsewhere it does not open. */
  byte[] seal(AccountId account, String purpose, byte[] secret) {
    byte[] nonce = random(NONCE);
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, account, purpose).doFinal(secret);
      return ByteBuffer.allocate(NONCE + sealed.length).put(nonce).put(sealed).array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES-GCM", e);
    }
  }

  /** Empty when it was not sealed here, or for something else. */
  Optional<byte[]> open(AccountId account, String purpose, byte[] sealed) {
    if (sealed.length < NONCE) {
      return Optional.empty();
    }
    byte[] nonce = Arrays.copyOf(sealed, NONCE);
    try {
      return Optional.of(
          cipher(Cipher.DECRYPT_MODE, nonce, account, purpose)
              .doFinal(sealed, NONCE, sealed.length - NONCE));
    } catch (AEADBadTagException _) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES-GCM", e);
    }
  }

  private Cipher cipher(int mode, byte[] nonce, AccountId account, String purpose)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, sealKey, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD((account + " " + purpose).getBytes(UTF_8));
    return cipher;
  }

  static boolean same(byte[] one, byte[] other) {
    return MessageDigest.isEqual(one, other);
  }
}

package org.mailstead.post.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A hash short enough for an address, which nobody else can make (HMAC-SHA-256). Servers on the way
 * may change the case of an address, so case means nothing.
 */
final class AddressHash {
  static final String DIGITS = "abcdefghijklmnopqrstuvwxyz234567";

  /** Characters, five bits each. */
  private static final int LENGTH = 10;

  private final byte[] key;

  AddressHash(byte[] key) {
    this.key = key.clone();
  }

  String of(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      byte[] whole = mac.doFinal(text.toLowerCase(Locale.ROOT).getBytes(UTF_8));
      var hash = new StringBuilder();
      for (int i = 0; i < LENGTH; i++) {
        hash.append(DIGITS.charAt(whole[i] & 31));
      }
      return hash.toString();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }

  boolean isOf(String given, String text) {
    return MessageDigest.isEqual(
        given.toLowerCase(Locale.ROOT).getBytes(UTF_8), of(text).getBytes(UTF_8));
  }
}

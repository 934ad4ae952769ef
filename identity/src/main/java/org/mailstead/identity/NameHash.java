package org.mailstead.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Turns names from outside into 16 bytes for keys. Keyed, so that nobody can choose names that
 * collide or crowd into one shard.
 */
final class NameHash {
  static final int BYTES = 16;

  private final SecretKeySpec key;

  NameHash(byte[] key) {
    this.key = new SecretKeySpec(key, "HmacSHA256");
  }

  byte[] of(String name) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return Arrays.copyOf(mac.doFinal(name.getBytes(UTF_8)), BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }
}

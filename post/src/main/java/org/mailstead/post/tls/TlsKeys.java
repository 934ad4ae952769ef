package org.mailstead.post.tls;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.mailstead.post.Timers;
import org.mailstead.store.Key;
import org.mailstead.store.Partition;

/** Where rows about domains stand in their shard. The numbers are stored: never reuse one. */
final class TlsKeys {
  static final int POLICY = 0x20;
  static final int TALLY = 0x21;

  private TlsKeys() {}

  static Partition shard(String domain) {
    return Timers.shard(domain);
  }

  static Key policy(String domain) {
    byte[] hash = hash(domain);
    return Key.of(POLICY, ByteBuffer.wrap(hash).getLong(), hash);
  }

  /** By day, so that those of days that are over stand together. */
  static Key tally(String domain, long day, String type) {
    return Key.of(TALLY, day, hash(domain + " " + type));
  }

  static byte[] hash(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}

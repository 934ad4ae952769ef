package org.mailstead.post.reports;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.mailstead.post.Timers;
import org.mailstead.store.Key;
import org.mailstead.store.KeyRange;
import org.mailstead.store.Partition;

/**
 * Where reports stand: a row for each, and an index by time. What is proven has an index of its
 * own, so that forged reports crowd out only each other. The numbers are stored: never reuse one.
 */
final class ReportKeys {
  /** Beside the shards of the queue and the trace. */
  static final Partition PARTITION = new Partition(Partition.Kind.QUEUE, Timers.SHARDS + 2L);

  static final int REPORT = 0x50;
  static final int PROVEN = 0x51;
  static final int UNPROVEN = 0x52;

  private static final int HALF_HASH = 16;

  private ReportKeys() {}

  static long group(String domain) {
    return ByteBuffer.wrap(hash(domain)).getLong();
  }

  /** The same report, sent twice, has one name. */
  static byte[] name(String... identity) {
    return Arrays.copyOf(hash(String.join("\n", identity)), HALF_HASH);
  }

  static Key report(long group, byte[] name) {
    return Key.of(REPORT, group, name);
  }

  static Key index(boolean proven, long group, long arrivedMs, byte[] name) {
    byte[] suffix =
        ByteBuffer.allocate(Long.BYTES + HALF_HASH).putLong(arrivedMs).put(name).array();
    return Key.of(proven ? PROVEN : UNPROVEN, group, suffix);
  }

  static KeyRange since(boolean proven, long group, long arrivedMs) {
    Key from = index(proven, group, arrivedMs, new byte[HALF_HASH]);
    return new KeyRange(from, KeyRange.group(proven ? PROVEN : UNPROVEN, group).to());
  }

  static long arrived(Key index) {
    return index.suffixLong(0);
  }

  /** The report that an entry of an index is about. */
  static Key report(Key index) {
    byte[] suffix = index.suffix();
    return report(index.group(), Arrays.copyOfRange(suffix, Long.BYTES, Long.BYTES + HALF_HASH));
  }

  private static byte[] hash(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}

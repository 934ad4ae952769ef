package org.mailstead.post.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.mailstead.post.Timers;
import org.mailstead.store.Key;
import org.mailstead.store.KeyRange;
import org.mailstead.store.Partition;

/**
 * Where a queued message's rows stand in its shard. The numbers are stored: never change or reuse
 * one; 0x10 is that of {@link Timers}.
 *
 * @param group the first half of the id's hash
 * @param rest the other half
 */
record QueueKeys(long group, long rest) {
  static final int MESSAGE = 0x01;
  static final int RECIPIENT = 0x02;
  static final int FINISHED = 0x03;

  static final int SUPPRESSION = 0x05;
  static final int TRACE = 0x06;
  static final int TRACED = 0x07;
  static final int SENT = 0x08;
  static final int SENT_BY = 0x09;

  /** That no recipient of the shard is held because sending was off. */
  static final Key NOTHING_HELD = Key.of(0x04, 0);

  /** Bodies lie among the bulk rows: starting reads none of them. */
  private static final int BODY = 0x4000;

  static QueueKeys of(String id) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(id.getBytes(UTF_8));
      var numbers = ByteBuffer.wrap(hash);
      return new QueueKeys(numbers.getLong(), numbers.getLong());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Where all of the message is, with its timer: {@link Timers#shard} of its id. */
  Partition shard() {
    return new Partition(Partition.Kind.QUEUE, (group >>> 56) & (Timers.SHARDS - 1));
  }

  /** Of the message that a row belongs to. */
  static QueueKeys of(Key key) {
    return new QueueKeys(key.group(), key.suffixLong(0));
  }

  Key message() {
    return Key.of(MESSAGE, group, rest);
  }

  /** What is kept of it when it is done. */
  Key sent() {
    return Key.of(SENT, group, rest);
  }

  /** Among those that an account has sent. */
  Key sentBy(long account, long arrivedMs) {
    byte[] suffix = ByteBuffer.allocate(24).putLong(arrivedMs).putLong(group).putLong(rest).array();
    return Key.of(SENT_BY, account, suffix);
  }

  Key recipient(int index) {
    return Key.of(RECIPIENT, group, rest, index);
  }

  KeyRange recipients() {
    return new KeyRange(recipient(0), recipient(Integer.MAX_VALUE));
  }

  static int index(Key recipient) {
    return (int) recipient.suffixLong(8);
  }

  Key body() {
    return Key.of(BODY, group, rest);
  }

  Key finished() {
    return Key.of(FINISHED, group, rest);
  }
}

package org.mailstead.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * A row's name inside its partition: a collection (16 bits), a group (64 bits) and a suffix of at
 * most 200 bytes, ordered bytewise, big-endian. The group lets an engine cut a large partition into
 * pieces without knowing what the rows mean.
 */
public final class Key implements Comparable<Key> {
  public static final int MAX_SUFFIX = 200;

  /** Collections from here on are the store's own. */
  public static final int RESERVED = 0xff00;

  private static final int NAME = 16;
  private static final int FIXED = 10;
  private static final byte[] NONE = {};

  private final byte[] bytes;

  private Key(byte[] bytes) {
    this.bytes = bytes;
  }

  public static Key of(int collection, long group) {
    return of(collection, group, NONE);
  }

  public static Key of(int collection, long group, byte[] suffix) {
    if (collection < 0 || collection > 0xffff || suffix.length > MAX_SUFFIX) {
      throw new IllegalArgumentException("collection " + collection + ", " + suffix.length + " B");
    }
    var buffer = ByteBuffer.allocate(FIXED + suffix.length);
    buffer.putShort((short) collection).putLong(group).put(suffix);
    return new Key(buffer.array());
  }

  /** A key whose suffix is one number of 64 bits, so that rows stand in its unsigned order. */
  public static Key of(int collection, long group, long suffix) {
    var buffer = ByteBuffer.allocate(FIXED + Long.BYTES);
    buffer.putShort((short) collection).putLong(group).putLong(suffix);
    return new Key(buffer.array());
  }

  /** A key whose suffix is two numbers of 64 bits. */
  public static Key of(int collection, long group, long first, long second) {
    var buffer = ByteBuffer.allocate(FIXED + 2 * Long.BYTES);
    buffer.putShort((short) collection).putLong(group).putLong(first).putLong(second);
    return new Key(buffer.array());
  }

  /** A key of a row that a text names, of any length: by 16 octets of its SHA-256. */
  public static Key named(int collection, String name) {
    try {
      byte[] whole = MessageDigest.getInstance("SHA-256").digest(name.getBytes(UTF_8));
      byte[] hash = Arrays.copyOf(whole, NAME);
      return of(collection, ByteBuffer.wrap(hash).getLong(), hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Takes what {@link #bytes} gave. */
  public static Key ofBytes(byte[] bytes) {
    if (bytes.length < FIXED || bytes.length > FIXED + MAX_SUFFIX) {
      throw new IllegalArgumentException("a key of " + bytes.length + " B");
    }
    return new Key(bytes.clone());
  }

  /** The key that stands in an array from a position to its end. */
  static Key ofBytes(byte[] bytes, int from) {
    return new Key(Arrays.copyOfRange(bytes, from, bytes.length));
  }

  public int collection() {
    return ByteBuffer.wrap(bytes).getShort() & 0xffff;
  }

  public long group() {
    return ByteBuffer.wrap(bytes).getLong(2);
  }

  public byte[] suffix() {
    return Arrays.copyOfRange(bytes, FIXED, bytes.length);
  }

  /** The suffix's number at a byte position: 0 for the first number, 8 for the second. */
  public long suffixLong(int at) {
    return ByteBuffer.wrap(bytes).getLong(FIXED + at);
  }

  /** The whole key, whose unsigned bytewise order is the keys' order. */
  public byte[] bytes() {
    return bytes.clone();
  }

  int size() {
    return bytes.length;
  }

  /** The least key after this one. */
  Key next() {
    return new Key(Arrays.copyOf(bytes, bytes.length + 1));
  }

  @Override
  public int compareTo(Key other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Key key && Arrays.equals(bytes, key.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "%x/%x/%s".formatted(collection(), group(), HexFormat.of().formatHex(suffix()));
  }
}

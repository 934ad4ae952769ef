package org.mailstead.filter.dkim;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** SHA-256 of octets that flow by, and of their first n, for several n in one pass. */
final class PrefixDigest {
  /** The length that is not known before the end. */
  static final long ALL = Long.MAX_VALUE;

  private final MessageDigest digest;
  private final TreeSet<Long> lengths;
  private final Map<Long, String> found = new HashMap<>();
  private long count;

  PrefixDigest(Collection<Long> lengths) {
    this.lengths = new TreeSet<>(lengths);
    this.digest = sha256();
    take();
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }

  void write(byte[] bytes, int length) {
    int from = 0;
    while (from < length) {
      long next = lengths.isEmpty() ? ALL : lengths.first();
      int until = (int) Math.min(length - from, next - count);
      digest.update(bytes, from, until);
      count += until;
      from += until;
      take();
    }
  }

  /** Notes the digest of what has flowed by, when that is a length that is wanted. */
  private void take() {
    if (lengths.remove(count)) {
      try {
        found.put(count, base64((MessageDigest) digest.clone()));
      } catch (CloneNotSupportedException e) {
        throw new IllegalStateException(e); // the JDK's own can be
      }
    }
  }

  private static String base64(MessageDigest digest) {
    return Base64.getEncoder().encodeToString(digest.digest());
  }

  /** Nothing follows. */
  void finish() {
    found.put(ALL, base64(digest));
  }

  long length() {
    return count;
  }

  Optional<String> find(long length) {
    return Optional.ofNullable(found.get(length));
  }
}

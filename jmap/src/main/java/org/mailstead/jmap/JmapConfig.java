package org.mailstead.jmap;

import java.util.Set;

/**
 * @param maxUpload octets of one upload
 * @param maxMessage octets of a message
 * @param origins whose pages may ask, with a proof of their own
 */
public record JmapConfig(long maxUpload, long maxMessage, Set<String> origins) {
  /** A file of mail that is brought in, or a part of it, as other services give it. */
  private static final long LEAST_UPLOAD = 1_000_000_000;

  /** What JMAP wants to be possible at least (RFC 8620 section 2). */
  private static final long LEAST_BLOB = 50_000_000;

  public JmapConfig {
    origins = Set.copyOf(origins);
  }

  /** Octets of a blob that is made of others. */
  public long maxBlob() {
    return Math.min(maxUpload, Math.max(LEAST_BLOB, maxMessage));
  }

  public static JmapConfig of(long maxMessage, Set<String> origins) {
    return new JmapConfig(Math.max(LEAST_UPLOAD, maxMessage), maxMessage, origins);
  }
}

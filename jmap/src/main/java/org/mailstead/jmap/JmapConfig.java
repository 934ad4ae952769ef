package org.mailstead.jmap;

import java.util.Set;

/**
 * @param maxUpload octets of one upload
 * @param maxMessage octets of a message
 * @param origins whose pages may ask, with a proof of their own
 */
public record JmapConfig(long maxUpload, long maxMessage, Set<String> origins) {
  /** What JMAP wants to be possible at least (RFC 8620 section 2). */
  private static final long LEAST_UPLOAD = 50_000_000;

  public JmapConfig {
    origins = Set.copyOf(origins);
  }

  /** A file is as large as a message may be. */
  public static JmapConfig of(long maxMessage, Set<String> origins) {
    return new JmapConfig(Math.max(LEAST_UPLOAD, maxMessage), maxMessage, origins);
  }
}

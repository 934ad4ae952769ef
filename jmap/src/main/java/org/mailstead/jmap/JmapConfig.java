package org.mailstead.jmap;

/**
 * @param maxUpload octets of one upload
 * @param maxMessage octets of a message
 */
public record JmapConfig(long maxUpload, long maxMessage) {
  /** What JMAP wants to be possible at least (RFC 8620 section 2). */
  private static final long LEAST_UPLOAD = 50_000_000;

  /** A file is as large as a message may be. */
  public static JmapConfig of(long maxMessage) {
    return new JmapConfig(Math.max(LEAST_UPLOAD, maxMessage), maxMessage);
  }
}

package org.mailstead.store;

import java.time.Duration;

/**
 * How {@link Blobs} are kept.
 *
 * @param grace how long a blob that nobody refers to is kept after its last put; longer than any
 *     put takes until the commit that refers to it, and than a restored backup is behind
 * @param segmentBytes size at which a new segment file is begun
 */
public record BlobsConfig(Duration grace, long segmentBytes) {
  public static final BlobsConfig DEFAULT = new BlobsConfig(Duration.ofDays(14), 128 << 20);

  public BlobsConfig {
    if (grace.compareTo(Duration.ofHours(1)) < 0) {
      throw new IllegalArgumentException("a grace of less than an hour: " + grace);
    }
    if (segmentBytes < 1 << 10) {
      throw new IllegalArgumentException("segments of " + segmentBytes + " B");
    }
  }
}

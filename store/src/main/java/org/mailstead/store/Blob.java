package org.mailstead.store;

/** What became of the bytes given to a {@link BlobDraft}. */
public sealed interface Blob {
  BlobId id();

  /** Octets as they were given. */
  long size();

  /**
   * Small enough for a row: nothing was written. Who made it puts {@code packed} into its own
   * commit, and reads it with {@link Blobs#open(byte[], long, long)}.
   */
  record Small(BlobId id, long size, byte[] packed) implements Blob {
    /** Octets of {@code packed}, at most. */
    public static final int MAX_PACKED = 16 << 10;
  }

  /** Durable, under its id. */
  record Large(BlobId id, long size) implements Blob {}
}

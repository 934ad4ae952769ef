package org.mailstead.store;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * What a partition remembers of its own past: how far back its log goes, and where earlier epochs
 * ended. Rows in the store's own collection.
 */
final class History {
  private static final int COLLECTION = 0xffff;
  private static final long HORIZON = 0;
  private static final long EPOCHS = 1;

  private History() {}

  /** The row that tells the oldest version since which the log is complete. */
  static Key horizon() {
    return Key.of(COLLECTION, HORIZON);
  }

  /** The row that tells an old epoch's last surviving version. */
  static Key epochEnd(int epoch) {
    return Key.of(COLLECTION, EPOCHS, epoch);
  }

  static byte[] version(long version) {
    return ByteBuffer.allocate(Long.BYTES).putLong(version).array();
  }

  static long version(Optional<byte[]> row, long otherwise) {
    return row.map(bytes -> ByteBuffer.wrap(bytes).getLong()).orElse(otherwise);
  }
}

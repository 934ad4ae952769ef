package org.mailstead.store;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/** What stays in the block cache. */
class RocksCacheTest {
  private static final int ROWS = 600_000;
  private static final long MEBIBYTE = 1 << 20;

  /**
   * A large table has a large filter. RocksDB divides its cache into parts, and forgets at once
   * what is larger than one; a copy of half a million messages then read megabytes for each of
   * them.
   */
  @Test
  void whetherARowIsThereIsKnownFromMemoryHoweverLargeItsTable(@TempDir Path directory)
      throws RocksDBException {
    var config = new RocksConfig(8 * MEBIBYTE, 64 * MEBIBYTE, 128 * MEBIBYTE, 64, 1, 1, false);
    try (var open = new RocksHandles(directory, config)) {
      fill(open);
      for (int i = 1; i < ROWS; i += ROWS / 100) {
        check(open, i);
      }
    }
  }

  /** Every second number, all in one table. */
  private static void fill(RocksHandles open) throws RocksDBException {
    var rows = open.family(RocksHandles.Family.ROWS);
    for (int from = 0; from < ROWS; from += 10_000) {
      try (var batch = new WriteBatch()) {
        for (int i = from; i < from + 10_000; i++) {
          batch.put(rows, key(2 * i), new byte[0]);
        }
        open.db().write(open.relaxed(), batch);
      }
    }
    open.flush();
    open.db().compactRange(rows);
  }

  private static void check(RocksHandles open, int number) throws RocksDBException {
    var rows = open.family(RocksHandles.Family.ROWS);
    assertNull(open.db().get(rows, open.anywhere(), key(2 * number + 1)));
    assertNotNull(open.db().get(rows, open.anywhere(), key(2 * number)));
    // Refused as Incomplete when it would have to be read from the disk.
    assertNull(open.db().get(rows, open.memoryOnly(), key(2 * number + 1)));
    assertNotNull(open.db().get(rows, open.memoryOnly(), key(2 * number)));
  }

  private static byte[] key(int number) {
    return RocksKeys.row(new Partition(Partition.Kind.ACCOUNT, 1), Key.of(7, number));
  }
}

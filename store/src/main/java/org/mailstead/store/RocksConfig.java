package org.mailstead.store;

/**
 * How much a {@link RocksEngine} may use. The native memory stands beside the Java heap.
 *
 * @param blockCache bytes of unpacked table blocks, indexes and filters
 * @param memtables bytes of rows not yet in a table, all column families together
 * @param writeAheadLog bytes of log before a flush is forced; bounds the time of a start after a
 *     crash
 * @param openFiles table and blob files held open
 * @param readers threads for reads that must go to the disk, and for all long scans
 * @param backgroundJobs flushes and compactions at a time
 * @param salvage opens a write-ahead log that is damaged before its end and gives up what follows
 *     the damage. Acknowledged commits may be gone, so raise all epochs after it.
 */
public record RocksConfig(
    long blockCache,
    long memtables,
    long writeAheadLog,
    int openFiles,
    int readers,
    int backgroundJobs,
    boolean salvage) {
  private static final long MEBIBYTE = 1 << 20;

  /** What fits beside a heap of 512 MiB. */
  public static final RocksConfig DEFAULT =
      new RocksConfig(64 * MEBIBYTE, 64 * MEBIBYTE, 128 * MEBIBYTE, 512, 8, 2, false);

  public RocksConfig {
    if (blockCache < MEBIBYTE || memtables < MEBIBYTE || writeAheadLog < MEBIBYTE) {
      throw new IllegalArgumentException("less than 1 MiB of cache, memtables or log");
    }
    if (openFiles < 16 || readers < 1 || backgroundJobs < 1) {
      throw new IllegalArgumentException("too few open files, readers or background jobs");
    }
  }

  /** A small one for tests: flushes and compactions happen early. */
  static RocksConfig small() {
    return new RocksConfig(MEBIBYTE, MEBIBYTE, MEBIBYTE, 64, 2, 2, false);
  }
}

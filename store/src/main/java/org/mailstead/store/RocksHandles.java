package org.mailstead.store;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.rocksdb.AbstractImmutableNativeReference;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.FlushOptions;
import org.rocksdb.IndexType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.ReadOptions;
import org.rocksdb.ReadTier;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteOptions;

/**
 * An open database with all its native handles. Using one after {@link #close} would end the
 * process, so only {@link RocksGate} hands it out.
 */
final class RocksHandles implements AutoCloseable {
  private static final long MEBIBYTE = 1 << 20;
  private static final int BLOB_FROM = 1 << 10;

  /** Closed last in, first out. */
  private final Deque<AbstractImmutableNativeReference> owned = new ArrayDeque<>();

  private final Map<Family, ColumnFamilyHandle> families = new EnumMap<>(Family.class);
  private final RocksDB db;

  /** Answers from memory or not at all: a status Incomplete where the disk would be needed. */
  private final ReadOptions memoryOnly;

  private final ReadOptions anywhere;
  private final WriteOptions durable;
  private final WriteOptions delayed;
  private final WriteOptions relaxed;

  /** The column families. The names are stored; the first is the one RocksDB always has. */
  enum Family {
    HEADS("default"),
    ROWS("rows"),
    /** Message bodies: large, packed already, kept beside the tables so that compaction is cheap */
    BULK("bulk"),
    LOG("log");

    private final String stored;

    Family(String stored) {
      this.stored = stored;
    }
  }

  RocksHandles(Path directory, RocksConfig config) throws RocksDBException {
    RocksDB.loadLibrary();
    try {
      DBOptions options = own(databaseOptions(config));
      List<ColumnFamilyHandle> opened = new ArrayList<>();
      db = own(RocksDB.open(options, directory.toString(), descriptors(config), opened));
      for (Family family : Family.values()) {
        families.put(family, own(opened.removeFirst()));
      }
      memoryOnly = own(new ReadOptions().setReadTier(ReadTier.BLOCK_CACHE_TIER));
      anywhere = own(new ReadOptions());
      durable = own(new WriteOptions().setSync(true).setNoSlowdown(true));
      delayed = own(new WriteOptions().setSync(true));
      relaxed = own(new WriteOptions());
    } catch (RocksDBException | RuntimeException e) {
      close();
      throw e;
    }
  }

  private <T extends AbstractImmutableNativeReference> T own(T handle) {
    owned.push(handle);
    return handle;
  }

  private static DBOptions databaseOptions(RocksConfig config) {
    return new DBOptions()
        .setCreateIfMissing(true)
        .setCreateMissingColumnFamilies(true)
        .setDbWriteBufferSize(config.memtables())
        .setMaxTotalWalSize(config.writeAheadLog())
        .setMaxOpenFiles(config.openFiles())
        .setMaxBackgroundJobs(config.backgroundJobs())
        .setMaxWriteBatchGroupSizeBytes(16 * MEBIBYTE)
        // Every group is synced before it is acknowledged, so only what follows the last sync may
        // be torn. Damage before that is lost promises: the default mode would drop them in
        // silence, this one refuses to open, and the operator decides.
        .setWalRecoveryMode(
            config.salvage()
                ? WALRecoveryMode.PointInTimeRecovery
                : WALRecoveryMode.TolerateCorruptedTailRecords)
        // What recovery reads may be in the page cache only, after a failed sync. Flushing it to
        // a new, synced table makes the answer of resolve() final.
        .setAvoidFlushDuringRecovery(false)
        // After an error we reopen; RocksDB must not heal itself between two of our writes.
        .setMaxBgErrorResumeCount(0)
        .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
        .setMaxLogFileSize(MEBIBYTE)
        .setKeepLogFileNum(4)
        .setStatsDumpPeriodSec(0)
        .setStatsPersistPeriodSec(0);
  }

  private List<ColumnFamilyDescriptor> descriptors(RocksConfig config) {
    var table =
        new BlockBasedTableConfig()
            .setBlockCache(own(new LRUCache(config.blockCache())))
            .setCacheIndexAndFilterBlocks(true)
            .setPinL0FilterAndIndexBlocksInCache(true)
            .setFilterPolicy(own(new BloomFilter(10)))
            // A table's filter and index as a whole are of some megabytes, and a part of the cache
            // is of one: they would be read anew for every row that is asked for.
            .setIndexType(IndexType.kTwoLevelIndexSearch)
            .setPartitionFilters(true)
            .setPinTopLevelIndexAndFilter(true)
            .setBlockSize(8 << 10);
    List<ColumnFamilyDescriptor> all = new ArrayList<>();
    for (Family family : Family.values()) {
      ColumnFamilyOptions options =
          own(new ColumnFamilyOptions())
              .setTableFormatConfig(table)
              .setWriteBufferSize(config.memtables() / 2)
              .setCompressionType(CompressionType.LZ4_COMPRESSION)
              .setBottommostCompressionType(CompressionType.ZSTD_COMPRESSION);
      if (family == Family.BULK) {
        options
            .setEnableBlobFiles(true)
            .setMinBlobSize(BLOB_FROM)
            .setBlobFileSize(64 * MEBIBYTE)
            .setBlobCompressionType(CompressionType.NO_COMPRESSION)
            .setEnableBlobGarbageCollection(true)
            .setBlobGarbageCollectionForceThreshold(0.5);
      }
      all.add(new ColumnFamilyDescriptor(family.stored.getBytes(RocksKeys.TEXT), options));
    }
    return all;
  }

  RocksDB db() {
    return db;
  }

  ColumnFamilyHandle family(Family family) {
    return Objects.requireNonNull(families.get(family));
  }

  /** Writes what is in memory into tables. */
  void flush() throws RocksDBException {
    try (var options = new FlushOptions().setWaitForFlush(true)) {
      db.flush(options, List.copyOf(families.values()));
    }
  }

  ReadOptions memoryOnly() {
    return memoryOnly;
  }

  ReadOptions anywhere() {
    return anywhere;
  }

  /**
   * A write that is on the disk when it returns; a status Incomplete when it would have to wait.
   */
  WriteOptions durable() {
    return durable;
  }

  /** The same, which waits for its turn when tables cannot be written as fast as rows come. */
  WriteOptions delayed() {
    return delayed;
  }

  /** Whether nothing can be written until rows in memory are in tables. */
  boolean isStopped() throws RocksDBException {
    return db.getLongProperty("rocksdb.is-write-stopped") > 0;
  }

  /** Whether writing tables failed since this was opened. */
  boolean hasFailed() throws RocksDBException {
    return db.getLongProperty("rocksdb.background-errors") > 0;
  }

  /** A write that is on the disk with the next durable one. */
  WriteOptions relaxed() {
    return relaxed;
  }

  @Override
  public void close() {
    while (!owned.isEmpty()) {
      owned.pop().close();
    }
  }
}

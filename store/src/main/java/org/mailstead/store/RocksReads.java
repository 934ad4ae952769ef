package org.mailstead.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.Status;

/**
 * Reads. A thread of the system reads by itself. A virtual one reads what is in memory, in
 * microseconds; what may need the disk is read for it by a few threads of the system, because
 * native calls that wait would hold the carriers of all virtual threads. One or two of them at a
 * time may wait for a single row themselves.
 */
final class RocksReads implements AutoCloseable {
  /** Keys or rows that a caller reads by itself; more would keep its carrier too long. */
  private static final int SHORT = 256;

  /**
   * Reads of one row that callers may take to the disk by themselves at a time. Handing a read over
   * to another thread costs more than reading what the system has in memory; but each of these may
   * hold a carrier of the virtual threads while the disk turns, and there are at least four.
   */
  private static final int DIRECT = 2;

  private final RocksGate gate;
  private final ExecutorService readers;
  private final Semaphore direct = new Semaphore(DIRECT);

  /** A read that goes to the disk only when its options allow it. */
  @FunctionalInterface
  private interface Read<T> {
    T on(RocksHandles open, ReadOptions options) throws RocksDBException;
  }

  RocksReads(RocksGate gate, int threads) {
    this.gate = gate;
    this.readers =
        Executors.newFixedThreadPool(
            threads, Thread.ofPlatform().name("store-reader-", 0).factory());
  }

  Head head(Partition partition) {
    return first(1, (open, options) -> head(open, options, partition));
  }

  static Head head(RocksHandles open, ReadOptions options, Partition partition)
      throws RocksDBException {
    var family = open.family(RocksHandles.Family.HEADS);
    byte[] value = open.db().get(family, options, RocksKeys.head(partition));
    return value == null ? Head.EMPTY : RocksKeys.head(value);
  }

  Optional<byte[]> get(Partition partition, Key key) {
    Read<Optional<byte[]>> read = (open, options) -> get(open, options, partition, key);
    // Bulk rows are never in the block cache.
    return RocksKeys.family(key) == RocksHandles.Family.BULK ? anywhere(1, read) : first(1, read);
  }

  private static Optional<byte[]> get(
      RocksHandles open, ReadOptions options, Partition partition, Key key)
      throws RocksDBException {
    var family = open.family(RocksKeys.family(key));
    return Optional.ofNullable(open.db().get(family, options, RocksKeys.row(partition, key)));
  }

  /** One by one: RocksJava's own multiGet cannot tell a row that is missing from a failed read. */
  Map<Key, byte[]> multiGet(Partition partition, Collection<Key> keys) {
    return first(
        keys.size(),
        (open, options) -> {
          Map<Key, byte[]> found = HashMap.newHashMap(keys.size());
          for (Key key : keys) {
            get(open, options, partition, key).ifPresent(value -> found.put(key, value));
          }
          return found;
        });
  }

  Optional<LogEntry> logEntry(Partition partition, long version) {
    byte[] key = RocksKeys.log(partition, version);
    return first(
        1,
        (open, options) -> {
          byte[] value = open.db().get(open.family(RocksHandles.Family.LOG), options, key);
          return Optional.ofNullable(value).map(v -> RocksKeys.entry(key, v));
        });
  }

  List<LogEntry> changes(Partition partition, long afterVersion, int limit) {
    byte[] from = RocksKeys.log(partition, afterVersion + 1);
    byte[] to = RocksKeys.log(partition, Long.MAX_VALUE);
    return first(
        limit,
        (open, options) -> {
          List<LogEntry> found = new ArrayList<>();
          var piece = new Piece(RocksHandles.Family.LOG, from, to);
          walk(
              open,
              options,
              piece,
              false,
              limit,
              at -> found.add(RocksKeys.entry(at.key(), at.value())));
          return found;
        });
  }

  List<Entry> scan(Partition partition, KeyRange range, boolean reverse, int limit) {
    List<Piece> pieces = pieces(partition, range);
    return first(
        limit,
        (open, options) -> {
          List<Entry> found = new ArrayList<>();
          for (Piece piece : reverse ? pieces.reversed() : pieces) {
            int left = limit - found.size();
            walk(
                open,
                options,
                piece,
                reverse,
                left,
                at -> found.add(new Entry(RocksKeys.key(at.key()), at.value())));
          }
          return found;
        });
  }

  /** Heads from a place on, which is a stored key; in order, at most a limit of them. */
  Map<Partition, Head> heads(byte[] from, byte[] to, int limit) {
    return onReader(open -> {
      Map<Partition, Head> found = new java.util.LinkedHashMap<>();
      var piece = new Piece(RocksHandles.Family.HEADS, from, to);
      walk(
          open,
          open.anywhere(),
          piece,
          false,
          limit,
          at -> found.put(RocksKeys.partition(at.key()), RocksKeys.head(at.value())));
      return found;
    });
  }

  /** A range of stored keys in one column family. */
  private record Piece(RocksHandles.Family family, byte[] from, byte[] to) {}

  /** Cuts a range where bulk rows begin and end. Ranges of one collection stay in one piece. */
  private static List<Piece> pieces(Partition partition, KeyRange range) {
    List<Piece> pieces = new ArrayList<>();
    Key from = range.from();
    for (int border : new int[] {RocksKeys.BULK_FROM, RocksKeys.BULK_TO, 0}) {
      Key end = range.to();
      if (border > 0 && Key.of(border, 0).compareTo(end) < 0) {
        end = Key.of(border, 0);
      }
      if (from.compareTo(end) < 0) {
        byte[] first = RocksKeys.row(partition, from);
        pieces.add(new Piece(RocksKeys.family(from), first, RocksKeys.row(partition, end)));
        from = end;
      }
    }
    return pieces;
  }

  @FunctionalInterface
  private interface Found {
    void at(RocksIterator row);
  }

  private static void walk(
      RocksHandles open, ReadOptions options, Piece piece, boolean reverse, int limit, Found found)
      throws RocksDBException {
    if (limit <= 0) {
      return;
    }
    try (var from = new Slice(piece.from);
        var to = new Slice(piece.to);
        var bounded = new ReadOptions(options);
        var at =
            open.db()
                .newIterator(
                    open.family(piece.family),
                    bounded.setIterateLowerBound(from).setIterateUpperBound(to))) {
      if (reverse) {
        at.seekToLast();
      } else {
        at.seekToFirst();
      }
      for (int left = limit; left > 0 && at.isValid(); left--) {
        found.at(at);
        if (reverse) {
          at.prev();
        } else {
          at.next();
        }
      }
      at.status(); // an iterator that failed looks like one that came to its end
    }
  }

  /** From memory on this thread when it is short and all there, else by a reader. */
  private <T> T first(int length, Read<T> read) {
    if (length <= SHORT && Thread.currentThread().isVirtual()) {
      Optional<T> quick =
          gate.inside(open -> {
            try {
              return Optional.of(read.on(open, open.memoryOnly()));
            } catch (RocksDBException e) {
              if (RocksGate.is(e, Status.Code.Incomplete)) {
                return Optional.empty();
              }
              throw e;
            }
          });
      if (quick.isPresent()) {
        return quick.get();
      }
    }
    return anywhere(length, read);
  }

  private <T> T anywhere(int length, Read<T> read) {
    if (!Thread.currentThread().isVirtual()) {
      return gate.inside(open -> read.on(open, open.anywhere()));
    }
    if (length == 1 && direct.tryAcquire()) {
      try {
        return gate.inside(open -> read.on(open, open.anywhere()));
      } finally {
        direct.release();
      }
    }
    return onReader(open -> read.on(open, open.anywhere()));
  }

  /** Does something slow with the database on a platform thread. */
  <T> T onReader(RocksGate.Work<T> work) {
    try {
      return GroupQueue.await(CompletableFuture.supplyAsync(() -> gate.inside(work), readers));
    } catch (RejectedExecutionException e) {
      throw RocksGate.unavailable();
    }
  }

  @Override
  public void close() {
    readers.close();
  }
}

package org.mailstead.store;

import static java.lang.System.Logger.Level.INFO;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.mailstead.words.Refused;
import org.rocksdb.Checkpoint;
import org.rocksdb.RocksDBException;

/**
 * Keeps partitions in RocksDB on this machine's disk: the default engine. Applied means synced. One
 * process may have a directory open at a time. After {@link #close} every call is refused as
 * UNAVAILABLE.
 *
 * <p>A write or sync that fails answers Unknown to all commits of its group; the database is then
 * closed and read again from the disk, so that {@link #resolve} tells what became of them. While
 * that does not succeed, for example because the disk is full, everything is refused as UNAVAILABLE
 * and it is tried again every second.
 */
public final class RocksEngine implements Engine {
  private static final System.Logger LOG = System.getLogger(RocksEngine.class.getName());
  private static final int PAGE = 1000;
  private static final byte FORMAT = 1;

  /** Where the format stands, among the heads: no partition kind has the code 0. */
  private static final byte[] FORMAT_KEY = {0};

  private final RocksGate gate;
  private final RocksReads reads;
  private final RocksCommitter committer;

  /**
   * What was done since it was opened.
   *
   * @param commits answered, conflicts included
   * @param groups writes with a sync; the commits shared them
   * @param failures groups whose outcome was unknown
   */
  public record Counts(long commits, long groups, long failures) {}

  private RocksEngine(RocksGate gate, RocksConfig config, InstantSource clock) {
    this.gate = gate;
    this.reads = new RocksReads(gate, config.readers());
    this.committer = new RocksCommitter(gate, clock);
  }

  /**
   * Opens a directory, which is made when it is not there.
   *
   * @throws IOException when it cannot be opened, also because acknowledged commits are damaged
   */
  public static RocksEngine open(Path directory, RocksConfig config, InstantSource clock)
      throws IOException {
    Files.createDirectories(directory);
    var gate = new RocksGate(directory, config);
    int format = gate.inside(RocksEngine::format);
    if (format != FORMAT) {
      gate.close();
      throw new IOException(directory + " has format " + format + ", this release reads " + FORMAT);
    }
    var engine = new RocksEngine(gate, config, clock);
    engine.committer.start();
    return engine;
  }

  private static int format(RocksHandles open) throws RocksDBException {
    byte[] stored = open.db().get(FORMAT_KEY);
    if (stored == null) {
      open.db().put(open.durable(), FORMAT_KEY, new byte[] {FORMAT});
      return FORMAT;
    }
    return stored.length == 0 ? 0 : stored[0];
  }

  @Override
  public Head head(Partition partition, Level level) {
    return committer.shown(partition).orElseGet(() -> reads.head(partition));
  }

  @Override
  public Optional<byte[]> get(Partition partition, Key key, Level level) {
    return reads.get(partition, key);
  }

  @Override
  public Map<Key, byte[]> multiGet(Partition partition, Collection<Key> keys, Level level) {
    return reads.multiGet(partition, keys);
  }

  @Override
  public List<Entry> scan(
      Partition partition, KeyRange range, boolean reverse, int limit, Level level) {
    return reads.scan(partition, range, reverse, limit);
  }

  @Override
  public List<LogEntry> changes(Partition partition, long afterVersion, int limit) {
    return reads.changes(partition, afterVersion, limit);
  }

  @Override
  public Outcome commit(Commit commit) {
    return committer.commit(commit);
  }

  @Override
  public boolean resolve(Partition partition, CommitId id, long expectedVersion) {
    return reads
        .logEntry(partition, expectedVersion + 1)
        .filter(e -> e.id().equals(id))
        .isPresent();
  }

  @Override
  public void trimLog(Partition partition, long upToVersion) {
    byte[] from = RocksKeys.log(partition, 0);
    byte[] to = RocksKeys.log(partition, upToVersion + 1);
    reads.onReader(open -> {
      // Not synced: a log that comes back after a crash is trimmed again the next time.
      open.db().deleteRange(open.family(RocksHandles.Family.LOG), open.relaxed(), from, to);
      return to;
    });
  }

  @Override
  public Head raiseEpoch(Partition partition, int epoch) {
    return GroupQueue.await(committer.raise(partition, epoch));
  }

  /**
   * Begins a new epoch in every partition, the highest of all plus one: what must follow when an
   * older state was restored, before anybody is let in.
   *
   * @return the new epoch
   */
  public int raiseAllEpochs() {
    var highest = new int[1];
    heads(1, 255, (_, head) -> highest[0] = Math.max(highest[0], head.epoch()));
    int next = highest[0] + 1;
    List<CompletableFuture<Head>> under = new ArrayList<>();
    heads(
        1,
        255,
        (partition, _) -> {
          under.add(committer.raise(partition, next));
          if (under.size() == PAGE) {
            under.forEach(GroupQueue::await);
            under.clear();
          }
        });
    under.forEach(GroupQueue::await);
    return next;
  }

  @Override
  public void partitions(Partition.Kind kind, Consumer<Partition> each) {
    heads(kind.code(), kind.code() + 1, (partition, _) -> each.accept(partition));
  }

  /** Calls back on the caller's thread, outside the gate, so that it may use the engine. */
  private void heads(int fromKind, int toKind, BiConsumer<Partition, Head> each) {
    byte[] from = {(byte) fromKind};
    byte[] to = {(byte) toKind};
    while (true) {
      Map<Partition, Head> page = reads.heads(from, to, PAGE);
      byte[] last = from;
      for (var head : page.entrySet()) {
        each.accept(head.getKey(), head.getValue());
        last = RocksKeys.head(head.getKey());
      }
      if (page.size() < PAGE) {
        return;
      }
      from = Arrays.copyOf(last, last.length + 1);
    }
  }

  /**
   * Makes a directory that holds the state of one moment and can be opened as an engine; the
   * running one goes on. Files are shared by hard links where both lie on one filesystem.
   *
   * @param directory must not be there; its parent must
   */
  public void checkpoint(Path directory) {
    reads.onReader(open -> {
      try (var checkpoint = Checkpoint.create(open.db())) {
        checkpoint.createCheckpoint(directory.toString());
      }
      return directory;
    });
  }

  public Counts counts() {
    return committer.counts();
  }

  /** Spares the next start from reading the write-ahead log: all is durable without it. */
  private void settle() {
    try {
      reads.onReader(open -> {
        open.flush();
        return open;
      });
    } catch (Refused e) {
      LOG.log(INFO, "the store is closed without a flush: {0}", e.problem());
    }
  }

  @Override
  public void close() {
    committer.close();
    settle();
    reads.close();
    gate.close();
  }
}

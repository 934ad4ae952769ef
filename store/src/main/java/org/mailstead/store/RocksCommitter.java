package org.mailstead.store;

import static java.lang.System.Logger.Level.ERROR;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.mailstead.words.Refused;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;
import org.rocksdb.WriteBatch;

/**
 * One thread at a time writes. It takes what came while the one before it was busy, checks each
 * commit's version against the head as the commits before it leave it, writes all of them as one
 * batch with one sync, and only then answers: sixty-four commits would cost sixty-four syncs
 * otherwise. A thread of the system that finds nobody at work does it by itself, which saves two
 * hand-overs; a virtual thread would hold its carrier through the sync and starve all others, so a
 * thread of our own writes for those, and whatever is left over.
 */
final class RocksCommitter {
  private static final System.Logger LOG = System.getLogger(RocksCommitter.class.getName());
  private static final int HEADS = 10_000;
  private static final long RETRY = Duration.ofSeconds(1).toNanos();

  /** How long a group waits for room in memory, looking every so often. */
  private static final long PATIENCE = Duration.ofSeconds(30).toNanos();

  private static final long PAUSE = Duration.ofMillis(2).toNanos();

  private final RocksGate gate;
  private final InstantSource clock;
  private final GroupQueue<Request> queue = new GroupQueue<>(RocksCommitter::size);
  private final Thread thread = Thread.ofPlatform().name("store-committer").unstarted(this::run);

  /** Whose turn it is to write; guards what follows the counters. */
  private final ReentrantLock turn = new ReentrantLock();

  private final LongAdder commits = new LongAdder();
  private final LongAdder groups = new LongAdder();
  private final LongAdder failures = new LongAdder();

  /** Heads as they are on the disk. */
  private final Map<Partition, Head> heads =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Partition, Head> eldest) {
          if (size() <= HEADS) {
            return false;
          }
          shown.remove(eldest.getKey());
          return true;
        }
      };

  /** The same for readers, who have no turn. Only who has one may write it: else an old one. */
  private final Map<Partition, Head> shown = new ConcurrentHashMap<>();

  private boolean broken;
  private long lastTry;

  private sealed interface Request {
    record Write(Commit commit, CompletableFuture<Outcome> outcome) implements Request {}

    record Raise(Partition partition, int epoch, CompletableFuture<Head> head) implements Request {}
  }

  RocksCommitter(RocksGate gate, InstantSource clock) {
    this.gate = gate;
    this.clock = clock;
  }

  void start() {
    thread.start();
  }

  Outcome commit(Commit commit) {
    var request = new Request.Write(commit, new CompletableFuture<>());
    if (Thread.currentThread().isVirtual() || !turn.tryLock()) {
      enter(request);
    } else {
      try {
        write(request);
      } finally {
        turn.unlock();
        queue.wake();
      }
    }
    return GroupQueue.await(request.outcome);
  }

  private void write(Request request) {
    if (!queue.putQuietly(request)) {
      throw RocksGate.unavailable();
    }
    serveNext();
  }

  CompletableFuture<Head> raise(Partition partition, int epoch) {
    var request = new Request.Raise(partition, epoch, new CompletableFuture<>());
    enter(request);
    return request.head;
  }

  RocksEngine.Counts counts() {
    return new RocksEngine.Counts(commits.sum(), groups.sum(), failures.sum());
  }

  private void enter(Request request) {
    if (!queue.put(request)) {
      throw RocksGate.unavailable();
    }
  }

  private static long size(Request request) {
    return switch (request) {
      case Request.Write(Commit commit, _) -> commit.bytes();
      case Request.Raise _ -> RocksKeys.PREFIX;
    };
  }

  private void run() {
    while (!queue.isDone()) {
      queue.await(RETRY);
      serveInTurn();
    }
    // Who writes by itself comes to its end before the database is closed.
    serveInTurn();
  }

  private void serveInTurn() {
    turn.lock();
    try {
      serveNext();
    } finally {
      turn.unlock();
    }
  }

  private void serveNext() {
    List<Request> group = queue.poll();
    if (broken && System.nanoTime() - lastTry > RETRY) {
      reopen();
    }
    if (broken) {
      group.forEach(request -> fail(request, RocksGate.unavailable()));
    } else if (!group.isEmpty()) {
      serve(group);
    }
  }

  private void serve(List<Request> group) {
    Map<Partition, Head> ahead = new HashMap<>();
    List<Runnable> answers = new ArrayList<>(group.size());
    try (var batch = new WriteBatch()) {
      for (Request request : group) {
        answers.add(
            switch (request) {
              case Request.Write(Commit commit, var outcome) -> {
                Outcome known = add(batch, commit, ahead);
                yield () -> outcome.complete(known);
              }
              case Request.Raise(Partition partition, int epoch, var head) -> {
                Head known = raise(batch, partition, epoch, ahead);
                yield () -> head.complete(known);
              }
            });
      }
      if (batch.count() > 0) {
        // Until it is known what came of it readers look into the database: no row is newer than
        // the head that was read after it.
        ahead.keySet().forEach(shown::remove);
        gate.attempt(open -> {
          write(open, batch);
          return batch;
        });
      }
    } catch (RocksDBException | RuntimeException | Error e) {
      LOG.log(ERROR, "a group of " + group.size() + " commits failed", e);
      failures.increment();
      reopen();
      group.forEach(this::unknown);
      return;
    }
    ahead.forEach(this::know);
    commits.add(group.size());
    groups.increment();
    answers.forEach(Runnable::run);
  }

  /**
   * Waits while memory is full of rows that are being written to tables, but not for a disk that is
   * full: RocksDB would wait inside the call until somebody makes room, and nobody would be told.
   */
  private static void write(RocksHandles open, WriteBatch batch) throws RocksDBException {
    long end = System.nanoTime() + PATIENCE;
    while (true) {
      try {
        open.db().write(open.durable(), batch);
        return;
      } catch (RocksDBException e) {
        boolean stalled = RocksGate.is(e, Status.Code.Incomplete);
        if (!stalled || open.hasFailed() || System.nanoTime() > end) {
          throw e;
        }
      }
      if (!open.isStopped()) {
        open.db().write(open.delayed(), batch);
        return;
      }
      LockSupport.parkNanos(PAUSE);
    }
  }

  private Head head(Partition partition, Map<Partition, Head> ahead) throws RocksDBException {
    Head next = ahead.get(partition);
    if (next != null) {
      return next;
    }
    Head known = heads.get(partition);
    if (known != null) {
      return known;
    }
    Head stored = gate.attempt(open -> RocksReads.head(open, open.anywhere(), partition));
    know(partition, stored);
    return stored;
  }

  private void know(Partition partition, Head head) {
    heads.put(partition, head);
    shown.put(partition, head);
  }

  /** The head of a partition that was written to lately, without a look at the database. */
  Optional<Head> shown(Partition partition) {
    return Optional.ofNullable(shown.get(partition));
  }

  private Outcome add(WriteBatch batch, Commit commit, Map<Partition, Head> ahead)
      throws RocksDBException {
    Partition partition = commit.partition();
    Head head = head(partition, ahead);
    if (commit.epoch() != head.epoch()) {
      return new Outcome.Fenced(head);
    }
    if (commit.expectedVersion() != head.version()) {
      return new Outcome.Conflict(head);
    }
    var next = new Head(commit.version(), commit.epoch(), head.home(), commit.id());
    byte[] entry = RocksKeys.write(commit.id(), clock.instant(), commit.log());
    gate.attempt(open -> {
      for (Op op : commit.ops()) {
        byte[] key = RocksKeys.row(partition, op.key());
        var family = open.family(RocksKeys.family(op.key()));
        switch (op) {
          case Op.Put(_, byte[] value) -> batch.put(family, key, value);
          case Op.Delete _ -> batch.delete(family, key);
        }
      }
      byte[] log = RocksKeys.log(partition, next.version());
      batch.put(open.family(RocksHandles.Family.LOG), log, entry);
      putHead(open, batch, partition, next);
      return batch;
    });
    ahead.put(partition, next);
    return new Outcome.Applied(next.version());
  }

  private Head raise(WriteBatch batch, Partition partition, int epoch, Map<Partition, Head> ahead)
      throws RocksDBException {
    Head old = head(partition, ahead);
    if (old.epoch() >= epoch) {
      return old;
    }
    var next = new Head(Versions.start(epoch), epoch, old.home(), old.lastCommit());
    gate.attempt(open -> {
      byte[] key = RocksKeys.row(partition, History.epochEnd(old.epoch()));
      var rows = open.family(RocksHandles.Family.ROWS);
      batch.put(rows, key, History.version(old.version()));
      putHead(open, batch, partition, next);
      return batch;
    });
    ahead.put(partition, next);
    return next;
  }

  private static void putHead(RocksHandles open, WriteBatch batch, Partition partition, Head head)
      throws RocksDBException {
    var family = open.family(RocksHandles.Family.HEADS);
    batch.put(family, RocksKeys.head(partition), RocksKeys.write(head));
  }

  /** Done before anybody is answered, so that whoever then asks what happened gets the truth. */
  private void reopen() {
    heads.clear();
    shown.clear();
    broken = !gate.reopen();
    lastTry = System.nanoTime();
  }

  private void unknown(Request request) {
    switch (request) {
      case Request.Write(_, var outcome) ->
          outcome.complete(new Outcome.Unknown("the disk failed; the store was reopened"));
      case Request.Raise _ -> fail(request, RocksGate.unavailable());
    }
  }

  private static void fail(Request request, Refused why) {
    switch (request) {
      case Request.Write(_, var outcome) -> outcome.completeExceptionally(why);
      case Request.Raise(_, _, var head) -> head.completeExceptionally(why);
    }
  }

  /** Serves what is waiting, then ends. */
  void close() {
    queue.close(thread);
    shown.clear();
  }
}

package org.mailstead.store;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * The one thread that appends to segment files: what came while it was busy is written and synced
 * together. A write that fails is cut off again, and the next group begins a new file, because
 * after a failed sync nobody knows what of a file is on the disk.
 */
final class SegmentWriter implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(SegmentWriter.class.getName());
  private static final long TURN = Duration.ofSeconds(10).toNanos();

  private final Segments segments;
  private final long rollAt;
  private final GroupQueue<Request> queue = new GroupQueue<>(SegmentWriter::size);
  private final Thread thread = Thread.ofPlatform().name("store-segments").unstarted(this::run);

  /** This thread's own. Null until the first append, and after a failure. */
  private @Nullable FileChannel file;

  private long number;
  private long end;

  private sealed interface Request {
    record Append(BlobId id, byte[] packed, CompletableFuture<Segments.Place> place)
        implements Request {}

    record Roll(CompletableFuture<Long> number) implements Request {}
  }

  SegmentWriter(Segments segments, long rollAt) {
    this.segments = segments;
    this.rollAt = rollAt;
  }

  /** Goes on in a segment that recovery found whole. */
  void goOn(long number, long end) throws IOException {
    file = FileChannel.open(segments.path(number), StandardOpenOption.WRITE);
    this.number = number;
    this.end = end;
  }

  void start() {
    thread.start();
  }

  /** Durable when it returns. The segment stays pinned until {@link Segments#settle}. */
  Segments.Place append(BlobId id, byte[] packed) {
    var request = new Request.Append(id, packed, new CompletableFuture<>());
    enter(request);
    return GroupQueue.await(request.place);
  }

  /** Ends the current segment; returns the number of the one that is appended to from now on. */
  long roll() {
    var request = new Request.Roll(new CompletableFuture<>());
    enter(request);
    return GroupQueue.await(request.number);
  }

  private void enter(Request request) {
    if (!queue.put(request)) {
      throw new Refused(Problem.Kind.UNAVAILABLE, "store.closed");
    }
  }

  private static long size(Request request) {
    return switch (request) {
      case Request.Append(_, byte[] packed, _) -> SegmentFile.RECORD + packed.length;
      case Request.Roll _ -> 0;
    };
  }

  private void run() {
    while (!queue.isDone()) {
      List<Request> group = queue.take(TURN);
      if (group.isEmpty()) {
        continue;
      }
      List<Segments.Place> pinned = new ArrayList<>();
      try {
        serve(group, pinned).forEach(Runnable::run);
      } catch (IOException | RuntimeException | Error e) {
        LOG.log(ERROR, "a group of " + group.size() + " blobs failed", e);
        abandon();
        pinned.forEach(segments::settle);
        Refused why = refused(e);
        group.forEach(request -> fail(request, why));
      }
    }
    abandonQuietly();
  }

  private List<Runnable> serve(List<Request> group, List<Segments.Place> pinned)
      throws IOException {
    List<Runnable> answers = new ArrayList<>();
    List<ByteBuffer> records = new ArrayList<>();
    long at = end;
    for (Request request : group) {
      switch (request) {
        case Request.Append(BlobId id, byte[] packed, var place) -> {
          long after = at + SegmentFile.RECORD + packed.length;
          if (file == null || (after > rollAt && at > SegmentFile.HEADER)) {
            flush(records);
            begin();
            at = end;
          }
          var found = new Segments.Place(number, at);
          records.add(SegmentFile.recordHeader(id, packed));
          records.add(ByteBuffer.wrap(packed));
          at += SegmentFile.RECORD + packed.length;
          segments.pin(found); // before the segment can be rolled
          pinned.add(found);
          answers.add(() -> place.complete(found));
        }
        case Request.Roll(var next) -> {
          flush(records);
          begin();
          at = end;
          long now = number;
          answers.add(() -> next.complete(now));
        }
      }
    }
    flush(records);
    return answers;
  }

  private void flush(List<ByteBuffer> records) throws IOException {
    if (records.isEmpty() || file == null) {
      return;
    }
    var all = records.toArray(new ByteBuffer[0]);
    long left = 0;
    for (ByteBuffer record : all) {
      left += record.remaining();
    }
    long next = end + left;
    file.position(end);
    while (left > 0) {
      left -= file.write(all);
    }
    file.force(false);
    end = next;
    records.clear();
  }

  private void begin() throws IOException {
    if (file != null) {
      file.close();
      file = null;
    }
    long next = segments.next();
    file =
        FileChannel.open(
            segments.path(next), StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
    number = next;
    end = SegmentFile.HEADER;
    ByteBuffer header = SegmentFile.header(next);
    while (header.hasRemaining()) {
      file.write(header);
    }
    file.force(true);
    Segments.sync(segments.directory());
    segments.began(next);
  }

  /** Cuts a part of a group that may have been written; records before it were synced. */
  private void abandon() {
    if (file == null) {
      return;
    }
    try (var broken = file) {
      broken.truncate(end);
      broken.force(true);
    } catch (IOException e) {
      LOG.log(WARNING, "the torn end of segment {0} stays: {1}", number, RocksGate.why(e));
    }
    file = null;
  }

  private void abandonQuietly() {
    try {
      if (file != null) {
        file.close();
      }
    } catch (IOException e) {
      LOG.log(WARNING, "cannot close segment {0}", number);
    }
  }

  static Refused refused(Throwable why) {
    String told = String.valueOf(why.getMessage());
    return told.contains("No space left") || told.contains("quota")
        ? new Refused(Problem.Kind.NO_SPACE, "store.full")
        : new Refused(Problem.Kind.UNAVAILABLE, "blob.disk", told);
  }

  private static void fail(Request request, Refused why) {
    switch (request) {
      case Request.Append(_, _, var place) -> place.completeExceptionally(why);
      case Request.Roll(var number) -> number.completeExceptionally(why);
    }
  }

  /** Writes what is waiting, then ends. */
  @Override
  public void close() {
    queue.close(thread);
  }
}

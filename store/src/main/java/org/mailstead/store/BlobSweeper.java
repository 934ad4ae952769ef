package org.mailstead.store;

import static java.lang.System.Logger.Level.ERROR;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.StampedLock;
import org.mailstead.store.rows.BlobRow;

/**
 * Gives back the room of blobs that nobody needs. First the index rows go, each in a commit that
 * looks again; then the files that no row points to, and segments that are more than half dead are
 * copied. What counts as dead is found by counting the rows that point to a segment, so there is no
 * number that a crash could leave wrong.
 */
final class BlobSweeper {
  private static final System.Logger LOG = System.getLogger(BlobSweeper.class.getName());
  private static final int HOLDERS = 500;

  private final BlobIndex index;
  private final Segments segments;
  private final BlobFiles files;
  private final Duration grace;
  private final StampedLock removal;
  private final ReentrantLock one = new ReentrantLock();

  BlobSweeper(
      BlobIndex index, Segments segments, BlobFiles files, Duration grace, StampedLock removal) {
    this.index = index;
    this.segments = segments;
    this.files = files;
    this.grace = grace;
    this.removal = removal;
  }

  Blobs.Swept sweep(References references, Instant now) throws IOException {
    one.lock();
    try {
      return new Sweep(references, now).run();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } finally {
      one.unlock();
    }
  }

  private final class Sweep {
    private final References references;
    private final Instant now;
    private final long before;
    private long blobs;
    private long octets;
    private int rewritten;

    Sweep(References references, Instant now) {
      this.references = references;
      this.now = now;
      this.before = now.minus(grace).toEpochMilli();
    }

    Blobs.Swept run() throws IOException {
      // Asked first: whatever the index says later holds for these, because every record of them
      // that will ever be indexed is indexed now.
      List<Long> settled = segments.settled();
      Map<Long, Long> living = living(true);
      removeUnless(living, settled);
      removeOrphans();
      List<Long> copied = new ArrayList<>();
      for (long segment : settled) {
        long alive = living.getOrDefault(segment, 0L);
        if (alive > 0 && 2 * alive < Files.size(segments.path(segment))) {
          rewrite(segment);
          copied.add(segment);
        }
      }
      if (!copied.isEmpty()) {
        removeUnless(living(false), copied);
      }
      index.trimLogs(now);
      return new Blobs.Swept(blobs, octets, rewritten);
    }

    /** Octets that rows point to, by segment; the sum is taken after the removals. */
    private Map<Long, Long> living(boolean removing) {
      Map<Long, Long> living = new HashMap<>();
      index.each((id, row) -> {
        if (removing && row.getMarked() < before && isForgotten(id, row)) {
          blobs++;
        } else if (row.hasSegment()) {
          long length = SegmentFile.RECORD + row.getPacked();
          living.merge(row.getSegment().getNumber(), length, Long::sum);
        }
      });
      return living;
    }

    /** Asks every holder, and removes the rows of those that hold no more. */
    private boolean isForgotten(BlobId id, BlobRow row) {
      while (true) {
        List<Key> page = index.holders(id, HOLDERS);
        List<Key> gone = new ArrayList<>(page);
        gone.removeIf(key -> references.holds(BlobIndex.holder(key), id));
        boolean held = gone.size() < page.size();
        boolean whole = !held && page.size() < HOLDERS;
        if (!gone.isEmpty() || whole) {
          if (!index.forget(id, row, gone, whole)) {
            return false;
          }
        }
        if (held || whole) {
          return whole && removeFile(row);
        }
      }
    }

    /** True in any case: the row is gone, and a file that stays is an orphan. */
    private boolean removeFile(BlobRow row) {
      if (row.hasFile()) {
        remove(() -> files.delete(row.getFile().getName()), row.getPacked());
      }
      return true;
    }

    private void removeUnless(Map<Long, Long> living, List<Long> some) throws IOException {
      for (long segment : some) {
        if (!living.containsKey(segment)) {
          remove(() -> segments.delete(segment), Files.size(segments.path(segment)));
        }
      }
    }

    /** Does nothing while a backup copies; a later sweep finds what stayed. */
    private void remove(Removal work, long size) {
      long stamp = removal.tryWriteLock();
      if (stamp == 0) {
        return;
      }
      try {
        work.run();
        octets += size;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } finally {
        removal.unlockWrite(stamp);
      }
    }

    /** Copies the living records; the file goes once no row points to it. */
    private void rewrite(long segment) throws IOException {
      SegmentFile.Extent extent =
          SegmentFile.scan(segments.path(segment), found -> move(segment, found));
      if (extent.damaged()) {
        LOG.log(ERROR, "segment {0} is damaged", segments.path(segment));
      }
      rewritten++;
    }

    private void move(long segment, SegmentFile.Found found) {
      var from = Blobs.proto(new Segments.Place(segment, found.offset()));
      BlobRow seen = BlobRow.newBuilder().setSegment(from).build();
      if (index.find(found.id()).filter(row -> BlobIndex.samePlace(row, seen)).isEmpty()) {
        return;
      }
      Segments.Place place = segments.append(found.id(), found.packed());
      index.move(found.id(), seen, seen.toBuilder().setSegment(Blobs.proto(place)).build());
      segments.settle(place);
    }

    /** Removes files that a crash, or a backup under way, left without a row. */
    private void removeOrphans() throws IOException {
      for (Path file : files.files()) {
        String name = file.getFileName().toString();
        files
            .settled(file)
            .filter(
                id -> index.find(id).filter(row -> row.getFile().getName().equals(name)).isEmpty())
            .ifPresent(_ -> remove(() -> files.delete(name), file.toFile().length()));
      }
    }
  }

  @FunctionalInterface
  private interface Removal {
    void run() throws IOException;
  }
}

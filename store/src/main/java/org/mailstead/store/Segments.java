package org.mailstead.store;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * The segment files of a directory, oldest first by number; the last one is appended to.
 *
 * <p>A segment is pinned while a record of it is not yet in the index: the sweeper would take the
 * record for dead and the file for removable. A put whose index commit has an unknown outcome keeps
 * its pin until the next start.
 */
final class Segments implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Segments.class.getName());
  private static final String SUFFIX = ".seg";

  private final Path directory;
  private final SegmentWriter writer;
  private final Map<Long, Integer> pins = new ConcurrentHashMap<>();

  /** Number and nothing else: all files that are there. */
  private final NavigableMap<Long, Boolean> known = new ConcurrentSkipListMap<>();

  private final AtomicLong last = new AtomicLong();

  /** The segment that is appended to, or the next one; those before it are final. */
  private volatile long active = 1;

  /** Where a record's header begins. */
  record Place(long number, long offset) {}

  Segments(Path directory, long rollAt) throws IOException {
    this.directory = Files.createDirectories(directory);
    this.writer = new SegmentWriter(this, rollAt);
    try (var files = Files.list(directory)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (name.endsWith(SUFFIX)) {
          known.put(Long.parseLong(name.replace(SUFFIX, ""), 16), true);
        }
      }
    }
    if (!known.isEmpty()) {
      last.set(known.lastKey());
      active = last.get() + 1;
      recover(known.lastKey());
    }
    writer.start();
  }

  /**
   * Cuts what a crash left at the end of the last segment: never more than what was not yet
   * acknowledged. With whole records behind something unreadable, that is no torn end; the file
   * then stays as it is.
   */
  private void recover(long number) throws IOException {
    Path path = path(number);
    SegmentFile.Extent extent = SegmentFile.scan(path, _ -> {});
    if (extent.damaged()) {
      LOG.log(ERROR, "segment {0} is damaged; it is kept, and a new one is begun", path);
      return;
    }
    if (Files.size(path) > extent.end()) {
      LOG.log(INFO, "segment {0}: cutting a torn end after {1}", path, extent.end());
      try (var file = FileChannel.open(path, StandardOpenOption.WRITE)) {
        file.truncate(extent.end());
        file.force(true);
      }
    }
    writer.goOn(number, extent.end());
    active = number;
  }

  Path directory() {
    return directory;
  }

  Path path(long number) {
    return directory.resolve("%016x".formatted(number) + SUFFIX);
  }

  /** Makes the names in a directory durable. */
  static void sync(Path directory) throws IOException {
    try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** The number of a segment to begin. */
  long next() {
    long number = last.incrementAndGet();
    known.put(number, true);
    return number;
  }

  void began(long number) {
    active = number;
  }

  void pin(Place place) {
    pins.merge(place.number, 1, Integer::sum);
  }

  /** The record is in the index now, or nobody will ever put it there. */
  void settle(Place place) {
    pins.computeIfPresent(place.number, (_, count) -> count == 1 ? null : count - 1);
  }

  /** Durable when it returns; call {@link #settle} when the index knows it. */
  Place append(BlobId id, byte[] packed) {
    return writer.append(id, packed);
  }

  /** Ends the current segment, so that all that were appended to are final. */
  void roll() {
    writer.roll();
  }

  /** Segments to which nothing is appended, and of which every record that counts is indexed. */
  List<Long> settled() {
    List<Long> settled = new ArrayList<>();
    // The pins are read after the file is known not to be appended to, so none can come after.
    for (long number : known.headMap(active, false).keySet()) {
      if (!pins.containsKey(number)) {
        settled.add(number);
      }
    }
    return settled;
  }

  /** All files that are not appended to. */
  List<Path> files() {
    return known.headMap(active, false).keySet().stream().map(this::path).toList();
  }

  /** The packed bytes of a record; the caller closes it. */
  BlobSource open(Place place, BlobId id, long packed) throws IOException {
    var file = FileChannel.open(path(place.number), StandardOpenOption.READ);
    boolean good = false;
    try {
      good = SegmentFile.isRecord(file, place.offset, id, packed);
    } finally {
      if (!good) {
        file.close();
      }
    }
    if (!good) {
      throw new Refused(Problem.Kind.CORRUPT, "blob.corrupt", "not where the index says");
    }
    return new BlobSource.Region(file, place.offset + SegmentFile.RECORD, packed);
  }

  void delete(long number) throws IOException {
    Files.deleteIfExists(path(number));
    known.remove(number);
  }

  @Override
  public void close() {
    writer.close();
  }
}

package org.mailstead.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.StampedLock;
import org.mailstead.store.rows.BlobRow;
import org.mailstead.store.rows.FilePlace;
import org.mailstead.store.rows.SegmentPlace;
import org.mailstead.words.AccountId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * Bytes too large for a row, kept once for each scope: in segment files that many share, or in
 * files of their own, with an index in the partitions of kind BLOBS. One process may have a
 * directory open at a time.
 *
 * <p>Order of things: the bytes are durable, then the index row with mark and holder, then the
 * commit that refers to it. A crash between them leaves bytes that nobody knows, which the sweeper
 * removes, and never a reference to nothing.
 *
 * <p>Backup: bytes that are in a file never change, and only the sweeper removes files. So {@link
 * #freeze} first, which keeps the sweeper from that; then the engine's checkpoint; then copy or
 * link {@link Frozen#files}. Whatever the checkpoint's index names is then in the copy; what is in
 * the copy beyond that is swept after a restore.
 */
public final class Blobs implements AutoCloseable {
  private static final int ATTEMPTS = 3;

  private final Path directory;
  private final BlobIndex index;
  private final Segments segments;
  private final BlobFiles files;
  private final BlobSweeper sweeper;
  private final Space space;
  private final InstantSource clock;
  private final Zstd zstd = new Zstd();

  /** Held for writing while a file is removed, for reading while a backup copies. */
  private final StampedLock removal = new StampedLock();

  /** Opens a directory, which is made when it is not there, and cleans up after a crash. */
  public Blobs(
      Path directory, Accounts accounts, BlobsConfig config, Space space, InstantSource clock)
      throws IOException {
    this.directory = directory;
    this.index = new BlobIndex(accounts, config.grace());
    this.files = new BlobFiles(directory);
    this.segments = new Segments(directory.resolve("segments"), config.segmentBytes());
    this.sweeper = new BlobSweeper(index, segments, files, config.grace(), removal);
    this.space = space;
    this.clock = clock;
  }

  Space space() {
    return space;
  }

  Zstd zstd() {
    return zstd;
  }

  /** Begins a blob. Close it, or finish it. */
  public BlobDraft draft(BlobScope scope) {
    return new BlobDraft(this, scope, files::draft);
  }

  /** Puts a packed blob into a segment, unless it is stored already. */
  void putRecord(BlobId id, long size, byte[] packed, Optional<AccountId> holder) {
    Instant now = clock.instant();
    if (index.renew(id, holder, now)) {
      return;
    }
    space.check();
    Segments.Place place = segments.append(id, packed);
    space.took(packed.length);
    BlobRow fresh = row(size, packed.length, now).setSegment(proto(place)).build();
    try {
      index.add(id, fresh, holder, now);
    } catch (Refused e) {
      if (e.problem().kind() != Problem.Kind.UNAVAILABLE) {
        segments.settle(place); // else the row may stand all the same
      }
      throw e;
    }
    segments.settle(place);
  }

  /** Makes a draft's file the blob's own, unless it is stored already. */
  void putFile(BlobId id, long size, FileChannel file, Path draft, Optional<AccountId> holder)
      throws IOException {
    Instant now = clock.instant();
    if (index.renew(id, holder, now)) {
      return;
    }
    file.force(true);
    String name = files.keep(draft, id);
    var place = FilePlace.newBuilder().setName(name);
    BlobRow fresh = row(size, file.size(), now).setFile(place).build();
    BlobRow stands = index.add(id, fresh, holder, now);
    if (!BlobIndex.samePlace(stands, fresh)) {
      files.delete(name); // somebody else put the same bytes at the same time
    }
    files.settle(name);
  }

  private static BlobRow.Builder row(long size, long packed, Instant now) {
    return BlobRow.newBuilder().setSize(size).setPacked(packed).setMarked(now.toEpochMilli());
  }

  static SegmentPlace proto(Segments.Place place) {
    return SegmentPlace.newBuilder().setNumber(place.number()).setOffset(place.offset()).build();
  }

  /**
   * Notes before its commit that an account will refer to a blob that is stored already, and renews
   * its mark. False when there is no such blob.
   */
  public boolean hold(BlobId id, AccountId holder) {
    return index.renew(id, Optional.of(holder), clock.instant());
  }

  /** Plain octets of a blob; empty when there is none. */
  public OptionalLong size(BlobId id) {
    return index.find(id).map(row -> OptionalLong.of(row.getSize())).orElse(OptionalLong.empty());
  }

  /**
   * A range of a blob's plain bytes, read and unpacked as they are asked for. Close it.
   *
   * @param from plain octets to leave out
   * @param length plain octets at most
   * @throws Refused NOT_FOUND when there is no such blob, CORRUPT (also from the stream) when what
   *     is stored is damaged
   */
  public InputStream open(BlobId id, long from, long length) throws IOException {
    for (int attempt = 1; ; attempt++) {
      BlobRow row = index.find(id).orElseThrow(() -> missing(id));
      try {
        return unpack(source(id, row), from, length);
      } catch (NoSuchFileException e) {
        // The sweeper moved it between the two looks; with the same row again the file is lost.
        if (attempt == ATTEMPTS) {
          throw new Refused(Problem.Kind.CORRUPT, "blob.corrupt", "its file is gone");
        }
      }
    }
  }

  private static Refused missing(BlobId id) {
    return new Refused(Problem.Kind.NOT_FOUND, "blob.missing", id.toString());
  }

  private BlobSource source(BlobId id, BlobRow row) throws IOException {
    return switch (row.getPlaceCase()) {
      case SEGMENT -> {
        SegmentPlace at = row.getSegment();
        var place = new Segments.Place(at.getNumber(), at.getOffset());
        yield segments.open(place, id, row.getPacked());
      }
      case FILE -> files.open(row.getFile().getName());
      case PLACE_NOT_SET -> throw new Refused(Problem.Kind.CORRUPT, "blob.corrupt", "no place");
    };
  }

  private InputStream unpack(BlobSource source, long from, long length) throws IOException {
    boolean opened = false;
    try {
      InputStream stream = new Unpacking(source, zstd, from, length);
      opened = true;
      return stream;
    } finally {
      if (!opened) {
        source.close();
      }
    }
  }

  /** The same for a blob that is small and lies in a row. */
  public InputStream open(byte[] packed, long from, long length) {
    return open(packed, zstd, from, length);
  }

  static InputStream open(byte[] packed, Zstd zstd, long from, long length) {
    try {
      return new Unpacking(new BlobSource.Bytes(packed), zstd, from, length);
    } catch (IOException e) {
      throw new Refused(Problem.Kind.CORRUPT, "blob.corrupt", "shorter than it says");
    }
  }

  /**
   * What a sweep did.
   *
   * @param blobs removed
   * @param octets of disk given back
   * @param rewritten segments whose living blobs were copied, because half of it was dead
   */
  public record Swept(long blobs, long octets, int rewritten) {}

  /**
   * Removes blobs whose grace is over and that no account holds, and gives their room back. May be
   * ended anywhere, also by a crash; the next sweep goes on. One at a time.
   */
  public Swept sweep(References references, Instant now) throws IOException {
    return sweeper.sweep(references, now);
  }

  /** Keeps the sweeper from removing files until it is closed. */
  public Frozen freeze() {
    return new Frozen(removal.readLock());
  }

  /** See {@link Blobs} for how a backup is made. */
  public final class Frozen implements AutoCloseable {
    private final long stamp;

    private Frozen(long stamp) {
      this.stamp = stamp;
    }

    /** All files with blobs up to now, relative to {@link #directory}; they will not change. */
    public List<Path> files() throws IOException {
      segments.roll();
      List<Path> all = new ArrayList<>(segments.files());
      all.addAll(files.files());
      return all.stream().map(directory::relativize).toList();
    }

    public Path directory() {
      return directory;
    }

    @Override
    public void close() {
      removal.unlockRead(stamp);
    }
  }

  /** Waits for the puts under way at the segments. */
  @Override
  public void close() {
    segments.close();
    zstd.close();
  }
}

package org.mailstead.store;

import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * Refuses to write before the disk is full, while there is still room to answer properly. What
 * frees space, or finishes what was promised, may go on into a reserve: three quarters of the room
 * below the mark. A limit of what may be taken of the disk may have to agree.
 */
public final class Space {
  /** The share of the disk that is the default low-water mark, in percent. */
  public static final int LOW_PERCENT = 2;

  /** The least low-water mark in bytes. */
  public static final long LOW_LEAST = 256 << 20;

  private static final System.Logger LOG = System.getLogger(Space.class.getName());
  private static final long EVERY = Duration.ofSeconds(1).toNanos();

  private final long every;
  private final long low;
  private final LongSupplier usable;
  private final LongSupplier nanos;
  private final Optional<Space> also;

  private long asked;
  private long free;
  private boolean warned;

  /**
   * @param low the mark in bytes
   * @param usable asks for the free bytes; called at most once a second
   * @param nanos a clock like {@link System#nanoTime}
   */
  public Space(long low, LongSupplier usable, LongSupplier nanos) {
    this(low, usable, nanos, EVERY, Optional.empty());
  }

  /** For tests, which may want to be asked every time. */
  Space(long low, LongSupplier usable, LongSupplier nanos, long every) {
    this(low, usable, nanos, every, Optional.empty());
  }

  private Space(
      long low, LongSupplier usable, LongSupplier nanos, long every, Optional<Space> also) {
    this.every = every;
    this.also = also;
    this.low = low;
    this.usable = usable;
    this.nanos = nanos;
    this.free = usable.getAsLong();
    this.asked = nanos.getAsLong();
  }

  /** Watches the filesystem of a directory, with the default mark. */
  public static Space of(Path directory) throws IOException {
    long total = Files.getFileStore(directory).getTotalSpace();
    return of(directory, Math.max(LOW_LEAST, total / 100 * LOW_PERCENT));
  }

  /** Watches the filesystem of a directory. */
  public static Space of(Path directory, long low) throws IOException {
    FileStore disk = Files.getFileStore(directory);
    // A filesystem that cannot be asked is not taken for full: the write itself will tell.
    return new Space(low, () -> usable(disk), System::nanoTime);
  }

  private static long usable(FileStore disk) {
    try {
      return disk.getUsableSpace();
    } catch (IOException e) {
      LOG.log(WARNING, "cannot tell the free space", e);
      return Long.MAX_VALUE;
    }
  }

  /**
   * New mail must find room by the other's measure too. That one is a limit that somebody set, and
   * not the end of the disk: what frees space, or finishes what was promised, may go over it.
   */
  public Space and(Space other) {
    if (also.isPresent()) {
      throw new IllegalStateException("two are enough");
    }
    return new Space(low, usable, nanos, every, Optional.of(other));
  }

  /** Never full: for engines that keep nothing on this machine's disk. */
  public static Space endless() {
    return new Space(0, () -> Long.MAX_VALUE, () -> 0);
  }

  /**
   * @throws Refused NO_SPACE when less than the mark is free
   */
  public void check() {
    check(low);
    also.ifPresent(Space::check);
  }

  /**
   * The same for what frees space or finishes what was promised.
   *
   * @throws Refused NO_SPACE when even the reserve is used up
   */
  public void checkReserve() {
    check(low / 4);
  }

  private void check(long mark) {
    if (free() < mark) {
      throw new Refused(Problem.Kind.NO_SPACE, "store.full");
    }
  }

  /** So many octets were written since the disk was asked: a fast writer must not outrun that. */
  public void took(long octets) {
    synchronized (this) {
      free -= octets;
    }
    also.ifPresent(other -> other.took(octets));
  }

  private synchronized long free() {
    long now = nanos.getAsLong();
    if (now - asked >= every) {
      free = usable.getAsLong();
      asked = now;
      if (free < low != warned) {
        warned = !warned;
        LOG.log(WARNING, warned ? "nearly full: {0} B free" : "room again: {0} B free", free);
      }
    }
    return free;
  }
}

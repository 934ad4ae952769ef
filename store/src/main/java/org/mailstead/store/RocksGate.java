package org.mailstead.store;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.StampedLock;
import org.jspecify.annotations.Nullable;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/**
 * The only way to the native database. Many may be inside at once; opening and closing wait until
 * nobody is, so that no handle is ever used after it was closed. Inside a closed or broken one
 * there is only the answer UNAVAILABLE.
 */
final class RocksGate implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(RocksGate.class.getName());
  private static final int ATTEMPTS = 5;
  private static final long PAUSE = 50_000_000;

  private final Path directory;
  private final RocksConfig config;
  private final StampedLock lock = new StampedLock();

  /** Guarded by the lock; null when closed or broken. */
  private @Nullable RocksHandles handles;

  private boolean closed;

  /** Something to do with the open database. */
  @FunctionalInterface
  interface Work<T> {
    T on(RocksHandles handles) throws RocksDBException;
  }

  RocksGate(Path directory, RocksConfig config) throws IOException {
    this.directory = directory;
    this.config = config;
    try {
      handles = new RocksHandles(directory, config);
    } catch (RocksDBException e) {
      throw new IOException("cannot open " + directory + ": " + why(e), e);
    }
  }

  /**
   * @throws Refused UNAVAILABLE when it is closed or the disk fails, CORRUPT when what is there
   *     cannot be true
   */
  <T> T inside(Work<T> work) {
    try {
      return attempt(work);
    } catch (RocksDBException e) {
      var kind = is(e, Status.Code.Corruption) ? Problem.Kind.CORRUPT : Problem.Kind.UNAVAILABLE;
      throw new Refused(kind, "store.engine", why(e));
    }
  }

  /** The same for those who look at the engine's own exceptions. */
  <T> T attempt(Work<T> work) throws RocksDBException {
    long stamp = lock.readLock();
    try {
      if (handles == null) {
        throw unavailable();
      }
      return work.on(handles);
    } finally {
      lock.unlockRead(stamp);
    }
  }

  static Refused unavailable() {
    return new Refused(Problem.Kind.UNAVAILABLE, "store.closed");
  }

  static boolean is(RocksDBException e, Status.Code code) {
    return e.getStatus() != null && e.getStatus().getCode() == code;
  }

  static String why(Exception e) {
    return Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
  }

  /**
   * Closes the database and opens it from what is on the disk, a few times over about a second.
   * Nobody reads meanwhile, so whoever gets an answer afterwards gets the truth.
   *
   * @return false when it stays broken: try again later
   */
  boolean reopen() {
    long stamp = lock.writeLock();
    try {
      for (int attempt = 0; attempt < ATTEMPTS && !closed; attempt++) {
        shut();
        try {
          handles = new RocksHandles(directory, config);
          LOG.log(INFO, "store reopened from disk");
          return true;
        } catch (RocksDBException | RuntimeException e) {
          LOG.log(ERROR, "store cannot be reopened: {0}", why(e));
          LockSupport.parkNanos(PAUSE << attempt);
        }
      }
      return false;
    } finally {
      lock.unlockWrite(stamp);
    }
  }

  private void shut() {
    if (handles != null) {
      handles.close();
      handles = null;
    }
  }

  @Override
  public void close() {
    long stamp = lock.writeLock();
    try {
      closed = true;
      shut();
    } finally {
      lock.unlockWrite(stamp);
    }
  }
}

package org.mailstead.search;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.io.Closeable;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.LockObtainFailedException;
import org.jspecify.annotations.Nullable;

/**
 * The folder of an index: opens it, makes it anew when it cannot be used, and opens it again when
 * writing broke it. All in it can be made again from the accounts, so it is never worth a repair.
 */
final class IndexFolder implements Closeable {
  private static final System.Logger LOG = System.getLogger(IndexFolder.class.getName());
  private static final String FORMAT = "format";
  private static final long SMALL = 32 << 20;

  // Vectors are not searched for here; operators need not be told how these would be quicker.
  private static final Logger OF_VECTORS =
      Logger.getLogger("org.apache.lucene.internal.vectorization.VectorizationProvider");

  static {
    OF_VECTORS.setLevel(Level.SEVERE);
  }

  /** Opens the directory; tests put one between that fails. */
  interface Opening {
    Directory open(Path path) throws IOException;
  }

  private record Opened(Directory directory, IndexWriter writer, SearcherManager searchers) {}

  private final Path path;
  private final Opening opening;
  private volatile Opened opened;
  private volatile boolean rebuilt;

  IndexFolder(Path path, Opening opening) throws IOException {
    this.path = path;
    this.opening = opening;
    Files.createDirectories(path);
    opened = openOrEmpty();
  }

  private Opened openOrEmpty() throws IOException {
    try {
      return open();
    } catch (LockObtainFailedException e) {
      throw e; // another process has it: nothing is wrong with it
    } catch (FileSystemException e) {
      if (!isDamage(e)) {
        throw e; // no right, no room, too many open files: nothing is wrong with it either
      }
      return anew(e);
    } catch (IOException | RuntimeException | AssertionError e) {
      return anew(e);
    }
  }

  private Opened anew(Throwable why) throws IOException {
    LOG.log(WARNING, "the search index cannot be read and is made anew: " + why.getClass());
    rebuilt = true;
    empty();
    return open();
  }

  private void empty() throws IOException {
    Files.createDirectories(path);
    try (Stream<Path> files = Files.list(path)) {
      for (Path file : files.toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  private boolean hasFiles() throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      return files.anyMatch(file -> !file.getFileName().toString().equals("write.lock"));
    }
  }

  private Opened open() throws IOException {
    Directory directory = opening.open(path);
    IndexWriter writer = null;
    try {
      boolean exists = DirectoryReader.indexExists(directory);
      if (exists) {
        String format = SegmentInfos.readLatestCommit(directory).getUserData().get(FORMAT);
        if (!Fields.FORMAT.equals(format)) {
          throw new IndexFormatTooOldException("the search index", "another format");
        }
      } else if (hasFiles()) {
        throw new NoSuchFileException("the list of segments");
      }
      writer = new IndexWriter(directory, Writing.settings());
      writer.setLiveCommitData(Map.of(FORMAT, Fields.FORMAT).entrySet());
      if (!exists) {
        writer.commit();
      }
      return new Opened(directory, writer, new SearcherManager(writer, null));
    } catch (IOException | RuntimeException | AssertionError e) {
      release(writer, directory);
      throw e;
    }
  }

  private static void release(@Nullable IndexWriter writer, Directory directory) {
    try (directory) {
      if (writer != null) {
        writer.rollback();
      }
    } catch (IOException | RuntimeException | AssertionError e) {
      LOG.log(WARNING, "the search index was not closed: " + e.getClass());
    }
  }

  IndexWriter writer() {
    return opened.writer();
  }

  SearcherManager searchers() {
    return opened.searchers();
  }

  /** Whether it was made anew since the process began. */
  boolean rebuilt() {
    return rebuilt;
  }

  /** Whether its writer has given up, as after a full disk. */
  boolean isBroken() {
    return !opened.writer().isOpen();
  }

  /** Goes back to what is on the disk; to nothing when that is damaged. */
  synchronized void reopen() throws IOException {
    Throwable tragic = opened.writer().getTragicException();
    boolean damaged = tragic != null && isDamage(tragic);
    Opened old = opened;
    release(old.writer(), old.directory());
    if (damaged) {
      rebuilt = true;
      empty();
    }
    opened = openOrEmpty();
    old.searchers().close();
    // Lucene says of much damage only that something impossible was the case.
    boolean strange = tragic != null && !damaged && !(tragic instanceof IOException);
    if (strange && isDamaged()) {
      emptyDamaged();
      return;
    }
    LOG.log(INFO, damaged ? "the search index is made anew" : "the search index was opened again");
  }

  /** Starts with nothing, since what is on the disk is damaged. */
  synchronized void emptyDamaged() throws IOException {
    Opened old = opened;
    release(old.writer(), old.directory());
    opened = anew(new CorruptIndexException("a sum does not fit", "the search index"));
    old.searchers().close();
  }

  /** Reads all that is on the disk, and compares its sums. */
  boolean isDamaged() throws IOException {
    SearcherManager from = searchers();
    IndexSearcher searcher = from.acquire();
    try {
      for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
        leaf.reader().checkIntegrity();
      }
      return false;
    } catch (IOException | RuntimeException | AssertionError e) {
      LOG.log(WARNING, "the search index is damaged: " + e.getClass());
      return true;
    } finally {
      from.release(searcher);
    }
  }

  /** Whether it can be read at once, without anybody having to wait. */
  boolean isSmall() throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      return files.mapToLong(file -> file.toFile().length()).sum() <= SMALL;
    }
  }

  static boolean isDamage(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof CorruptIndexException
          || cause instanceof IndexFormatTooOldException
          || cause instanceof IndexFormatTooNewException
          || cause instanceof EOFException
          || cause instanceof FileNotFoundException
          || cause instanceof NoSuchFileException) {
        return true;
      }
    }
    return false;
  }

  /** Writes what is not on the disk yet. */
  @Override
  public synchronized void close() throws IOException {
    Opened last = opened;
    try {
      if (last.writer().isOpen()) {
        last.writer().commit();
      }
    } catch (AlreadyClosedException e) {
      LOG.log(WARNING, "the search index had given up: " + e.getClass());
    } finally {
      last.searchers().close();
      release(last.writer(), last.directory());
    }
  }
}

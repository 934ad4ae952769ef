package org.mailstead.store;

import static java.lang.System.Logger.Level.INFO;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Blobs that are large enough for a file of their own, and the files that are still being written.
 * A file's name is the blob's id and a random number: two puts of the same bytes never meet in one
 * file, so removing one of them never takes the other's.
 */
final class BlobFiles {
  private static final System.Logger LOG = System.getLogger(BlobFiles.class.getName());

  private final Path files;
  private final Path drafts;

  /** Names whose index row is not yet known to stand. */
  private final Set<String> pending = ConcurrentHashMap.newKeySet();

  BlobFiles(Path directory) throws IOException {
    files = Files.createDirectories(directory.resolve("files"));
    drafts = Files.createDirectories(directory.resolve("drafts"));
    List<Path> left = list(drafts);
    for (Path draft : left) {
      Files.delete(draft);
    }
    if (!left.isEmpty()) {
      LOG.log(INFO, "removed {0} unfinished blobs", left.size());
    }
  }

  private static List<Path> list(Path directory) throws IOException {
    try (var all = Files.list(directory)) {
      return all.toList();
    }
  }

  /** A new file for a draft. */
  Path draft() {
    return drafts.resolve(Long.toHexString(ThreadLocalRandom.current().nextLong()));
  }

  /** Gives a synced draft its lasting name; durable when it returns. Then {@link #settle} it. */
  String keep(Path draft, BlobId id) throws IOException {
    String name = id + "." + Long.toHexString(ThreadLocalRandom.current().nextLong());
    pending.add(name);
    boolean kept = false;
    try {
      Files.move(draft, files.resolve(name), StandardCopyOption.ATOMIC_MOVE);
      Segments.sync(files);
      kept = true;
    } finally {
      if (!kept) {
        pending.remove(name);
      }
    }
    return name;
  }

  /** The index knows the file now, or nobody will ever tell it. */
  void settle(String name) {
    pending.remove(name);
  }

  BlobSource open(String name) throws IOException {
    var file = FileChannel.open(files.resolve(name), StandardOpenOption.READ);
    return new BlobSource.Region(file, 0, file.size());
  }

  void delete(String name) throws IOException {
    Files.deleteIfExists(files.resolve(name));
  }

  List<Path> files() throws IOException {
    return list(files);
  }

  /** The blob of a file, unless it is just being put. */
  Optional<BlobId> settled(Path file) {
    String name = file.getFileName().toString();
    if (pending.contains(name) || name.indexOf('.') != 2 * BlobId.BYTES) {
      return Optional.empty();
    }
    byte[] id = java.util.HexFormat.of().parseHex(name.substring(0, 2 * BlobId.BYTES));
    return Optional.of(BlobId.ofBytes(id));
  }
}

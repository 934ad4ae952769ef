package org.mailstead.server;

import static java.lang.System.Logger.Level.WARNING;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;

/**
 * Adds up what a home takes of the disk, again and again, for a limit of it. Between two counts the
 * home may grow over the limit by what arrives meanwhile.
 */
final class HomeSize implements Closeable {
  private static final System.Logger LOG = System.getLogger(HomeSize.class.getName());
  private static final Duration PAUSE = Duration.ofMillis(500);

  /** A home of many files takes long to count: it must not keep the disk busy. */
  private static final int REST = 20;

  private final Path folder;
  private final Thread thread;
  private volatile long octets;

  HomeSize(Path folder) throws IOException {
    this.folder = folder;
    this.octets = count(folder);
    this.thread = Thread.ofPlatform().name("home-size").daemon().start(this::run);
  }

  /** As of the last count. */
  long octets() {
    return octets;
  }

  private void run() {
    try {
      while (true) {
        long began = System.nanoTime();
        try {
          octets = count(folder);
        } catch (IOException e) {
          LOG.log(WARNING, "cannot tell the size of " + folder, e);
        }
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        Duration rest = took.multipliedBy(REST);
        Thread.sleep(rest.compareTo(PAUSE) > 0 ? rest : PAUSE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static long count(Path folder) throws IOException {
    var sum = new long[1];
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes about) {
            sum[0] += about.size();
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException why) {
            return FileVisitResult.CONTINUE; // removed meanwhile
          }

          @Override
          public FileVisitResult postVisitDirectory(
              Path directory, @org.jspecify.annotations.Nullable IOException why) {
            return FileVisitResult.CONTINUE;
          }
        });
    return sum[0];
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}

package org.mailstead.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.mailstead.testkit.TestData;

/** Mail servers that nobody here wrote, as {@code test/peers} unpacks them. */
final class Peers {
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private Peers() {}

  static Path root() {
    String set = System.getenv("MAILSTEAD_TEST_PEERS");
    return set != null ? Path.of(set) : TestData.checkout().resolve("target/peers");
  }

  /**
   * Skips the test when a server is not unpacked, or its test is not root's: they all begin with
   * root's rights, to give them up. In CI it fails.
   */
  static Path need(String program) throws IOException {
    boolean root = Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    Path file = root().resolve(program);
    boolean there = root && Files.isExecutable(file);
    if (!there && "true".equals(System.getenv("CI"))) {
      throw new AssertionError(file + " is missing, or this is not root: run test/peers");
    }
    assumeTrue(there, file + " is missing, or this is not root: run test/peers");
    return file;
  }

  /** Lets a server that has given up its rights pass through. */
  static Path open(Path folder) throws IOException {
    Files.createDirectories(folder);
    return Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
  }

  /** A process whose words go to a file. */
  static Process start(Path folder, Map<String, String> environment, String... command)
      throws IOException {
    var builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.environment().putAll(environment);
    Path words = folder.resolve("words.txt");
    return builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(words.toFile()))
        .start();
  }

  /** Ends a server and all that it has started. */
  static void stop(Process process) {
    var children = process.descendants().toList();
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    children.forEach(ProcessHandle::destroyForcibly);
  }

  static void awaitPort(Process process, String address, int port, Path words) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try (var _ = new Socket(InetAddress.getByName(address), port)) {
        return;
      } catch (IOException e) {
        if (!process.isAlive() || System.nanoTime() > end) {
          throw new AssertionError("nothing listens at " + port + ":\n" + text(words), e);
        }
        Thread.sleep(50);
      }
    }
  }

  static String text(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** Waits until a thing is as it should be, and returns it; fails with what it was at last. */
  static <T> T await(Callable<T> thing, Predicate<T> good, Callable<String> otherwise)
      throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      T now = thing.call();
      if (good.test(now)) {
        return now;
      }
      if (System.nanoTime() > end) {
        throw new AssertionError("in vain: " + now + "\n" + otherwise.call());
      }
      Thread.sleep(200);
    }
  }

  /** The message of a maildir, or of any mailbox below a folder, that has a text in it. */
  static Optional<String> message(Path folder, String text) throws IOException {
    if (!Files.exists(folder)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.getParent().endsWith("new"))
          .map(Peers::latin1)
          .filter(message -> message.contains(text))
          .findFirst();
    } catch (UncheckedIOException e) {
      return Optional.empty(); // one was moved meanwhile
    }
  }

  private static String latin1(Path file) {
    try {
      return Files.readString(file, ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

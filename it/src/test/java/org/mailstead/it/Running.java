package org.mailstead.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** A whole server in a process of its own, in a try-out home. */
final class Running implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(60);
  private static final String CLASSPATH = System.getProperty("java.class.path");

  private final Path home;
  private final int portBase;
  private final Process process;

  private Running(Path home, int portBase, Process process) {
    this.home = home;
    this.portBase = portBase;
    this.process = process;
  }

  /** Starts a server on ports that are free, and waits until it is ready. */
  static Running start(Path home, String... javaOptions) throws Exception {
    return start(home, freeBase(), javaOptions);
  }

  static Running start(Path home, int portBase, String... javaOptions) throws Exception {
    return start(home, portBase, List.of(), CLASSPATH, javaOptions);
  }

  /**
   * Starts a server as somebody else.
   *
   * @param as a command that runs another one, such as setpriv with its options
   * @param classpath which that somebody can read
   */
  static Running startAs(List<String> as, String classpath, Path home) throws Exception {
    return start(home, freeBase(), as, classpath);
  }

  private static Running start(
      Path home, int portBase, List<String> as, String classpath, String... javaOptions)
      throws Exception {
    Files.createDirectories(home);
    Files.deleteIfExists(home.resolve("run/ready"));
    List<String> options = new ArrayList<>(List.of("-Xmx512m", "-XX:+UseSerialGC"));
    options.addAll(Arrays.asList(javaOptions));
    List<String> words = List.of("run", "--home", home.toString(), "--port-base", "" + portBase);
    Process process =
        java(as, classpath, options, words)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(home.resolve("out.txt").toFile()))
            .redirectError(ProcessBuilder.Redirect.appendTo(home.resolve("log.txt").toFile()))
            .start();
    var running = new Running(home, portBase, process);
    running.awaitReady();
    return running;
  }

  private static ProcessBuilder java(
      List<String> as, String classpath, List<String> options, List<String> words) {
    List<String> command = new ArrayList<>(as);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Djdk.virtualThreadScheduler.parallelism=4",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            classpath,
            "org.mailstead.server.Main"));
    command.addAll(words);
    return new ProcessBuilder(command);
  }

  /** The program's command line, without its words. */
  static List<String> program() {
    return java(List.of(), CLASSPATH, List.of("-Xmx256m"), List.of()).command();
  }

  private static final int[] PORTS = {24, 25, 80, 110, 143, 443, 465, 587, 993, 995, 4190, 9090};

  /**
   * A base at which all of the server's ports are free, and stay so while it is killed and started
   * again: they lie below those that the system gives to outgoing connections.
   */
  static int freeBase() {
    for (int attempt = 0; attempt < 200; attempt++) {
      int base = 10_000 + ThreadLocalRandom.current().nextInt(13_600);
      if (Arrays.stream(PORTS).allMatch(port -> isFree(base + port))) {
        return base;
      }
    }
    throw new AssertionError("no free ports");
  }

  /** One that nobody listens at just now. */
  static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static boolean isFree(int port) {
    try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private void awaitReady() throws Exception {
    long end = System.nanoTime() + START.toNanos();
    while (!Files.exists(home.resolve("run/ready"))) {
      if (!process.isAlive() || System.nanoTime() > end) {
        throw new AssertionError("the server did not start:\n" + log());
      }
      Thread.sleep(50);
    }
  }

  String log() throws IOException {
    return Files.readString(home.resolve("log.txt"));
  }

  Path home() {
    return home;
  }

  int portBase() {
    return portBase;
  }

  /** A service's port by its standard one, such as 143. */
  int port(int standard) {
    return portBase + standard;
  }

  long pid() {
    return process.pid();
  }

  /** Runs a command of the command line against this server. */
  String command(String... words) throws Exception {
    List<String> all = new ArrayList<>(Arrays.asList(words));
    all.add("--home");
    all.add(home.toString());
    return offline(all.toArray(String[]::new));
  }

  /** The same, however it ends. */
  Foreign.Ended tried(String... words) throws Exception {
    List<String> all = new ArrayList<>(Arrays.asList(words));
    all.addAll(List.of("--home", home.toString()));
    return ended(all);
  }

  /** Runs a command that reads something from its standard input. */
  String commandWith(String input, String... words) throws Exception {
    List<String> all = new ArrayList<>(Arrays.asList(words));
    all.addAll(List.of("--home", home.toString()));
    Process command =
        java(List.of(), CLASSPATH, List.of("-Xmx128m"), all).redirectErrorStream(true).start();
    try (var in = command.getOutputStream()) {
      in.write((input + "\n").getBytes(UTF_8));
    }
    String out = new String(command.getInputStream().readAllBytes(), UTF_8);
    if (command.waitFor() != 0) {
      throw new AssertionError(String.join(" ", words) + " failed:\n" + out);
    }
    return out;
  }

  /** Runs a command of the command line as it stands. */
  static String offline(String... words) throws Exception {
    Foreign.Ended ended = ended(Arrays.asList(words));
    if (ended.code() != 0) {
      throw new AssertionError(String.join(" ", words) + " failed:\n" + ended.output());
    }
    return ended.output();
  }

  /** The same, however it ends. */
  static Foreign.Ended ended(List<String> words) throws Exception {
    return ended(List.of(), CLASSPATH, words);
  }

  /** The same, as somebody else. */
  static Foreign.Ended ended(List<String> as, String classpath, List<String> words)
      throws Exception {
    Process command =
        java(as, classpath, List.of("-Xmx128m"), words).redirectErrorStream(true).start();
    String out = new String(command.getInputStream().readAllBytes(), UTF_8);
    return new Foreign.Ended(command.waitFor(), out);
  }

  /** SIGKILL: what a crash, the kernel or an operator in despair does. */
  void kill() throws InterruptedException {
    process.toHandle().destroyForcibly();
    process.waitFor();
  }

  /** SIGTERM; returns the exit code. */
  int stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("the server did not stop");
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}

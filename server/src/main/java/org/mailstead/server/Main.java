package org.mailstead.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Where the program starts: tells servers from commands, and finds the home. */
public final class Main {
  private static final Set<String> SERVERS = Set.of("run", "serve");

  private Main() {}

  public static void main(String[] arguments) {
    System.exit(execute(List.of(arguments)));
  }

  static int execute(List<String> arguments) {
    // Pictures are read, but there is no screen; and nobody has to have its libraries.
    System.setProperty("java.awt.headless", "true");
    // The JDK logs its own exit unless somebody has set the log up before.
    Logging.quiet();
    try {
      List<String> words = new ArrayList<>(arguments);
      Path home = takeHome(words);
      if (words.equals(List.of("rehearse"))) {
        return Rehearsal.execute();
      }
      if (!words.isEmpty() && words.getFirst().equals("restore")) {
        return Restore.execute(new Home(home), words.subList(1, words.size()));
      }
      if (!words.isEmpty() && SERVERS.contains(words.getFirst())) {
        return Server.execute(new Home(home), words);
      }
      return command(new Home(home), words);
    } catch (IOException | ConfigException e) {
      return ExitCode.explain(e, System.err);
    }
  }

  /** Takes {@code --home DIR} out of the words, wherever it stands. */
  private static Path takeHome(List<String> words) {
    int at = words.indexOf("--home");
    if (at >= 0) {
      if (at + 1 == words.size()) {
        throw new ConfigException("--home needs a folder");
      }
      Path home = Path.of(words.remove(at + 1));
      words.remove(at);
      return home;
    }
    for (String word : words) {
      if (word.startsWith("--home=")) {
        words.remove(word);
        return Path.of(word.substring("--home=".length()));
      }
    }
    return Path.of(Optional.ofNullable(System.getenv("MAILSTEAD_HOME")).orElse("data"));
  }

  private static int command(Home home, List<String> words) throws IOException {
    boolean reads = words.contains("--password-stdin");
    byte[] input = reads ? System.in.readNBytes(1 << 16) : new byte[0];
    Optional<Integer> answered = Control.ask(home.controlSocket(), words, input);
    if (answered.isPresent()) {
      return answered.get();
    }
    var opened = new Opened(home);
    try (opened) {
      var out =
          new PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.out), true, UTF_8);
      var err =
          new PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.err), true, UTF_8);
      var in = new java.io.ByteArrayInputStream(input);
      var session = new Session(opened, Path.of("").toAbsolutePath(), in, out, err);
      return CommandRoot.execute(session, words);
    }
  }

  /** Opens a stopped home when a command first needs it: help does not. */
  private static final class Opened implements Supplier<Core>, AutoCloseable {
    private final Home home;
    private Optional<Core> core = Optional.empty();

    Opened(Home home) {
      this.home = home;
    }

    @Override
    public Core get() {
      if (core.isEmpty()) {
        try {
          if (!home.exists()) {
            throw new ConfigException(
                "there is no home in " + home.folder() + "; \"mailstead run\" makes one");
          }
          BootConfig config = BootConfig.read(home.config());
          core = Optional.of(Core.open(home, config, InstantSource.system()));
        } catch (IOException e) {
          throw new ConfigException(home.folder() + ": " + e.getMessage());
        }
      }
      return core.get();
    }

    @Override
    public void close() throws IOException {
      if (core.isPresent()) {
        core.get().close();
      }
    }
  }
}

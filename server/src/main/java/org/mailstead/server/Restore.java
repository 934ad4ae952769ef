package org.mailstead.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/**
 * {@code mailstead restore BACKUP}: makes a home of a backup. What was given out after the backup
 * is lost, so a new epoch begins: versions and UIDs that clients may remember never come back. Mail
 * that waited in the queue may have been sent since, so it is held until somebody has looked.
 */
final class Restore {
  private Restore() {}

  static int execute(Home home, List<String> words) throws IOException {
    if (words.size() != 1 || words.getFirst().startsWith("-")) {
      System.err.println("Usage: mailstead restore BACKUP --home NEW-HOME");
      System.err.println("Makes a home of a backup. The new home must not be there yet.");
      return words.contains("--help") || words.contains("-h") ? ExitCode.OK : ExitCode.USAGE;
    }
    Path backup = Path.of(words.getFirst());
    if (!Files.exists(backup.resolve("format"))) {
      throw new ConfigException(backup + " is no backup of a home");
    }
    if (home.exists() || Files.exists(home.folder())) {
      throw new ConfigException(home.folder() + " is there already; a restore makes a new home");
    }
    BackupCommand.copy(backup, home.folder());
    home.create();
    BootConfig config = BootConfig.read(home.config());
    try (Core core = Core.open(home, config, InstantSource.system())) {
      int epoch = core.engine().raiseAllEpochs();
      int held = core.queue().control().holdAll();
      System.out.println("restored to " + home.folder() + " (epoch " + epoch + ")");
      if (held > 0) {
        System.out.println(
            held
                + " messages of the queue are held, since they may have been sent after the"
                + " backup;");
        System.out.println(
            "look with \"mailstead queue list\", then \"queue release\" or \"delete\".");
      }
    }
    return ExitCode.OK;
  }
}

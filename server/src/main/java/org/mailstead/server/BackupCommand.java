package org.mailstead.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.mailstead.store.Blobs;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code mailstead backup}: a copy of a running or stopped home, as of one moment. */
@Command(
    name = "backup",
    description = {
      "Copy the home into a new folder while it runs. On the same disk most of it is linked,",
      "so a backup costs little; copy the folder elsewhere afterwards."
    },
    mixinStandardHelpOptions = true)
final class BackupCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "FOLDER")
  private Path path = Path.of("");

  BackupCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    Path folder = session.folder().resolve(path);
    if (Files.exists(folder)) {
      throw new ConfigException(folder + " is there already");
    }
    Core core = session.core();
    Home home = core.home();
    Path parent = folder.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    // Under another name until it is whole: half a backup must not look like one.
    Path part = folder.resolveSibling(folder.getFileName() + ".part");
    Files.createDirectory(part);
    Home.createOwn(part); // RocksDB's files and the blobs can be read by all who reach them
    try (Blobs.Frozen frozen = core.blobs().freeze()) {
      core.engine().checkpoint(part.resolve("engine"));
      for (Path file : frozen.files()) {
        link(frozen.directory().resolve(file), part.resolve("blobs").resolve(file));
      }
    }
    for (String name : List.of("format", "mailstead.toml", "keys", "tls", "acme")) {
      if (Files.exists(home.folder().resolve(name))) { // a home of an earlier release has less
        copy(home.folder().resolve(name), part.resolve(name));
      }
    }
    Files.move(part, folder, StandardCopyOption.ATOMIC_MOVE);
    session.out().println("backed up to " + folder);
    return 0;
  }

  private static void link(Path from, Path to) throws IOException {
    Files.createDirectories(java.util.Objects.requireNonNull(to.getParent()));
    try {
      Files.createLink(to, from);
    } catch (IOException | UnsupportedOperationException e) {
      Files.copy(from, to);
    }
  }

  /** A file or folder with all in it, and who may read it. */
  static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.toList()) {
        Files.copy(
            path,
            to.resolve(from.relativize(path).toString()),
            StandardCopyOption.COPY_ATTRIBUTES,
            LinkOption.NOFOLLOW_LINKS);
      }
    }
  }
}

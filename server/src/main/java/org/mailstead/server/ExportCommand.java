package org.mailstead.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.mailstead.identity.Account;
import org.mailstead.post.transfer.Exporting;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mailstead export}. */
@Command(
    name = "export",
    description = "Write all mail of an account into a new folder.",
    mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(index = "0", paramLabel = "ADDRESS")
  private String address = "";

  @Parameters(index = "1", paramLabel = "FOLDER")
  private Path path = Path.of("");

  @Option(names = "--format", defaultValue = "EML", description = "${COMPLETION-CANDIDATES}.")
  private Exporting.Kind kind = Exporting.Kind.EML;

  ExportCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    Path folder = session.folder().resolve(path);
    if (Files.exists(folder)) {
      throw new ConfigException(folder + " is there already");
    }
    Account account = session.account(address);
    long count = new Exporting(session.core().post(), account.id(), session::tell).to(folder, kind);
    session.out().println(count + " messages written to " + folder);
    return ExitCode.OK;
  }
}

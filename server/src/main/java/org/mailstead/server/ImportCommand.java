package org.mailstead.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.mailstead.identity.Account;
import org.mailstead.post.transfer.Importing;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mailstead import}. */
@Command(
    name = "import",
    description = "Bring mail in: an mbox file, a Maildir, a message, or a folder of these.",
    mixinStandardHelpOptions = true)
final class ImportCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(index = "0", paramLabel = "ADDRESS")
  private String address = "";

  @Parameters(index = "1", paramLabel = "PATH")
  private Path path = Path.of("");

  @Option(names = "--mailbox", paramLabel = "NAME", defaultValue = "INBOX")
  private String mailbox = "INBOX";

  ImportCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    Path source = session.folder().resolve(path);
    if (!Files.exists(source)) {
      throw new ConfigException("there is no " + source);
    }
    Account account = session.account(address);
    long count =
        new Importing(session.core().post(), account.id(), session::tell).from(source, mailbox);
    session.out().println(count + " messages came in");
    return ExitCode.OK;
  }
}

package org.mailstead.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.mailstead.identity.Account;
import org.mailstead.post.transfer.Exporting;
import org.mailstead.post.transfer.Importing;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mailstead import} and {@code mailstead export}. */
@Command
final class TransferCommands {
  private static final int TELL_EVERY = 1000;

  private final Session session;

  TransferCommands(Session session) {
    this.session = session;
  }

  @Command(
      name = "import",
      description = "Bring mail in: an mbox file, a Maildir, a message, or a folder of these.",
      mixinStandardHelpOptions = true)
  int bringIn(
      @Parameters(paramLabel = "ADDRESS") String address,
      @Parameters(paramLabel = "PATH") Path path,
      @Option(names = "--mailbox", paramLabel = "NAME", defaultValue = "INBOX") String mailbox)
      throws IOException {
    Path source = session.folder().resolve(path);
    if (!Files.exists(source)) {
      throw new ConfigException("there is no " + source);
    }
    Account account = account(address);
    long count =
        new Importing(session.core().post(), account.id(), this::tell).from(source, mailbox);
    session.out().println(count + " messages came in");
    return 0;
  }

  @Command(
      name = "export",
      description = "Write all mail of an account into a new folder.",
      mixinStandardHelpOptions = true)
  int writeOut(
      @Parameters(paramLabel = "ADDRESS") String address,
      @Parameters(paramLabel = "FOLDER") Path path,
      @Option(
              names = "--format",
              defaultValue = "EML",
              description = "EML, MBOX or MAILDIR (default: $${DEFAULT-VALUE}).")
          Exporting.Kind kind)
      throws IOException {
    Path folder = session.folder().resolve(path);
    if (Files.exists(folder)) {
      throw new ConfigException(folder + " is there already");
    }
    Account account = account(address);
    long count = new Exporting(session.core().post(), account.id(), this::tell).to(folder, kind);
    session.out().println(count + " messages written to " + folder);
    return 0;
  }

  private void tell(long count) {
    if (count % TELL_EVERY == 0) {
      session.err().println(count + " messages …");
    }
  }

  private Account account(String address) {
    return EmailAddress.parse(address)
        .flatMap(session.core().directory()::account)
        .orElseThrow(() -> new Refused(Problem.Kind.NOT_FOUND, "account.missing", address));
  }
}

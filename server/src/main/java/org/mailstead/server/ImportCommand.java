package org.mailstead.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.mailstead.identity.Account;
import org.mailstead.post.Job;
import org.mailstead.post.transfer.Importing;
import org.mailstead.post.transfer.imap.ImapServer;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mailstead import}. */
@Command(
    name = "import",
    description = {
      "Bring mail in: an mbox file, a Maildir, a message, a folder of these,",
      "or all mail that another server has, by IMAP."
    },
    mixinStandardHelpOptions = true)
final class ImportCommand implements Callable<Integer> {
  private static final int TLS_PORT = 993;
  private static final int PORT = 143;

  private final Session session;

  @Parameters(index = "0", paramLabel = "ADDRESS")
  private String address = "";

  @Parameters(index = "1", paramLabel = "PATH", arity = "0..1")
  private String path = "";

  @Option(names = "--mailbox", paramLabel = "NAME", defaultValue = "INBOX")
  private String mailbox = "INBOX";

  @ArgGroup(exclusive = false, heading = "From another server, with its folders:%n")
  private FromServer from = new FromServer();

  /** Where else the mail is. */
  private static final class FromServer {
    @Option(names = "--from-imap", paramLabel = "HOST[:PORT]", required = true)
    private String host = "";

    @Option(names = "--user", paramLabel = "NAME", required = true)
    private String user = "";

    @Option(names = "--password-file", paramLabel = "FILE", defaultValue = "")
    private String file = "";

    @Option(names = "--password-stdin", description = "Read the password from standard input.")
    private boolean fromStdin;

    @Option(names = "--starttls", description = "TLS only after a greeting, as at port 143.")
    private boolean startTls;
  }

  ImportCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    boolean pulls = !from.host.isEmpty();
    if (pulls == !path.isEmpty()) {
      throw new ConfigException("either a PATH or --from-imap says where the mail is");
    }
    return pulls ? fromServer() : fromFiles();
  }

  private int fromFiles() throws IOException {
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

  /** A job like those that people begin themselves: it goes on when nobody looks any more. */
  private int fromServer() throws IOException {
    Account account = session.account(address);
    HostPort at = HostPort.parse(from.host, from.startTls ? PORT : TLS_PORT);
    ImapServer.Security security =
        from.startTls ? ImapServer.Security.STARTTLS : ImapServer.Security.TLS;
    var methods = session.core().mailJobs().methods();
    Job job =
        methods.pull(
            account.id(), new ImapServer(at.host(), at.port(), security, from.user), password());
    int code = session.finish(job);
    return methods.failure(job).isPresent() ? ExitCode.REFUSED : code;
  }

  private String password() throws IOException {
    if (from.fromStdin == !from.file.isEmpty()) {
      throw new ConfigException("--from-imap wants --password-stdin or --password-file");
    }
    String password;
    if (from.fromStdin) {
      password = new BufferedReader(new InputStreamReader(session.in(), UTF_8)).readLine();
    } else {
      Path file = session.folder().resolve(from.file);
      if (!Files.isReadable(file)) {
        throw new ConfigException("there is no " + file + " that can be read");
      }
      password = Files.readString(file).lines().findFirst().orElse("");
    }
    if (password == null || password.isEmpty()) {
      throw new ConfigException("there is no password");
    }
    return password;
  }
}

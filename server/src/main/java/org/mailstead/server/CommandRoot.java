package org.mailstead.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mailstead.admin.Operation;
import org.mailstead.identity.audit.AuditEvent;
import org.mailstead.identity.rights.Caller;
import org.mailstead.words.EmailAddress;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** All commands that work on an opened home. */
final class CommandRoot {
  private CommandRoot() {}

  @Command(
      name = "mailstead",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class,
      description = "A complete email service on your own machine.",
      footer = {
        "",
        "A command speaks to the running server of its home, or opens a stopped home.",
        "The home is ./data unless --home DIR or MAILSTEAD_HOME says otherwise."
      })
  private static final class Top {}

  /** Commands that look and change nothing, by their last word. */
  private static final Set<String> LOOKING =
      Set.of(
          "list",
          "show",
          "history",
          "factors",
          "publish",
          "destinations",
          "test",
          "trace",
          "why",
          "doctor",
          "licences",
          "reports",
          "sent",
          "completion",
          "probe",
          "document",
          "state",
          "get",
          "check",
          "status");

  /** Words after which a secret stands. */
  private static final Set<String> SECRET = Set.of("--password", "--secret", "--token");

  private static final String JSON = "--json";

  /** Does what was typed; returns the exit code. */
  static int execute(Session session, List<String> words) {
    var operations = new OperationCommands(session);
    if (words.contains(JSON)) {
      List<String> others = words.stream().filter(word -> !word.equals(JSON)).toList();
      Optional<Operation> operation = operations.named(others);
      if (operation.isPresent()) {
        return operations.json(operation.get(), others);
      }
    }
    CommandLine line = of(session);
    operations.addTo(line);
    streams(line, session); // once more: for those that were added
    line.setExecutionStrategy(parsed -> logged(session, parsed, words));
    return line.execute(words.toArray(new String[0]));
  }

  /** What the operator changes is in the audit log before it is done, as others' changes are. */
  private static int logged(Session session, ParseResult parsed, List<String> words) {
    var run = new CommandLine.RunLast();
    ParseResult last = parsed;
    while (last.hasSubcommand()) {
      last = last.subcommand();
    }
    CommandSpec command = last.commandSpec();
    boolean looks =
        LOOKING.contains(command.name())
            || command.userObject() instanceof OperationCommands.Run // logs by itself
            || last.isUsageHelpRequested()
            || last.isVersionHelpRequested()
            || !command.subcommands().isEmpty();
    if (looks) {
      return run.execute(parsed);
    }
    String name = command.qualifiedName(" ").replaceFirst("^mailstead ", "").replace(' ', '.');
    String subject =
        last.matchedPositionals().stream()
            .flatMap(one -> one.stringValues().stream())
            .findFirst()
            .orElse("");
    String domain = EmailAddress.parse(subject).map(EmailAddress::domain).orElse("");
    AuditEvent event =
        Caller.operator().event(name, subject, domain).with("command", masked(words));
    return session.core().audit().doing(event, () -> run.execute(parsed));
  }

  private static String masked(List<String> words) {
    var shown = new StringBuilder();
    boolean secret = false;
    for (String word : words) {
      int value = word.indexOf('=');
      boolean named = value > 0 && SECRET.contains(word.substring(0, value));
      String told = secret ? "…" : named ? word.substring(0, value + 1) + "…" : word;
      shown.append(shown.isEmpty() ? "" : " ").append(told);
      secret = SECRET.contains(word);
    }
    return shown.toString();
  }

  static CommandLine streams(CommandLine line, Session session) {
    line.setOut(new PrintWriter(session.out(), true, UTF_8));
    line.setErr(new PrintWriter(session.err(), true, UTF_8));
    line.setExecutionExceptionHandler((e, _, _) -> ExitCode.explain(e, session.err()));
    return line;
  }

  private static CommandLine of(Session session) {
    var line = new CommandLine(new Top());
    var domain = new CommandLine(new DomainCommands(session));
    domain.addSubcommand(new CommandLine(new DomainSignInCommands(session)));
    line.addSubcommand(domain);
    line.addSubcommand(new CommandLine(new DkimCommands(session)));
    line.addSubcommand(new CommandLine(new CertCommands(session)));
    line.addSubcommand(new CommandLine(new AccountCommands(session)));
    line.addSubcommand(new CommandLine(new AppPasswordCommands(session)));
    var signIn = new CommandLine(new SignInCommands(session));
    signIn.addSubcommand(new CommandLine(new CertificateCommands(session)));
    line.addSubcommand(signIn);
    line.addSubcommand(new CommandLine(new OAuthClientCommands(session)));
    line.addSubcommand(new CommandLine(new SettingsCommands(session)));
    line.addSubcommand(new CommandLine(new MailboxCommands(session)));
    line.addSubcommand(new CommandLine(new SieveCommands(session)));
    line.addSubcommand(new CommandLine(new QueueCommands(session)));
    line.addSubcommand(new CommandLine(new RouteCommands(session)));
    line.addSubcommand(new CommandLine(new SendingCommands(session)));
    line.addSubcommand(new CommandLine(new SuppressionCommands(session)));
    line.addSubcommand(new CommandLine(new TraceCommand(session)));
    line.addSubcommand(new CommandLine(new SentCommand(session)));
    line.addSubcommand(new CommandLine(new ReportsCommand(session)));
    line.addSubcommand(new CommandLine(new JobCommands(session)));
    line.addSubcommand(new CommandLine(new ImportCommand(session)));
    line.addSubcommand(new CommandLine(new ExportCommand(session)));
    line.addSubcommand(new CommandLine(new WhyCommand(session)));
    line.addSubcommand(new CommandLine(new DataCommands(session)));
    line.addSubcommand(new CommandLine(new BackupCommand(session)));
    line.addSubcommand(new CommandLine(new DoctorCommand(session)));
    line.addSubcommand(new CommandLine(new LicencesCommand(session)));
    line.addSubcommand(new CommandLine(new StateCommands.State(session)));
    line.addSubcommand(new CommandLine(new StateCommands.Apply(session)));
    line.addSubcommand(new CommandLine(new CompletionCommand(session)));
    return streams(line, session);
  }
}

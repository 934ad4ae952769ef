package org.mailstead.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import picocli.CommandLine;
import picocli.CommandLine.Command;

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

  static CommandLine of(Session session) {
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
    line.setOut(new java.io.PrintWriter(session.out(), true, UTF_8));
    line.setErr(new java.io.PrintWriter(session.err(), true, UTF_8));
    line.setExecutionExceptionHandler((e, _, _) -> ExitCode.explain(e, session.err()));
    return line;
  }
}

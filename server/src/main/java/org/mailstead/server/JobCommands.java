package org.mailstead.server;

import java.util.List;
import java.util.Locale;
import org.mailstead.post.Job;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code mailstead job …}. */
@Command(
    name = "job",
    description = "Long work that goes on by itself, and how it ended.",
    mixinStandardHelpOptions = true)
final class JobCommands {
  private final Session session;

  JobCommands(Session session) {
    this.session = session;
  }

  @Command(
      name = "list",
      description = "Show what runs, and what has ended in the last seven days.",
      mixinStandardHelpOptions = true)
  int list() {
    List<Job> all = session.core().jobs().list();
    for (Job job : all) {
      String state =
          job.isRunning() && job.cancelled()
              ? "stopping"
              : job.state().name().toLowerCase(Locale.ROOT);
      String result = job.result().isEmpty() ? "" : "  " + job.result();
      session
          .out()
          .printf("%s  %s  %s  %s%s%n", job.id(), state, job.progress(), job.subject(), result);
    }
    session.out().println(all.isEmpty() ? "no jobs" : all.size() + " jobs");
    return ExitCode.OK;
  }

  @Command(
      name = "cancel",
      description = "Stop a job; what it has done stays done.",
      mixinStandardHelpOptions = true)
  int cancel(@Parameters(paramLabel = "ID") String id) {
    session.core().jobs().cancel(id);
    session.out().println(id + " will stop");
    return ExitCode.OK;
  }
}

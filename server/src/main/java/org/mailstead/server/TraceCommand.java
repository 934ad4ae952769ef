package org.mailstead.server;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.mailstead.post.queue.Traces;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code mailstead trace}: what happened to a message, from the door to the last answer. */
@Command(
    name = "trace",
    description = {
      "Show what happened to messages: who brought them, what was found out, each attempt.",
      "What happened within the last second or two may be missing."
    },
    mixinStandardHelpOptions = true)
final class TraceCommand implements Callable<Integer> {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final Session session;

  @Parameters(
      index = "0",
      paramLabel = "MESSAGE-ID|ADDRESS|ID",
      description = "Of a message's header, of a sender or recipient, or in the queue.")
  private String word = "";

  TraceCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    List<Traces.Told> found = session.core().queue().traces().find(word);
    for (Traces.Told told : found) {
      session.out().printf("%s  %s  %s%n", TIME.format(told.at()), told.id(), told.what());
    }
    if (found.isEmpty()) {
      session.out().println("nothing is known of " + word);
    }
    return 0;
  }
}

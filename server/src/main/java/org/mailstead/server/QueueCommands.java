package org.mailstead.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.mailstead.post.queue.DestinationState;
import org.mailstead.post.queue.Queue;
import org.mailstead.post.queue.QueueControl;
import org.mailstead.post.queue.QueuedMessage;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mailstead queue …}. */
@Command(
    name = "queue",
    description = "Mail on its way: what waits, why, and what to do with it.",
    mixinStandardHelpOptions = true)
final class QueueCommands {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** Messages shown at once: they are held in memory. */
  private static final int MOST = 100_000;

  private final Session session;

  QueueCommands(Session session) {
    this.session = session;
  }

  private Queue queue() {
    return session.core().queue();
  }

  @Command(
      name = "list",
      description = "Show what is in the queue, with the last answer of the other server.",
      mixinStandardHelpOptions = true)
  int list(
      @Option(
              names = "--limit",
              paramLabel = "N",
              defaultValue = "1000",
              description = "Show so many, the oldest (default: ${DEFAULT-VALUE}).")
          int limit) {
    List<QueuedMessage> shown = queue().control().list(Math.max(1, Math.min(limit, MOST)));
    shown.forEach(this::print);
    long all = queue().control().count();
    String of = all > shown.size() ? shown.size() + " of " : "";
    session.out().println(all == 0 ? "the queue is empty" : of + all + " messages");
    return 0;
  }

  private void print(QueuedMessage message) {
    session
        .out()
        .printf(
            "%s  %s  %d bytes  from <%s>%s%n",
            message.id(),
            TIME.format(message.arrived()),
            message.size(),
            message.from().map(EmailAddress::toString).orElse(""),
            message.paused() ? "  held: its sender is paused" : message.held() ? "  held" : "");
    for (QueuedMessage.Recipient to : message.recipients()) {
      String next = to.next().map(QueueCommands::when).orElse("");
      String last = to.last().map(QueueCommands::words).orElse("");
      session
          .out()
          .printf(
              "    <%s>  %s%s%s%n",
              to.address(), to.state().name().toLowerCase(Locale.ROOT), next, last);
    }
  }

  private void explain(QueuedMessage.Recipient to) {
    to.last()
        .map(QueuedMessage.Answer::reason)
        .filter(reason -> !reason.isEmpty())
        .ifPresent(reason -> session.out().println("    <" + to.address() + ">: " + reason));
  }

  private static String when(Instant next) {
    return "  next " + TIME.format(next);
  }

  private static String words(QueuedMessage.Answer answer) {
    String host = answer.host().isEmpty() ? "" : answer.host() + ": ";
    String code = answer.code() == 0 ? "" : answer.code() + " ";
    return "  (" + host + code + answer.status() + " " + answer.text() + ")";
  }

  @Command(
      name = "show",
      description = "Show one message with its header.",
      mixinStandardHelpOptions = true)
  int show(@Parameters(paramLabel = "ID") String id) throws IOException {
    Optional<QueueControl.Shown> shown = queue().control().show(id);
    if (shown.isEmpty()) {
      throw missing(id);
    }
    print(shown.get().message());
    shown.get().message().recipients().forEach(this::explain);
    session.out().println();
    session.out().print(new String(shown.get().header(), UTF_8));
    return 0;
  }

  @Command(
      name = "destinations",
      description = "Show how it goes with other servers, the busiest first.",
      mixinStandardHelpOptions = true)
  int destinations() {
    List<DestinationState> all = queue().control().destinations(1000);
    all.forEach(this::print);
    if (all.isEmpty()) {
      session.out().println("no other server was spoken to of late");
    }
    return 0;
  }

  private void print(DestinationState state) {
    DestinationState.Load load = state.load();
    session
        .out()
        .printf(
            "%s  talking %d of %d  waiting %d  open %d  taken %d  refused %d%s%s%s%n",
            state.domain(),
            load.talking(),
            load.limit(),
            load.waiting(),
            load.open(),
            state.taken(),
            state.refused(),
            load.pause().isZero() ? "" : "  pauses " + load.pause().toMillis() + " ms",
            state.down().map(since -> "  down since " + TIME.format(since)).orElse(""),
            state.last().isEmpty() ? "" : "  (" + state.last() + ")");
  }

  @Command(
      name = "retry",
      description = "Try a message now, or all of them.",
      mixinStandardHelpOptions = true)
  int retry(@Parameters(paramLabel = "ID|all") String id) {
    if (id.equals("all")) {
      session.out().println(queue().control().retryAll() + " messages are tried");
      return 0;
    }
    return done(id, queue().control()::retry, "is tried");
  }

  @Command(
      name = "hold",
      description = "Keep a message from being tried.",
      mixinStandardHelpOptions = true)
  int hold(@Parameters(paramLabel = "ID") String id) {
    return done(id, queue().control()::hold, "is held");
  }

  @Command(
      name = "release",
      description = "Let a held message go.",
      mixinStandardHelpOptions = true)
  int release(@Parameters(paramLabel = "ID") String id) {
    return done(id, queue().control()::release, "is released");
  }

  @Command(
      name = "delete",
      description = "Throw a message away; its sender is not told.",
      mixinStandardHelpOptions = true)
  int delete(@Parameters(paramLabel = "ID") String id) {
    return done(id, queue().control()::delete, "is deleted");
  }

  private int done(String id, Predicate<String> action, String what) {
    if (!action.test(id)) {
      throw missing(id);
    }
    session.out().println(id + " " + what);
    return 0;
  }

  private static Refused missing(String id) {
    return new Refused(Problem.Kind.NOT_FOUND, "queue.missing", id);
  }
}

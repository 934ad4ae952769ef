package org.mailstead.server;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.mailstead.identity.Account;
import org.mailstead.post.queue.QueuedMessage;
import org.mailstead.post.queue.SentMessage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mailstead sent}: what became of what an account sent. */
@Command(
    name = "sent",
    description = {
      "Show what became of the messages that an account sent, for each recipient, the newest first.",
      "Known for trace_days; \"mailstead trace ID\" tells each step."
    },
    mixinStandardHelpOptions = true)
final class SentCommand implements Callable<Integer> {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Session session;

  @Parameters(index = "0", paramLabel = "ADDRESS", description = "Of the account.")
  private String address = "";

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "20",
      description = "So many messages (default: ${DEFAULT-VALUE}).")
  private int count = 20;

  SentCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    Account account = session.account(address);
    List<SentMessage> found =
        session.core().queue().sent(account.id(), Math.clamp(count, 1, 10_000));
    for (SentMessage message : found) {
      session.out().println(TIME.format(message.at()) + "  " + message.id());
      message.recipients().forEach(to -> session.out().println("  " + told(to)));
    }
    if (found.isEmpty()) {
      session.out().println("nothing is known of mail that " + account.address() + " sent");
    }
    return ExitCode.OK;
  }

  private static String told(SentMessage.Recipient to) {
    String stage = word(to.stage());
    return to.address() + "  " + stage + to.answer().map(SentCommand::told).orElse("");
  }

  private static String word(SentMessage.Stage stage) {
    return switch (stage) {
      case QUEUED -> "waits";
      case DELAYED -> "delayed";
      case HELD -> "held";
      case DELIVERED -> "delivered";
      case SENT -> "sent";
      case FAILED -> "failed";
      case THROWN_AWAY -> "thrown away by the operator";
    };
  }

  private static String told(QueuedMessage.Answer answer) {
    String host = answer.host().isEmpty() ? "this server" : answer.host();
    String code = answer.code() == 0 ? "" : " " + answer.code();
    String text = answer.text().isEmpty() ? "" : " " + answer.text();
    String reason = answer.reason().isEmpty() ? "" : " " + answer.reason();
    return ":" + reason + " (" + host + ":" + code + text + ")";
  }
}

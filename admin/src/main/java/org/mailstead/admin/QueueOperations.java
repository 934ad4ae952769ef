package org.mailstead.admin;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.mailstead.identity.rights.Caller;
import org.mailstead.identity.rights.Right;
import org.mailstead.post.queue.QueuedMessage;
import org.mailstead.post.queue.Traces;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** Mail on its way out, and what happened to any message. Never what a message says. */
final class QueueOperations {
  private static final int MOST = 10_000;

  private final Supplier<AdminParts> opened;

  QueueOperations(Supplier<AdminParts> opened) {
    this.opened = opened;
  }

  private AdminParts parts() {
    return opened.get();
  }

  private static final Shape<QueuedMessage.Recipient> RECIPIENT =
      Shape.<QueuedMessage.Recipient>of("QueuedRecipient")
          .text("address", "To whom.", to -> to.address().toString())
          .text("state", "waiting, held, delivered or failed.", to -> word(to.state()))
          .number("attempts", "Made so far.", QueuedMessage.Recipient::attempts)
          .optionalTime("nextAt", "When it is tried again.", QueuedMessage.Recipient::next)
          .optionalText(
              "answer", "The other server's last word.", to -> to.last().map(s -> said(s)))
          .optionalText(
              "reason",
              "What that means, in English.",
              to -> to.last().map(QueuedMessage.Answer::reason).filter(text -> !text.isEmpty()));

  private static final Shape<QueuedMessage> MESSAGE =
      Shape.<QueuedMessage>of("QueuedMessage")
          .text("id", "Its name in the queue.", QueuedMessage::id)
          .text("from", "Where reports go; empty: nowhere.", m -> address(m.from()))
          .time("at", "When it came.", QueuedMessage::arrived)
          .number("size", "Octets.", QueuedMessage::size)
          .flag("held", "Nothing of it is tried.", QueuedMessage::held)
          .list("to", "Its recipients.", RECIPIENT, QueuedMessage::recipients);

  private static final Shape<Traces.Told> TOLD =
      Shape.<Traces.Told>of("Traced")
          .time("at", "When.", Traces.Told::at)
          .text("id", "The message's name in the queue.", Traces.Told::id)
          .text("text", "What happened, in English.", Traces.Told::what);

  private static String word(QueuedMessage.State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  private static String address(Optional<EmailAddress> address) {
    return address.map(EmailAddress::toString).orElse("");
  }

  private static String said(QueuedMessage.Answer answer) {
    String host = answer.host().isEmpty() ? "" : answer.host() + ": ";
    String code = answer.code() == 0 ? "" : answer.code() + " ";
    return host + code + answer.status() + " " + answer.text();
  }

  private static final Input ID = Input.path("id", "The message's name in the queue.");

  List<Operation> all() {
    return List.of(
        Operation.get("queue.list", "/queue", "Messages in the queue, the oldest first.")
            .needs(Right.QUEUE_READ)
            .takes(
                Input.text("query", "Part of an address, or an id."),
                Input.number("limit", "How many, at most 10000; 100 by default.").atMost(MOST))
            .answers(MESSAGE.page(), this::list),
        one("retry", "Try it now.", id -> parts().queue().control().retry(id)),
        one("hold", "Keep it from being tried.", id -> parts().queue().control().hold(id)),
        one("release", "Let a held message go.", id -> parts().queue().control().release(id)),
        Operation.delete("queue.delete", "/queue/{id}", "Throw it away; its sender is not told.")
            .needs(Right.QUEUE_WRITE)
            .takes(ID)
            .does((caller, given) -> done(caller, given, parts().queue().control()::delete)),
        Operation.get("trace.find", "/trace", "What happened to messages, in the order of time.")
            .needs(Right.QUEUE_READ)
            .takes(Input.text("query", "A message id, an address or a name in the queue.").must())
            .answers(TOLD.page(), this::trace));
  }

  private Operation one(String verb, String summary, Predicate<String> action) {
    return Operation.post("queue." + verb, "/queue/{id}/" + verb, summary)
        .needs(Right.QUEUE_WRITE)
        .takes(ID)
        .does((caller, given) -> done(caller, given, action));
  }

  private static void done(Caller caller, Given given, Predicate<String> action) {
    caller.need(Right.QUEUE_WRITE);
    if (!action.test(given.text("id"))) {
      throw new Refused(Problem.Kind.NOT_FOUND, "queue.missing", given.text("id"));
    }
  }

  private Shape.Page<QueuedMessage> list(Caller caller, Given given) {
    caller.need(Right.QUEUE_READ);
    String query = given.text("query").toLowerCase(Locale.ROOT);
    int limit = given.number("limit").map(Long::intValue).filter(n -> n > 0).orElse(100);
    int looked = query.isEmpty() ? limit : MOST;
    return Shape.Page.all(
        parts().queue().control().list(looked).stream()
            .filter(message -> matches(message, query))
            .limit(limit)
            .toList());
  }

  private static boolean matches(QueuedMessage message, String query) {
    return query.isEmpty()
        || message.id().toLowerCase(Locale.ROOT).equals(query)
        || address(message.from()).toLowerCase(Locale.ROOT).contains(query)
        || message.recipients().stream()
            .anyMatch(to -> to.address().toString().toLowerCase(Locale.ROOT).contains(query));
  }

  private Shape.Page<Traces.Told> trace(Caller caller, Given given) {
    caller.need(Right.QUEUE_READ);
    return Shape.Page.all(parts().queue().traces().find(given.text("query")));
  }
}

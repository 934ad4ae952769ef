package org.mailstead.post.rules;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.formats.mime.HeaderField;
import org.mailstead.formats.mime.MessageHeader;
import org.mailstead.formats.mime.MimeLimits;
import org.mailstead.identity.Account;
import org.mailstead.identity.Directory;
import org.mailstead.post.Arriving;
import org.mailstead.post.Delivery;
import org.mailstead.post.Mailbox;
import org.mailstead.post.MailboxTree;
import org.mailstead.post.NewMessage;
import org.mailstead.post.Post;
import org.mailstead.post.QueuedMail;
import org.mailstead.post.Reason;
import org.mailstead.post.RuleMemory;
import org.mailstead.post.Snooze;
import org.mailstead.post.Snoozes;
import org.mailstead.rules.Action;
import org.mailstead.rules.Content;
import org.mailstead.rules.Filed;
import org.mailstead.rules.Outcome;
import org.mailstead.rules.Rule;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.MailboxId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** Makes of what scripts decided the copies to keep, the mail to send, and the reasons. */
final class CarryingOut {
  private final Post post;
  private final Snoozes snoozes;
  private final InstantSource clock;
  private final Function<Rule, String> naming;
  private final Arrival arrival;
  private final Account account;
  private final AccountSurroundings surroundings;
  private final List<HeaderField> header;
  private final Answers answers;
  private final Onward onward;
  private final List<Delivery.Placing> placings = new ArrayList<>();
  private final List<QueuedMail> outgoing = new ArrayList<>();
  private final List<RuleMemory.Item> remembered = new ArrayList<>();
  private final List<Reason> reasons = new ArrayList<>();
  private final IdentityHashMap<ByteSource, NewMessage> changed = new IdentityHashMap<>();

  /**
   * @param naming what reasons call a rule
   */
  CarryingOut(
      Post post,
      Snoozes snoozes,
      Directory directory,
      String hostname,
      InstantSource clock,
      Arrival arrival,
      Account account,
      ByteSource octets,
      Function<Rule, String> naming)
      throws IOException {
    this.naming = naming;
    this.post = post;
    this.snoozes = snoozes;
    this.clock = clock;
    this.arrival = arrival;
    this.account = account;
    this.surroundings = new AccountSurroundings(post, account, hostname);
    this.header = MessageHeader.read(octets, MimeLimits.DEFAULT).fields();
    this.answers = new Answers(arrival, account, header, directory, hostname, clock);
    this.onward = new Onward(post, directory, arrival, account, clock);
  }

  List<Delivery.Placing> placings() {
    // Every copy tells everything that was decided about the message.
    var told = new IdentityHashMap<NewMessage, NewMessage>();
    return placings.stream()
        .map(placing ->
            new Delivery.Placing(
                placing.mailbox(),
                placing.flags(),
                told.computeIfAbsent(placing.message(), one -> one.because(reasons)),
                placing.snooze()))
        .toList();
  }

  List<Reason> reasons() {
    return List.copyOf(reasons);
  }

  List<QueuedMail> outgoing() {
    return outgoing;
  }

  List<RuleMemory.Item> remembered() {
    return remembered;
  }

  /**
   * Prepares all.
   *
   * @throws Refused REFUSED when a script refuses the message
   */
  void all(Outcome outcome) throws IOException {
    outcome
        .failure()
        .ifPresent(failure -> because(failure.rule(), "could not be run: " + failure.why()));
    for (Action action : outcome.actions()) {
      carryOut(action);
    }
    for (Outcome.Tracked tracked : outcome.tracked()) {
      String what = AccountSurroundings.tracked(tracked.key());
      if (tracked.last() || !post.ruleMemory().knows(account.id(), what)) {
        remembered.add(
            post.ruleMemory().item(what, Duration.ofSeconds(Math.max(1, tracked.seconds()))));
      }
    }
  }

  private void because(Rule rule, String what) {
    if (rule.line() > 0) {
      reasons.add(new Reason("rule", what, naming.apply(rule), clock.instant()));
    }
  }

  private void carryOut(Action action) throws IOException {
    switch (action) {
      case Action.Keep(Rule rule, Set<String> flags, Content content) -> {
        because(rule, "kept");
        // What a script keeps by name is kept in INBOX; else a verdict may say Junk.
        Optional<MailboxId> where =
            rule.line() > 0
                ? Optional.of(post.mailboxes().tree(account.id()).inbox().id())
                : Optional.empty();
        placings.add(new Delivery.Placing(where, flags, message(content)));
      }
      case Action.FileInto(Rule rule, Filed into, Content content) ->
          file(rule, into, message(content));
      case Action.Snooze snooze -> snooze(snooze);
      case Action.Discard(Rule rule) -> because(rule, "discarded");
      case Action.Redirect redirect -> redirect(redirect);
      case Action.Reject(var _, String reason, var _) ->
          throw new Refused(Problem.Kind.REFUSED, "rule.reject", Answers.oneLine(reason));
      case Action.Vacation vacation -> answer(vacation);
      case Action.Notify notice -> inform(notice);
    }
  }

  private void snooze(Action.Snooze snooze) throws IOException {
    because(snooze.rule(), "put aside until " + snooze.until());
    MailboxId into =
        find(snooze.into()).orElseGet(() -> post.mailboxes().tree(account.id()).inbox().id());
    snoozes.ring(account.id(), snooze.until());
    placings.add(
        new Delivery.Placing(
            Optional.of(snoozes.mailbox(account.id())),
            snooze.into().flags(),
            message(snooze.content()),
            Optional.of(new Snooze(snooze.until(), List.of(into), snooze.add(), snooze.remove()))));
  }

  private void file(Rule rule, Filed into, NewMessage message) {
    Optional<MailboxId> mailbox = find(into);
    because(
        rule,
        mailbox.isPresent()
            ? "filed into " + name(mailbox.get())
            : "kept, since there is no mailbox " + into.mailbox());
    placings.add(new Delivery.Placing(mailbox, into.flags(), message));
  }

  private String name(MailboxId mailbox) {
    MailboxTree tree = post.mailboxes().tree(account.id());
    return tree.find(mailbox).map(tree::path).orElse("");
  }

  /** The mailbox, which is made when that was asked for; empty when INBOX must do. */
  private Optional<MailboxId> find(Filed into) {
    Optional<MailboxId> found = surroundings.find(into);
    if (found.isPresent() || !into.create()) {
      return found;
    }
    try {
      return Optional.of(post.mailboxes().create(account.id(), into.mailbox(), Mailbox.Role.NONE));
    } catch (Refused e) {
      // Somebody else made it just now, or it cannot be.
      return post.mailboxes()
          .tree(account.id())
          .find(MailboxTree.canonical(into.mailbox()))
          .map(Mailbox::id);
    }
  }

  /** What is to be stored: what came, or what a script made of it. */
  private NewMessage message(Content content) throws IOException {
    if (!content.changed()) {
      return arrival.message();
    }
    NewMessage known = changed.get(content.octets());
    if (known == null) {
      known = stored(content.octets(), arrival.message().reasons());
      changed.put(content.octets(), known);
    }
    return known;
  }

  private NewMessage stored(ByteSource source, List<Reason> why) throws IOException {
    try (Arriving arriving = post.intake().begin(account.id());
        InputStream in = source.open(0, source.length())) {
      in.transferTo(arriving);
      Arriving.Arrived arrived = arriving.finish(account.id());
      return new NewMessage(
          arrived.body(),
          new byte[0],
          arrived.structure(),
          arrived.preview(),
          Set.of(),
          arrival.message().date(),
          why);
    }
  }

  private void redirect(Action.Redirect redirect) throws IOException {
    EmailAddress to = EmailAddress.parse(redirect.address()).orElseThrow();
    Optional<String> refusal = onward.refusal(to, header);
    if (refusal.isPresent()) {
      because(redirect.rule(), "kept instead of sent on to " + to + ": " + refusal.get());
      placings.add(new Delivery.Placing(Optional.empty(), Set.of(), message(redirect.content())));
      return;
    }
    because(redirect.rule(), "sent on to " + to);
    outgoing.add(onward.redirect(redirect, to, outgoing.size()));
  }

  private void answer(Action.Vacation vacation) throws IOException {
    Optional<String> refusal = answers.refusal(vacation);
    String memory = answers.memory(vacation);
    if (refusal.isEmpty() && post.ruleMemory().knows(account.id(), memory)) {
      refusal = Optional.of("this sender was answered before");
    }
    if (refusal.isPresent()) {
      because(vacation.rule(), "not answered: " + refusal.get());
      return;
    }
    because(vacation.rule(), "answered");
    byte[] answer = answers.vacation(vacation);
    remembered.add(post.ruleMemory().item(memory, Answers.pause(vacation)));
    send(answer, List.of(arrival.from().orElseThrow()), vacation.copy(), vacation.rule());
  }

  private void inform(Action.Notify notice) throws IOException {
    Optional<String> refusal = answers.refusal(notice);
    if (refusal.isPresent()) {
      because(notice.rule(), "not told of: " + refusal.get());
      return;
    }
    because(notice.rule(), "told of by mail");
    var to = new ArrayList<EmailAddress>(notice.method().to());
    to.addAll(notice.method().cc());
    send(answers.notice(notice), to, notice.copy(), notice.rule());
  }

  private void send(byte[] message, List<EmailAddress> to, Optional<Filed> copy, Rule rule)
      throws IOException {
    onward.send(message, to, outgoing.size()).ifPresent(outgoing::add);
    if (copy.isPresent()) {
      var why = new Reason("rule", "a copy of what was sent", naming.apply(rule), clock.instant());
      NewMessage kept = stored(ByteSource.of(message), List.of(why));
      placings.add(new Delivery.Placing(find(copy.get()), copy.get().flags(), kept));
    }
  }
}

package org.mailstead.post.rules;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mailstead.filter.results.AuthenticationResults;
import org.mailstead.filter.verdict.Verdict;
import org.mailstead.formats.mime.HeaderField;
import org.mailstead.identity.Account;
import org.mailstead.identity.Directory;
import org.mailstead.identity.Recipient;
import org.mailstead.post.Arriving;
import org.mailstead.post.NewMessage;
import org.mailstead.post.OriginReasons;
import org.mailstead.post.Post;
import org.mailstead.post.QueuedMail;
import org.mailstead.post.VerdictReasons;
import org.mailstead.rules.Action;
import org.mailstead.store.Blob;
import org.mailstead.words.AccountId;
import org.mailstead.words.EmailAddress;

/** Mail that scripts send: on to other addresses, or of their own. */
final class Onward {
  /** Names whose rules sent a message on: it must not come by twice. */
  private static final String LOOP = "X-Loop";

  /** A deadline later than that is none: the queue gives up before. */
  private static final Duration LONGEST = Duration.ofDays(30);

  private final Post post;
  private final Directory directory;
  private final Arrival arrival;
  private final Account account;
  private final InstantSource clock;

  Onward(Post post, Directory directory, Arrival arrival, Account account, InstantSource clock) {
    this.post = post;
    this.directory = directory;
    this.arrival = arrival;
    this.account = account;
    this.clock = clock;
  }

  /** Why the message cannot be sent on; empty when it can. */
  Optional<String> refusal(EmailAddress to, List<HeaderField> header) {
    boolean loop =
        header.stream()
            .filter(field -> field.name().equalsIgnoreCase(LOOP))
            .anyMatch(field -> field.text().equalsIgnoreCase(account.address().toString()));
    if (loop) {
      return Optional.of("it was sent on from here before");
    }
    // Who sends junk on is taken for its sender, and reports about it hit whoever was named in it.
    if (VerdictReasons.points(arrival.message().reasons())
        .filter(found -> found.kind() != Verdict.Kind.HAM)
        .isPresent()) {
      return Optional.of("it was taken for junk");
    }
    if (targets(to).isEmpty()) {
      return Optional.of("there is nobody of that name");
    }
    return Optional.empty();
  }

  QueuedMail redirect(Action.Redirect redirect, EmailAddress to, int number) throws IOException {
    Set<QueuedMail.Notify> reports = reports(redirect.dsn());
    var onward =
        new QueuedMail.Onward(
            account.address().domain(),
            arrival.from().filter(from -> directory.domain(from.domain()).isEmpty()).isPresent(),
            redirect.content().changed() ? found() : "");
    List<QueuedMail.To> recipients = new ArrayList<>();
    targets(to)
        .forEach((address, target) ->
            recipients.add(new QueuedMail.To(address, target, "", reports, Optional.of(onward))));
    boolean full = redirect.dsn().ret().filter("FULL"::equals).isPresent();
    Blob body;
    String prefix;
    if (redirect.content().changed()) {
      try (Arriving arriving = post.intake().begin(account.tenant());
          InputStream in =
              redirect.content().octets().open(0, redirect.content().octets().length())) {
        in.transferTo(arriving);
        body = arriving.finish().body();
        prefix = "";
      }
    } else {
      NewMessage message = arrival.message();
      body = message.body();
      prefix = withoutPath(new String(message.prefix(), ISO_8859_1));
    }
    String marked = LOOP + ": " + account.address() + "\r\n" + prefix;
    return new QueuedMail(
        id("d", number),
        arrival.from(),
        body,
        marked.getBytes(account.address().needsUtf8() ? UTF_8 : ISO_8859_1),
        Optional.empty(),
        clock.instant(),
        new QueuedMail.Options(QueuedMail.BodyKind.EIGHT_BIT, to.needsUtf8(), "", full)
            .with(timing(redirect.dsn())),
        recipients);
  }

  /** What a script wrote into the header is no word of ours. */
  private String found() {
    return OriginReasons.found(arrival.message().prefix())
        .map(AuthenticationResults::payload)
        .orElse("");
  }

  // RFC 6009 section 6; a time that is over asks for nothing that could still be done
  private QueuedMail.Timing timing(Action.Dsn dsn) {
    if (dsn.by().isEmpty()) {
      return QueuedMail.Timing.NONE;
    }
    String[] by = dsn.by().get().split(";", 2);
    long seconds = Math.clamp(Long.parseLong(by[0]), 1, LONGEST.toSeconds());
    var until =
        new QueuedMail.DeliverBy(
            clock.instant().plusSeconds(seconds), by[1].startsWith("R"), by[1].endsWith("T"));
    return new QueuedMail.Timing(Optional.empty(), Optional.of(until), 0);
  }

  // RFC 5321 section 4.4: only the last one that delivers writes it.
  private static String withoutPath(String prefix) {
    return prefix.replaceFirst("(?i)\\AReturn-Path:[^\n]*\n", "");
  }

  private static Set<QueuedMail.Notify> reports(Action.Dsn dsn) {
    Set<QueuedMail.Notify> reports = EnumSet.noneOf(QueuedMail.Notify.class);
    for (String word : dsn.wanted().map(text -> text.split(",", -1)).orElse(new String[0])) {
      reports.add(QueuedMail.Notify.valueOf(word.toUpperCase(Locale.ROOT)));
    }
    return reports;
  }

  /** Follows from the delivery's own name: a second try of it sends nothing twice. */
  private String id(String what, int number) {
    return arrival.key().replaceAll("[^A-Za-z0-9.-]", "_")
        + "-"
        + Long.toString(account.id().value(), 36)
        + what
        + number;
  }

  /** Sends a message of our own, with a null reverse-path; empty when nobody is there to get it. */
  Optional<QueuedMail> send(byte[] message, List<EmailAddress> to, int number) throws IOException {
    Map<EmailAddress, QueuedMail.Target> targets = new LinkedHashMap<>();
    to.forEach(each -> targets.putAll(targets(each)));
    if (targets.isEmpty()) {
      return Optional.empty();
    }
    List<QueuedMail.To> recipients = new ArrayList<>();
    // RFC 3461 section 6: NOTIFY=NEVER keeps other servers from answering it.
    targets.forEach((address, target) ->
        recipients.add(new QueuedMail.To(address, target, "", Set.of(QueuedMail.Notify.NEVER))));
    try (Arriving arriving = post.intake().begin(account.tenant())) {
      arriving.write(message, 0, message.length);
      boolean utf8 = targets.keySet().stream().anyMatch(EmailAddress::needsUtf8);
      return Optional.of(
          new QueuedMail(
              id("s", number),
              Optional.empty(),
              arriving.finish().body(),
              new byte[0],
              Optional.empty(),
              clock.instant(),
              new QueuedMail.Options(QueuedMail.BodyKind.EIGHT_BIT, utf8, "", false),
              recipients));
    }
  }

  private Map<EmailAddress, QueuedMail.Target> targets(EmailAddress to) {
    Map<EmailAddress, QueuedMail.Target> targets = new LinkedHashMap<>();
    switch (directory.resolve(to)) {
      case Recipient.Local(var accounts, var outside, var why) -> {
        for (AccountId one : accounts) {
          EmailAddress address =
              accounts.size() == 1 ? to : directory.account(one).map(Account::address).orElse(to);
          targets.put(address, new QueuedMail.Target.Here(one, why));
        }
        outside.forEach(address -> targets.put(address, new QueuedMail.Target.Elsewhere()));
      }
      case Recipient.Elsewhere() -> targets.put(to, new QueuedMail.Target.Elsewhere());
      case Recipient.Nobody(), Recipient.Reports _ -> {}
    }
    return targets;
  }
}

package org.mailstead.post.rules;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.mailstead.formats.imap.EnvelopeForm;
import org.mailstead.post.Mailbox;
import org.mailstead.post.MailboxTree;
import org.mailstead.post.ObjectIds;
import org.mailstead.words.AccountId;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.MailboxId;
import tools.jackson.databind.JsonNode;

/**
 * A rule that goes on: mail of one sender or list is put away as it gets old, or as newer mail
 * comes. It is a record of the account; {@code jmap/rules} sees to it that it says all this.
 *
 * @param id its number, 0 for one that is only tried
 * @param mailbox where it takes mail from; empty for INBOX
 */
public record Sweep(
    long id, String name, Sought sought, Optional<MailboxId> mailbox, Stays stays, Goal goal) {

  /** Whose mail. */
  sealed interface Sought {
    /** What somebody is the author of. */
    record Author(String canonical) implements Sought {}

    /** What came by a mailing list (RFC 2919). */
    record MailingList(String id) implements Sought {}
  }

  /** Which of that mail stays. */
  sealed interface Stays {
    /** The newest so many. */
    record Latest(int count) implements Stays {}

    /** What is not older. */
    record Younger(Duration than) implements Stays {}
  }

  /** Where the rest goes. */
  sealed interface Goal {
    record Into(MailboxId mailbox) implements Goal {}

    record Archive() implements Goal {}

    record Trash() implements Goal {}
  }

  /** The one that a record is. */
  public static Sweep of(AccountId account, long id, JsonNode json) {
    String from = json.path("from").asString("");
    Sought sought =
        from.isEmpty()
            ? new Sought.MailingList(listId(json.path("listId").asString("")))
            : new Sought.Author(canonical(from));
    Stays stays =
        json.path("keepLatest").isNumber()
            ? new Stays.Latest(json.path("keepLatest").asInt())
            : new Stays.Younger(Duration.ofDays(json.path("olderThanDays").asInt()));
    Goal goal =
        switch (json.path("action").asString("")) {
          case "archive" -> new Goal.Archive();
          case "delete" -> new Goal.Trash();
          default ->
              new Goal.Into(mailbox(account, json.path("toMailboxId").asString("")).orElseThrow());
        };
    String name = json.path("name").asString("");
    return new Sweep(
        id, name, sought, mailbox(account, json.path("mailboxId").asString("")), stays, goal);
  }

  /** Whether a record is one that is on. */
  static boolean isOn(JsonNode json) {
    return json.path("isEnabled").asBoolean(true);
  }

  private static Optional<MailboxId> mailbox(AccountId account, String id) {
    return ObjectIds.parseMailbox(account, id);
  }

  private static String canonical(String address) {
    return EmailAddress.parse(address).map(EmailAddress::canonical).orElse(address);
  }

  /** The identifier of a List-Id field (RFC 2919 section 2), or of what somebody typed for it. */
  static String listId(String field) {
    int open = field.lastIndexOf('<');
    int close = field.indexOf('>', open + 1);
    String id = open >= 0 && close > open ? field.substring(open + 1, close) : field;
    return id.strip().toLowerCase(Locale.ROOT);
  }

  /** Whether somebody is an author by what an envelope says. */
  static boolean isBy(Sought.Author author, EnvelopeForm envelope) {
    return envelope.all(EnvelopeForm.Field.FROM).stream()
        .flatMap(one -> one.host().map(host -> one.mailbox() + "@" + host).stream())
        .map(Sweep::canonical)
        .anyMatch(author.canonical::equals);
  }

  /** The mailbox that it takes mail from, if it is there. */
  public Optional<Mailbox> source(MailboxTree tree) {
    return mailbox.isPresent() ? tree.find(mailbox.get()) : tree.find(Mailbox.Role.INBOX);
  }

  /** The mailbox that it puts mail into, if it is there. */
  public Optional<Mailbox> target(MailboxTree tree) {
    return switch (goal) {
      case Goal.Into(MailboxId into) -> tree.find(into);
      case Goal.Archive() -> tree.find(Mailbox.Role.ARCHIVE);
      case Goal.Trash() -> tree.find(Mailbox.Role.TRASH);
    };
  }

  /** What it does, as a reason tells it. */
  String deed(MailboxTree tree, Mailbox target) {
    return switch (goal) {
      case Goal.Into _ -> "moved to " + tree.path(target);
      case Goal.Archive() -> "archived";
      case Goal.Trash() -> "moved to the trash";
    };
  }
}

package org.mailstead.jmap.mail;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mailstead.jmap.account.Access;
import org.mailstead.jmap.core.Arguments;
import org.mailstead.jmap.core.Exchange;
import org.mailstead.jmap.core.SetError;
import org.mailstead.post.Flags;
import org.mailstead.post.ObjectIds;
import org.mailstead.post.Right;
import org.mailstead.words.MailboxId;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads where an email is to lie, with which keywords, and since when. */
final class EmailPlacing {
  /** Mailboxes of one email. */
  static final int MOST_MAILBOXES = 100;

  private EmailPlacing() {}

  /**
   * The mailboxes; whoever asks may put emails there.
   *
   * @throws SetError.Thrown invalidProperties, tooManyMailboxes
   */
  static Set<MailboxId> mailboxes(
      Exchange exchange, Access access, MailboxSight sight, JsonNode given) {
    Set<MailboxId> mailboxes = new LinkedHashSet<>();
    boolean good = given.isObject() && !given.isEmpty();
    if (given.size() > MOST_MAILBOXES) {
      throw new SetError("tooManyMailboxes", "at most " + MOST_MAILBOXES).thrown();
    }
    for (Map.Entry<String, JsonNode> entry : given.properties()) {
      Optional<MailboxId> found =
          exchange.real(entry.getKey()).flatMap(sight::find).map(one -> one.id());
      good &= found.isPresent() && isTrue(entry.getValue());
      found.ifPresent(mailboxes::add);
    }
    if (!good) {
      throw SetError.invalid("mailboxes that there are, each true", "mailboxIds").thrown();
    }
    return mailboxes;
  }

  private static boolean isTrue(JsonNode value) {
    return value.isBoolean() && value.asBoolean();
  }

  /**
   * The names of the flags.
   *
   * @throws SetError.Thrown invalidProperties, tooManyKeywords
   */
  static Set<String> flags(JsonNode given) {
    if (given.isMissingNode() || given.isNull()) {
      return Set.of();
    }
    boolean good = given.isObject();
    Set<String> keywords = new LinkedHashSet<>();
    for (Map.Entry<String, JsonNode> entry : given.properties()) {
      good &= EmailKeywords.isKeyword(entry.getKey()) && isTrue(entry.getValue());
      keywords.add(entry.getKey());
    }
    if (!good) {
      throw SetError.invalid("keywords, each true", "keywords").thrown();
    }
    if (keywords.size() > Flags.MAX_KEYWORDS) {
      throw new SetError("tooManyKeywords", "at most " + Flags.MAX_KEYWORDS).thrown();
    }
    return EmailKeywords.flags(keywords);
  }

  static Optional<Instant> receivedAt(ObjectNode object) {
    JsonNode given = object.path("receivedAt");
    if (given.isMissingNode() || given.isNull()) {
      return Optional.empty();
    }
    Optional<Instant> time =
        given.isString() ? Arguments.utcDate(given.asString()) : Optional.empty();
    return Optional.of(
        time.orElseThrow(() -> SetError.invalid("it is no UTCDate", "receivedAt").thrown()));
  }

  /** Whether he may put emails with these flags there. */
  static void needToAdd(Access access, Set<MailboxId> mailboxes, Set<String> flags) {
    for (MailboxId mailbox : mailboxes) {
      access.need(mailbox, Right.INSERT);
    }
    needToFlag(access, mailboxes, flags);
  }

  static void needToFlag(Access access, Set<MailboxId> mailboxes, Set<String> flags) {
    for (MailboxId mailbox : mailboxes) {
      for (String flag : flags) {
        access.need(mailbox, flag.equalsIgnoreCase("\\Seen") ? Right.SEEN : Right.WRITE);
      }
    }
  }

  static ObjectNode json(Access access, Set<MailboxId> mailboxes) {
    ObjectNode json = org.mailstead.jmap.core.JmapJson.object();
    List.copyOf(mailboxes)
        .forEach(mailbox -> json.put(ObjectIds.mailbox(access.owner(), mailbox), true));
    return json;
  }
}

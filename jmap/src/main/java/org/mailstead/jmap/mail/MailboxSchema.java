package org.mailstead.jmap.mail;

import java.util.Optional;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.jmap.core.Schema;
import org.mailstead.jmap.core.Schema.Trait;
import org.mailstead.post.Mailbox;
import org.mailstead.post.Right;
import org.mailstead.post.Rights;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a Mailbox is (RFC 8621 section 2). */
final class MailboxSchema {
  /** A mailbox among those that somebody sees. */
  record Seen(MailboxSight sight, Mailbox mailbox) {
    MailboxCounts.Counts counts() {
      return sight.counts(mailbox);
    }

    Rights rights() {
      return sight.access().rights(mailbox.id());
    }

    boolean isInbox() {
      return mailbox.role() == Mailbox.Role.INBOX;
    }
  }

  static final Schema<Seen> SCHEMA =
      new Schema<Seen>("Mailbox")
          .text(
              "id",
              "The same as IMAP's MAILBOXID.",
              one -> one.sight.id(one.mailbox.id()),
              Trait.SERVER_SET,
              Trait.IMMUTABLE)
          .text(
              "name",
              "At most 255 octets, no slash, no control characters; no two of the same parent.",
              one -> MailboxSight.name(one.mailbox))
          .optionalText(
              "parentId",
              "The mailbox that it lies in; null at the top.",
              one -> one.sight.parent(one.mailbox).map(above -> one.sight.id(above.id())))
          .optionalText(
              "role",
              "inbox, drafts, sent, junk, trash, archive, or null; each role once.",
              one -> MailboxSight.role(one.mailbox.role()))
          .number(
              "sortOrder", "The lowest stands first, 0 to 2^31-1.", one -> one.mailbox.sortOrder())
          .number("totalEmails", "Emails in it.", one -> one.counts().emails(), Trait.SERVER_SET)
          .number(
              "unreadEmails",
              "Those with neither $seen nor $draft.",
              one -> one.counts().unread(),
              Trait.SERVER_SET)
          .number(
              "totalThreads",
              "Threads that have an email in it.",
              one -> one.counts().threads(),
              Trait.SERVER_SET)
          .number(
              "unreadThreads",
              "Those that have something unread, also elsewhere; the trash counts by itself.",
              one -> one.counts().unreadThreads(),
              Trait.SERVER_SET)
          .add(
              "myRights",
              "MailboxRights",
              "What whoever asks may do.",
              MailboxSchema::rights,
              Trait.SERVER_SET)
          .flag(
              "isSubscribed",
              "Whether it is to be shown; IMAP's subscription.",
              one -> one.sight.isSubscribed(one.mailbox));

  private MailboxSchema() {}

  private static Optional<JsonNode> rights(Seen one) {
    Rights may = one.rights();
    ObjectNode json = JmapJson.object();
    json.put("mayReadItems", may.has(Right.READ) && may.has(Right.LOOKUP));
    json.put("mayAddItems", may.has(Right.INSERT));
    json.put("mayRemoveItems", may.has(Right.DELETE_MESSAGES) && may.has(Right.EXPUNGE));
    json.put("maySetSeen", may.has(Right.SEEN));
    json.put("maySetKeywords", may.has(Right.WRITE));
    json.put("mayCreateChild", may.has(Right.CREATE));
    json.put("mayRename", may.has(Right.DELETE) && !one.isInbox());
    json.put("mayDelete", may.has(Right.DELETE) && !one.isInbox());
    json.put("maySubmit", may.has(Right.POST));
    return Optional.of(json);
  }
}

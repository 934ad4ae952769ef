package org.mailstead.jmap.mail;

import java.util.List;
import java.util.Optional;
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
              one -> Optional.of(rights(one)),
              Trait.SERVER_SET)
          .flag(
              "isSubscribed",
              "Whether it is to be shown; IMAP's subscription.",
              one -> one.sight.isSubscribed(one.mailbox))
          .add(
              "shareWith",
              "Record<Id, MailboxRights> | null",
              "Who else may do what, by principals; with urn:ietf:params:jmap:mail:share.",
              MailboxSchema::shareWith,
              Trait.ON_DEMAND);

  private MailboxSchema() {}

  private static ObjectNode rights(Seen one) {
    ObjectNode json = MailboxRights.write(one.rights());
    if (one.isInbox()) {
      json.put("mayRename", false).put("mayDelete", false);
    }
    if (!one.sight.isSharing()) {
      json.remove("mayShare");
    }
    return json;
  }

  /** Whom it is shared with, for those who may say so. */
  private static Optional<JsonNode> shareWith(Seen one) {
    Optional<ObjectNode> all =
        one.rights().has(Right.ADMINISTER) ? one.sight.shareWith(one.mailbox) : Optional.empty();
    return all.map(json -> json);
  }

  /** All that there is for whoever uses a capability; shareWith stands with its own only. */
  static List<Schema.Property<Seen>> asked(boolean sharing, Optional<List<String>> names) {
    return SCHEMA.asked(
        sharing && names.isEmpty()
            ? Optional.of(SCHEMA.properties().stream().map(Schema.Property::name).toList())
            : names);
  }
}

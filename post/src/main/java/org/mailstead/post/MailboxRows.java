package org.mailstead.post;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mailstead.post.rows.MailboxRow;
import org.mailstead.post.rows.OldSubscriptionRow;
import org.mailstead.post.rows.Role;
import org.mailstead.store.Draft;
import org.mailstead.store.Row;
import org.mailstead.store.Rows;
import org.mailstead.words.MailboxId;

/** The rows of an account's mailboxes, read as values. */
final class MailboxRows {
  private MailboxRows() {}

  static MailboxTree tree(Rows rows, long version) {
    List<Mailbox> all = new ArrayList<>();
    rows.each(
        MailKeys.mailboxes(),
        entry -> {
          MailboxRow row = Row.read(entry.value(), MailboxRow.parser());
          all.add(mailbox(new MailboxId(entry.key().group()), row));
        });
    List<String> old = new ArrayList<>();
    rows.each(
        MailKeys.oldSubscriptions(),
        entry -> old.add(Row.read(entry.value(), OldSubscriptionRow.parser()).getPath()));
    return new MailboxTree(version, all, old);
  }

  static MailboxTree tree(Draft draft) {
    return tree(draft, draft.base().version());
  }

  static Role row(Mailbox.Role role) {
    return switch (role) {
      case NONE -> Role.NONE;
      case INBOX -> Role.INBOX;
      case DRAFTS -> Role.DRAFTS;
      case SENT -> Role.SENT;
      case JUNK -> Role.JUNK;
      case TRASH -> Role.TRASH;
      case ARCHIVE -> Role.ARCHIVE;
    };
  }

  private static Mailbox mailbox(MailboxId id, MailboxRow row) {
    return new Mailbox(
        id,
        row.getName(),
        row.getParent() == 0 ? Optional.empty() : Optional.of(new MailboxId(row.getParent())),
        role(row.getRole()),
        row.getUidValidity(),
        row.getSubscribed(),
        row.hasSortOrder() ? row.getSortOrder() : role(row.getRole()).sortOrder());
  }

  static Mailbox.Role role(Role role) {
    return switch (role) {
      case INBOX -> Mailbox.Role.INBOX;
      case DRAFTS -> Mailbox.Role.DRAFTS;
      case SENT -> Mailbox.Role.SENT;
      case JUNK -> Mailbox.Role.JUNK;
      case TRASH -> Mailbox.Role.TRASH;
      case ARCHIVE -> Mailbox.Role.ARCHIVE;
      case NONE, UNRECOGNIZED -> Mailbox.Role.NONE;
    };
  }
}

package org.mailstead.post;

import java.util.HashSet;
import java.util.Set;
import org.mailstead.post.rows.ChangeRow;
import org.mailstead.store.Accounts;
import org.mailstead.store.LogEntry;
import org.mailstead.store.Partition;
import org.mailstead.store.Since;
import org.mailstead.words.AccountId;
import org.mailstead.words.MailboxId;

/** Reads from the log what changes of an account touched. */
final class Touching {
  private static final int MAX_ENTRIES = 1000;

  private final Accounts store;

  Touching(Accounts store) {
    this.store = store;
  }

  Touched since(AccountId account, long known) {
    Partition partition = MailKeys.partition(account);
    Set<MailboxId> messages = new HashSet<>();
    Set<MailboxId> mailboxes = new HashSet<>();
    long version = known;
    boolean more = true;
    while (more) {
      switch (store.changes(partition, version, MAX_ENTRIES)) {
        case Since.Forgotten _ -> {
          return new Touched(store.head(partition).version(), true, Set.of(), Set.of());
        }
        case Since.Entries(var entries, long reached, boolean rest) -> {
          for (LogEntry entry : entries) {
            Views.log(entry).getChangesList().forEach(row -> note(row, messages, mailboxes));
          }
          version = reached;
          more = rest;
        }
      }
    }
    return new Touched(version, false, messages, mailboxes);
  }

  private static void note(ChangeRow row, Set<MailboxId> messages, Set<MailboxId> mailboxes) {
    switch (row.getWhatCase()) {
      case ADDED, FLAGGED, REMOVED, ADDED_RANGE -> messages.add(new MailboxId(row.getMailbox()));
      case MAILBOX_CHANGE -> mailboxes.add(new MailboxId(row.getMailbox()));
      case EMAIL_CHANGE, ANNOTATION_CHANGE, ACL_CHANGE, OLD_SUBSCRIPTION_CHANGE, WHAT_NOT_SET -> {}
    }
  }
}

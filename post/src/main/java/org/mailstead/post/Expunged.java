package org.mailstead.post;

import java.util.BitSet;
import org.mailstead.post.rows.ExpungedRow;
import org.mailstead.store.Accounts;
import org.mailstead.store.Partition;
import org.mailstead.store.Row;
import org.mailstead.store.Rows;
import org.mailstead.store.Since;
import org.mailstead.words.AccountId;
import org.mailstead.words.MailboxId;

/** Tells who comes back with a version that it remembers what is gone since (RFC 7162). */
final class Expunged {
  private final Accounts store;
  private final Mailboxes mailboxes;

  Expunged(Accounts store, Mailboxes mailboxes) {
    this.store = store;
    this.mailboxes = mailboxes;
  }

  BitSet since(AccountId account, MailboxId mailbox, long version) {
    // Before anything else: what comes meanwhile lies beyond it, and is not gone.
    int uidNext = mailboxes.state(account, mailbox).uidNext();
    Partition partition = MailKeys.partition(account);
    Rows rows = store.read(partition);
    var gone = new BitSet();
    rows.each(
        MailKeys.expungedAfter(mailbox, version),
        entry -> Row.read(entry.value(), ExpungedRow.parser()).getUidsList().forEach(gone::set));
    // After the rows, which are purged once the log has forgotten their version.
    if (store.changes(partition, version, 1) instanceof Since.Forgotten) {
      gone.set(1, uidNext);
      rows.each(MailKeys.members(mailbox), entry -> gone.clear((int) entry.key().suffixLong(0)));
    }
    return gone;
  }
}

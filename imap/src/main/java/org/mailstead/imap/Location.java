package org.mailstead.imap;

import org.mailstead.post.Mailbox;
import org.mailstead.words.AccountId;

/**
 * Where a mailbox lies.
 *
 * @param owner whose it is: its mail, its keywords and its quota are the owner's
 */
record Location(AccountId owner, Mailbox mailbox) {
  /** Whether it is the same mailbox, whatever its name is by now. */
  boolean isSame(Location other) {
    return owner.equals(other.owner) && mailbox.id().equals(other.mailbox.id());
  }
}

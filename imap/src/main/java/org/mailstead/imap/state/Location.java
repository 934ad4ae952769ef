package org.mailstead.imap.state;

import org.mailstead.post.Mailbox;
import org.mailstead.words.AccountId;

/**
 * Where a mailbox lies.
 *
 * @param owner whose it is: its mail, its keywords and its quota are the owner's
 */
public record Location(AccountId owner, Mailbox mailbox) {
  /** Whether it is the same mailbox, whatever its name is by now. */
  public boolean isSame(Location other) {
    return owner.equals(other.owner) && mailbox.id().equals(other.mailbox.id());
  }
}

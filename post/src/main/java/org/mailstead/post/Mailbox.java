package org.mailstead.post;

import java.util.Optional;
import org.mailstead.words.MailboxId;

/**
 * A mailbox as people know it. Its counts are in {@link MailboxState}.
 *
 * @param name the leaf of its path, in Unicode NFC
 * @param parent the mailbox it lies in; empty at the top
 * @param uidValidity unique in the account, kept when it is renamed
 */
public record Mailbox(
    MailboxId id,
    String name,
    Optional<MailboxId> parent,
    Role role,
    long uidValidity,
    boolean subscribed) {
  /** What a mailbox is for (RFC 6154, RFC 8621 section 2). */
  public enum Role {
    NONE,
    INBOX,
    DRAFTS,
    SENT,
    JUNK,
    TRASH,
    ARCHIVE
  }
}

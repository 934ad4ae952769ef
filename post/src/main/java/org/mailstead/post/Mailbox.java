package org.mailstead.post;

import java.util.Optional;
import org.mailstead.words.MailboxId;

/**
 * A mailbox as people know it. Its counts are in {@link MailboxState}.
 *
 * @param name the leaf of its path, in Unicode NFC
 * @param parent the mailbox it lies in; empty at the top
 * @param uidValidity unique in the account, kept when it is renamed
 * @param sortOrder where it stands among its siblings, the lowest first
 */
public record Mailbox(
    MailboxId id,
    String name,
    Optional<MailboxId> parent,
    Role role,
    long uidValidity,
    boolean subscribed,
    long sortOrder) {
  /** What a mailbox is for (RFC 6154, RFC 8621 section 2). */
  public enum Role {
    NONE,
    INBOX,
    DRAFTS,
    SENT,
    JUNK,
    TRASH,
    ARCHIVE;

    /** Where a mailbox stands that nobody has put elsewhere. */
    long sortOrder() {
      return switch (this) {
        case INBOX -> 1;
        case DRAFTS -> 2;
        case SENT -> 3;
        case ARCHIVE -> 4;
        case JUNK -> 5;
        case TRASH -> 6;
        case NONE -> 10;
      };
    }
  }
}

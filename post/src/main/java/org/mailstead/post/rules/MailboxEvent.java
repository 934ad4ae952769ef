package org.mailstead.post.rules;

import java.util.List;
import org.mailstead.words.AccountId;
import org.mailstead.words.MailboxId;

/**
 * Something that a mail program did to a message (RFC 6785 section 2.2).
 *
 * @param actor who did it
 * @param owner whose mailbox it is
 * @param changed names of flags, for FLAG
 */
public record MailboxEvent(
    Cause cause,
    AccountId actor,
    AccountId owner,
    MailboxId mailbox,
    int uid,
    List<String> changed) {
  /** What was done. */
  public enum Cause {
    APPEND,
    COPY,
    FLAG
  }

  public MailboxEvent {
    changed = List.copyOf(changed);
  }
}

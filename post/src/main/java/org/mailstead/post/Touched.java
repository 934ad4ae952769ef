package org.mailstead.post;

import java.util.Set;
import org.mailstead.words.MailboxId;

/**
 * What changes of an account touched.
 *
 * @param version up to which they are told
 * @param all whether it is not known any more, so that anything may have changed
 * @param messages mailboxes in which messages came, went or changed
 * @param mailboxes mailboxes that were made, removed, renamed, or whose subscription changed
 */
public record Touched(
    long version, boolean all, Set<MailboxId> messages, Set<MailboxId> mailboxes) {
  public Touched {
    messages = Set.copyOf(messages);
    mailboxes = Set.copyOf(mailboxes);
  }
}

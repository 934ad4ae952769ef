package org.mailstead.post;

import java.time.Instant;
import java.util.Set;
import org.mailstead.words.MailboxId;

/**
 * How a message that is put aside comes back.
 *
 * @param into where it is put then; INBOX when that is gone
 * @param add flags that it gets then
 * @param remove flags that it loses then
 */
public record Snooze(Instant until, MailboxId into, Set<String> add, Set<String> remove) {
  public Snooze {
    add = Set.copyOf(add);
    remove = Set.copyOf(remove);
  }
}

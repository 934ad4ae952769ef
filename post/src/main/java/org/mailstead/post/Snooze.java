package org.mailstead.post;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.mailstead.words.MailboxId;

/**
 * How a message that is put aside comes back.
 *
 * @param into where it is put then, at least one; INBOX when all of them are gone
 * @param add flags that it gets then
 * @param remove flags that it loses then
 */
public record Snooze(Instant until, List<MailboxId> into, Set<String> add, Set<String> remove) {
  public Snooze {
    into = List.copyOf(into);
    add = Set.copyOf(add);
    remove = Set.copyOf(remove);
  }
}

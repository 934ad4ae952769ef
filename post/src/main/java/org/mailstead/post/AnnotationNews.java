package org.mailstead.post;

import java.util.List;
import java.util.Optional;
import org.mailstead.words.MailboxId;

/**
 * Notes that changed in a partition up to a version.
 *
 * @param version from where to ask next
 */
public record AnnotationNews(long version, List<Changed> changed) {
  /**
   * A note that was set or removed.
   *
   * @param mailbox empty for the account, or the tenant, as a whole
   * @param viewer whose private one it is; 0 for a shared one
   * @param writer the session that did it
   */
  public record Changed(Optional<MailboxId> mailbox, String name, long viewer, long writer) {}

  public AnnotationNews {
    changed = List.copyOf(changed);
  }
}

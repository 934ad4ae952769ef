package org.mailstead.post;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.mailstead.words.MailboxId;

/**
 * What is to become of an email as a whole: in which mailboxes it lies, which flags all of its
 * messages have (RFC 8621 section 4.6).
 *
 * @param email its number
 */
public record EmailEdit(long email, Change<MailboxId> mailboxes, Change<String> flags) {
  /**
   * A set that is replaced, or has something put into it and taken out of it.
   *
   * @param whole what it is then; empty to go by the other two
   */
  public record Change<T>(Optional<Set<T>> whole, Set<T> in, Set<T> out) {
    public Change {
      whole = whole.map(Set::copyOf);
      in = Set.copyOf(in);
      out = Set.copyOf(out);
    }

    public static <T> Change<T> none() {
      return new Change<>(Optional.empty(), Set.of(), Set.of());
    }

    public static <T> Change<T> to(Set<T> whole) {
      return new Change<>(Optional.of(whole), Set.of(), Set.of());
    }

    public static <T> Change<T> by(Set<T> in, Set<T> out) {
      return new Change<>(Optional.empty(), in, out);
    }

    public boolean isNone() {
      return whole.isEmpty() && in.isEmpty() && out.isEmpty();
    }

    Set<T> apply(Set<T> now) {
      var changed = new HashSet<>(whole.orElse(now));
      changed.addAll(in);
      changed.removeAll(out);
      return changed;
    }
  }
}

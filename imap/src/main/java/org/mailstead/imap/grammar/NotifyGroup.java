package org.mailstead.imap.grammar;

import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.mailstead.post.MailboxTree;

/**
 * Events that a client wants to hear of some mailboxes (RFC 5465 section 6).
 *
 * @param paths of SUBTREE and MAILBOXES
 * @param items what a new message of the selected mailbox is told with
 */
public record NotifyGroup(
    Kind kind, List<String> paths, Set<NotifyEvent> events, List<FetchItem> items) {
  public enum Kind {
    SELECTED,
    /** Expunges wait for a command after which numbers may change. */
    SELECTED_DELAYED,
    /** The same as PERSONAL: a rule may deliver anywhere. */
    INBOXES,
    PERSONAL,
    SUBSCRIBED,
    SUBTREE,
    MAILBOXES
  }

  public NotifyGroup {
    paths = List.copyOf(paths);
    events = Set.copyOf(events);
    items = List.copyOf(items);
  }

  /** Whether it may be about mailboxes of others. */
  public boolean reachesOthers() {
    return kind == Kind.SUBSCRIBED || kind == Kind.SUBTREE || kind == Kind.MAILBOXES;
  }

  public boolean isOfSelected() {
    return kind == Kind.SELECTED || kind == Kind.SELECTED_DELAYED;
  }

  /** With paths as the client spells names; names that are none name nothing. */
  public NotifyGroup decoded(UnaryOperator<String> spelling) {
    List<String> decoded =
        paths.stream().map(name -> MailboxTree.canonical(spelling.apply(name))).toList();
    return new NotifyGroup(kind, decoded, events, items);
  }

  /**
   * Whether a mailbox is one of these, leaving aside that it may be the selected one.
   *
   * @param own whether it is the client's own
   */
  public boolean covers(String path, boolean subscribed, boolean own) {
    return switch (kind) {
      case SELECTED, SELECTED_DELAYED -> false;
      case INBOXES, PERSONAL -> own;
      case SUBSCRIBED -> subscribed;
      case MAILBOXES -> paths.contains(path);
      case SUBTREE ->
          paths.stream().anyMatch(top -> path.equals(top) || path.startsWith(top + "/"));
    };
  }
}

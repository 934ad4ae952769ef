package org.mailstead.imap.state;

import java.io.IOException;
import java.util.List;
import org.mailstead.imap.grammar.FetchItem;
import org.mailstead.post.MailboxTree;

/** What a client has chosen to be told without asking, by NOTIFY (RFC 5465). */
public interface Unasked extends News {
  /**
   * What is told of the selected mailbox.
   *
   * @param messages whether messages that come and go are told
   * @param flags whether changed flags are, too
   * @param delayed whether expunges wait for a command
   * @param items what a new message is told with
   */
  record OfSelected(boolean messages, boolean flags, boolean delayed, List<FetchItem> items) {}

  OfSelected ofSelected();

  /** Tells of messages that came into the selected mailbox, in the way that was asked for. */
  void tellNew(Selected in, List<Integer> positions) throws IOException;

  // ---- what the client did itself, it is not told (RFC 5465 section 5)

  /** The client has made, removed, renamed or subscribed mailboxes: it knows how they are now. */
  void knows(MailboxTree now);

  /** The client has put messages into a mailbox. */
  void placed(Location to, List<Integer> uids);
}

package org.mailstead.imap.state;

import java.io.IOException;
import java.util.List;
import org.mailstead.post.ViewChange;

/** A search's result that goes along with the selected mailbox (RFC 5267 section 4.3). */
public interface Kept {
  /** How many messages it holds. */
  int size();

  /** Tells which results are expunged; the client still has the old sequence numbers. */
  void expunged(Client client, Selected in, List<Integer> removed) throws IOException;

  /**
   * Tells what changed besides, when the client has been told of all else.
   *
   * @param lastUid the highest uid before the change
   */
  void update(Client client, Selected in, ViewChange change, int lastUid) throws IOException;
}

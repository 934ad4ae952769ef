package org.mailstead.http;

import java.io.IOException;

/** What a room does with a {@link WebSocket}. */
public interface SocketHandler {
  /**
   * Takes a message, in a virtual thread. The next one is not read before this one is taken: who
   * sends faster than is taken has to wait.
   */
  void text(String message) throws IOException;

  /** It is over, whoever ended it; called once. */
  void closed();
}

package org.mailstead.wire;

import java.io.IOException;

/**
 * A conversation that holds no thread while it waits long for its peer: a thread's stack is what an
 * idle connection costs most.
 */
public interface Session {
  /**
   * Goes on, in some thread. An IOException is not an error: peers vanish. {@link Closing} means
   * the same here.
   *
   * @return whether to go on when the peer says something, has gone, or is to be told of the end;
   *     otherwise the session is over
   */
  boolean proceed() throws IOException;

  /** Called once, however it ended. */
  void end();
}

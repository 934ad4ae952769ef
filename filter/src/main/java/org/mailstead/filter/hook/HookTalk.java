package org.mailstead.filter.hook;

import java.io.IOException;
import org.mailstead.filter.origin.MessageFlow;

/**
 * What a hook is told of one message. Seeing the message never fails: what went wrong is told at
 * the end.
 */
public interface HookTalk extends MessageFlow.Eyes, AutoCloseable {
  /**
   * The message is over: what does it say?
   *
   * @throws IOException when it cannot be asked, or says what cannot be understood
   */
  Opinion finish() throws IOException;

  /** Ends the conversation, wherever it is. */
  @Override
  void close();
}

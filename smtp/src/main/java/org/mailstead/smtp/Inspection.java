package org.mailstead.smtp;

import java.io.IOException;
import java.util.List;
import org.mailstead.filter.origin.MessageFlow;
import org.mailstead.post.Reason;

/** What is found out about a message, or said about it, while it flows by. */
interface Inspection extends MessageFlow.Eyes, AutoCloseable {
  /**
   * The message is over. Asked before it is kept.
   *
   * @throws org.mailstead.words.Refused when it must not come in
   */
  void judge();

  /**
   * The fields that are to stand before it.
   *
   * @param added fields that it lacked, which stand there too
   */
  String fields(String added) throws IOException;

  /** What is kept with the message for its reader. */
  List<Reason> reasons();

  /** Whether the message is to be taken and thrown away. */
  default boolean discards() {
    return false;
  }

  /**
   * Whether somebody else seems to have been put into MAIL FROM: who never sent it is not to be
   * told what became of it.
   */
  default boolean doubtsSender() {
    return false;
  }

  @Override
  default void close() {
    // Most hold nothing.
  }
}

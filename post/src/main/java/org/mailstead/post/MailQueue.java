package org.mailstead.post;

/** Takes messages over. */
public interface MailQueue {
  /**
   * Durable when it returns: each recipient gets it, or its sender a report.
   *
   * @throws org.mailstead.words.Refused NO_SPACE, UNAVAILABLE: nothing was taken
   */
  void accept(QueuedMail mail);
}

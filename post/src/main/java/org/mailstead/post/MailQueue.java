package org.mailstead.post;

import org.mailstead.words.EmailAddress;

/** Takes messages over. */
public interface MailQueue {
  /**
   * Durable when it returns: each recipient gets it, or its sender a report.
   *
   * @throws org.mailstead.words.Refused NO_SPACE, UNAVAILABLE: nothing was taken
   */
  void accept(QueuedMail mail);

  /**
   * Whether mail to an address elsewhere has a chance.
   *
   * @throws org.mailstead.words.Refused REFUSED, with the reason: nothing is sent there
   */
  default void check(EmailAddress to) {}
}

package org.mailstead.post.queue;

import org.mailstead.post.Timers;

/**
 * Which messages wait for one another: those with mailboxes here, and those of each domain, where
 * those that are urgent (RFC 6710) do not wait behind the others.
 */
final class Lanes {
  /** Deliveries into mailboxes of ours. */
  static final long HERE = 1;

  private Lanes() {}

  static long of(Letter letter, Letter.To to) {
    return to.isHere() ? HERE : of(to.address().domain(), letter.row().getPriority());
  }

  static long of(String domain, int priority) {
    long hash = QueueKeys.of(priority > 0 ? domain + " urgent" : domain).group();
    return hash == HERE || hash == 0 ? ~hash : hash;
  }

  /** Whether a round that began for a lane is for this recipient. */
  static boolean isFor(Timers.Timer timer, Letter.To to) {
    return timer.lane() == 0 || (timer.lane() == HERE) == to.isHere();
  }
}

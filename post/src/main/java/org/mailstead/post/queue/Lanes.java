package org.mailstead.post.queue;

import org.mailstead.post.Timers;

/** Which messages wait for one another: those with mailboxes here, and those of each domain. */
final class Lanes {
  /** Deliveries into mailboxes of ours. */
  static final long HERE = 1;

  private Lanes() {}

  static long of(Letter.To to) {
    return to.isHere() ? HERE : of(to.address().domain());
  }

  static long of(String domain) {
    long hash = QueueKeys.of(domain).group();
    return hash == HERE || hash == 0 ? ~hash : hash;
  }

  /** Whether a round that began for a lane is for this recipient. */
  static boolean isFor(Timers.Timer timer, Letter.To to) {
    return timer.lane() == 0 || (timer.lane() == HERE) == to.isHere();
  }
}

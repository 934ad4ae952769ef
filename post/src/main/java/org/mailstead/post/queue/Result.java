package org.mailstead.post.queue;

import java.time.Instant;

/** What one attempt came to, for one recipient. */
sealed interface Result {
  /** It lies in the mailbox. */
  record Delivered() implements Result {}

  /**
   * Another server has it.
   *
   * @param tells whether that server reports successes itself (RFC 3461)
   */
  record Relayed(boolean tells, Said said) implements Result {}

  /** Later it may work. */
  record Later(Why why, Said said) implements Result {}

  /** It will never work. */
  record Failed(Said said) implements Result {}

  /** Nobody has tried: mail for other servers is not sent now. */
  record Unsent() implements Result {}

  /** What is not there now, which decides how long it is waited for. */
  enum Why {
    /** Another server. */
    OUTSIDE,
    /** Room in a mailbox of ours. */
    QUOTA,
    /** A part of this server. */
    OURS
  }

  /**
   * The last word about it.
   *
   * @param code of SMTP; 0 when no server said it
   * @param status of RFC 3463
   * @param text for people
   * @param host who said it; empty for us
   */
  record Said(int code, String status, String text, String host, Instant at) {}
}

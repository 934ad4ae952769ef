package org.mailstead.post.queue;

import java.time.Duration;

/**
 * How long another server is waited for (RFC 5321 section 4.5.3.2).
 *
 * @param connect until it takes the connection
 * @param answer for the greeting and for commands
 * @param data for the answer to DATA
 * @param end for the answer to the whole message, while it may be looked at
 * @param idle how long an unused connection is kept for the next message
 */
record SmtpTimes(Duration connect, Duration answer, Duration data, Duration end, Duration idle) {
  static final SmtpTimes STANDARD =
      new SmtpTimes(
          Duration.ofSeconds(30),
          Duration.ofMinutes(5),
          Duration.ofMinutes(2),
          Duration.ofMinutes(10),
          Duration.ofSeconds(5));
}

package org.mailstead.discovery;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.mailstead.http.Answer;

/** Whom to tell of a hole in this server's safety (RFC 9116). */
final class SecurityText {
  /** RFC 9116 section 2.5.5: less than a year. */
  private static final Duration VALID = Duration.ofDays(180);

  private SecurityText() {}

  static Answer answer(String contact, Instant now) {
    String text =
        "Contact: %s\r\nExpires: %s\r\n"
            .formatted(contact, now.plus(VALID).truncatedTo(ChronoUnit.DAYS));
    return Answer.of(200, "text/plain; charset=utf-8", text.getBytes(UTF_8));
  }
}

package org.mailstead.server;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How commands write what they tell of sign-ins. */
final class SignInText {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  private SignInText() {}

  /** UTC. */
  static String time(Instant at) {
    return TIME.format(at);
  }
}

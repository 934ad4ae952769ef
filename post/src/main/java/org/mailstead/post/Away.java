package org.mailstead.post;

import java.time.Instant;
import java.util.Optional;

/**
 * What answers those who write while somebody is away (RFC 8621 section 8).
 *
 * @param from when it begins; empty for at once
 * @param until when it ends; empty for never
 * @param subject empty for one that goes by the message
 */
public record Away(
    boolean enabled,
    Optional<Instant> from,
    Optional<Instant> until,
    Optional<String> subject,
    Optional<String> text,
    Optional<String> html) {
  public static final Away NONE =
      new Away(
          false,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /** Whether it answers at a time. */
  public boolean isOn(Instant now) {
    return enabled
        && from.filter(now::isBefore).isEmpty()
        && until.filter(end -> !now.isBefore(end)).isEmpty();
  }
}

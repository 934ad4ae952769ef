package org.mailstead.formats.mime;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/** When the last server on a message's way took it (RFC 5321 section 4.4). */
public final class ReceivedDate {
  private ReceivedDate() {}

  /** What stands behind the last semicolon of the first Received field; empty without one. */
  public static Optional<Instant> of(List<HeaderField> header) {
    return HeaderField.first(header, "Received")
        .map(field -> field.unfolded().text())
        .filter(text -> text.lastIndexOf(';') >= 0)
        .flatMap(text -> DateTimes.parse(text.substring(text.lastIndexOf(';') + 1).strip()))
        .map(OffsetDateTime::toInstant);
  }
}

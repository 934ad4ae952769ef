package org.mailstead.formats.mime;

import java.util.List;
import java.util.Optional;

/**
 * One field of a header.
 *
 * @param name as written
 * @param start offset of its first octet in the message
 * @param end offset behind its last line end
 * @param value what follows the colon, without the last line end; folds are CRLF whatever they were
 */
public record HeaderField(String name, long start, long end, Octets value) {
  /** The value on one line, as IMAP sends it. */
  public Octets unfolded() {
    return value.unfolded();
  }

  /** The value for people: unfolded, encoded words decoded. */
  public String text() {
    return unfolded().decoded();
  }

  /** The first field of the name: where a field is repeated that may not be, this one counts. */
  public static Optional<HeaderField> first(List<HeaderField> header, String name) {
    for (HeaderField field : header) {
      if (field.name().equalsIgnoreCase(name)) {
        return Optional.of(field);
      }
    }
    return Optional.empty();
  }
}

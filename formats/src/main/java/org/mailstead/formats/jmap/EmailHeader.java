package org.mailstead.formats.jmap;

import java.util.List;
import org.mailstead.formats.mime.HeaderField;

/**
 * An EmailHeader (RFC 8621 section 4.1.3).
 *
 * @param name as in the message
 * @param value in raw form
 */
public record EmailHeader(String name, String value) {
  /** The fields of a header in their order. */
  public static List<EmailHeader> of(List<HeaderField> header) {
    return header.stream()
        .map(field -> new EmailHeader(field.name(), HeaderReader.raw(field.value())))
        .toList();
  }
}

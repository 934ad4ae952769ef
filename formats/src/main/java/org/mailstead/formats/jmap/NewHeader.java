package org.mailstead.formats.jmap;

import java.util.List;
import java.util.Locale;

/**
 * A property of a new Email or EmailBodyPart that gives header fields.
 *
 * @param property its name as the client gave it: {@code subject}, {@code header:X-A:asText:all}
 * @param values one; with {@code :all} one for each field
 */
public record NewHeader(String property, HeaderProperty header, List<HeaderValue> values) {
  public NewHeader {
    values = List.copyOf(values);
  }

  /** A property that stands for one field; its name has to be one that is read. */
  public static NewHeader of(String property, HeaderValue value) {
    return new NewHeader(property, HeaderProperty.of(property).orElseThrow(), List.of(value));
  }

  /** The field's name in lower case. */
  String key() {
    return header.field().toLowerCase(Locale.ROOT);
  }
}

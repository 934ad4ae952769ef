package org.mailstead.post;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import org.mailstead.formats.mime.HeaderField;
import org.mailstead.formats.mime.MessageIds;
import org.mailstead.formats.mime.MessageStructure;

/** The ids of References as an email's row keeps them. */
final class References {
  private References() {}

  static byte[] of(MessageStructure structure) {
    List<String> ids =
        HeaderField.first(structure.header(), "References")
            .map(field -> MessageIds.parse(field.value()))
            .orElse(List.of());
    return String.join(" ", ids).getBytes(UTF_8);
  }

  static List<String> read(byte[] kept) {
    return kept.length == 0 ? List.of() : List.of(new String(kept, UTF_8).split(" ", -1));
  }
}

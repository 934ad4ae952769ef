package org.mailstead.imap.fetch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.mailstead.formats.mime.HeaderOctets;
import org.mailstead.imap.grammar.FetchItem;

/**
 * Selects fields of a header as they stand in the message (HEADER.FIELDS and HEADER.FIELDS.NOT).
 */
public final class HeaderFields {
  private final Set<String> names;
  private final boolean named;

  HeaderFields(FetchItem.Section section) {
    names =
        section.names().stream()
            .map(name -> name.toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet());
    named = section.fields() == FetchItem.Fields.NAMED;
  }

  /** The chosen fields and an empty line. */
  byte[] select(InputStream message) throws IOException {
    byte[] header = HeaderOctets.whole(message);
    var chosen = new ByteArrayOutputStream();
    boolean take = false;
    for (int at = 0; at < header.length; ) {
      int next = HeaderOctets.nextLine(header, at, header.length);
      if (HeaderOctets.isEmpty(header, at, next)) {
        break;
      }
      boolean folded = header[at] == ' ' || header[at] == '\t';
      take = folded ? take : names.contains(name(header, at, next)) == named;
      if (take) {
        chosen.write(header, at, next - at);
      }
      at = next;
    }
    chosen.write('\r');
    chosen.write('\n');
    return chosen.toByteArray();
  }

  private static String name(byte[] octets, int line, int next) {
    int end = line;
    while (end < next && octets[end] != ':') {
      end++;
    }
    return new String(octets, line, end - line, ISO_8859_1).strip().toLowerCase(Locale.ROOT);
  }
}

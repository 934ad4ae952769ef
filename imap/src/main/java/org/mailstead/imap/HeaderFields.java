package org.mailstead.imap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Selects fields of a header as they stand in the message (HEADER.FIELDS and HEADER.FIELDS.NOT).
 */
final class HeaderFields {
  /** Octets of the selection; no real header comes near. */
  private static final int MAX = 1 << 20;

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
  byte[] select(InputStream header) throws IOException {
    var in = new BufferedInputStream(header);
    var chosen = new ByteArrayOutputStream();
    var line = new ByteArrayOutputStream();
    boolean take = false;
    boolean more = true;
    while (more) {
      line.reset();
      more = line(in, line);
      byte[] octets = line.toByteArray();
      if (isEmpty(octets)) {
        break;
      }
      boolean folded = octets[0] == ' ' || octets[0] == '\t';
      take = folded ? take : names.contains(name(octets)) == named;
      if (take && chosen.size() + octets.length <= MAX) {
        chosen.writeBytes(octets);
      }
    }
    chosen.write('\r');
    chosen.write('\n');
    return chosen.toByteArray();
  }

  /** A whole header as it stands before a message's body, cut off at a limit. */
  static byte[] whole(InputStream message) throws IOException {
    var in = new BufferedInputStream(message);
    var header = new ByteArrayOutputStream();
    var line = new ByteArrayOutputStream();
    boolean more = true;
    while (more && header.size() <= MAX) {
      line.reset();
      more = line(in, line) && !isEmpty(line.toByteArray());
      line.writeTo(header);
    }
    return header.toByteArray();
  }

  /** A line with its end; of a very long one only the beginning. */
  private static boolean line(InputStream in, ByteArrayOutputStream line) throws IOException {
    for (int c = in.read(); c >= 0; c = in.read()) {
      if (line.size() <= MAX) {
        line.write(c);
      }
      if (c == '\n') {
        return true;
      }
    }
    return false;
  }

  private static boolean isEmpty(byte[] line) {
    return line.length == 0 || line[0] == '\n' || (line.length <= 2 && line[0] == '\r');
  }

  private static String name(byte[] line) {
    int end = 0;
    while (end < line.length && line[end] != ':') {
      end++;
    }
    return new String(line, 0, end, ISO_8859_1).strip().toLowerCase(Locale.ROOT);
  }
}

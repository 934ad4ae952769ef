package org.mailstead.imap.fetch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.mailstead.imap.grammar.FetchItem;

/**
 * Selects fields of a header as they stand in the message (HEADER.FIELDS and HEADER.FIELDS.NOT).
 */
public final class HeaderFields {
  /** Octets of a header that are looked at; no real one comes near. */
  private static final int MAX = 1 << 20;

  private static final int FIRST = 4096;

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
    byte[] header = whole(message);
    var chosen = new ByteArrayOutputStream();
    boolean take = false;
    for (int at = 0; at < header.length; ) {
      int next = nextLine(header, at, header.length);
      if (isEmpty(header, at, next)) {
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

  /** A header as it stands before a message's body, with the empty line, cut off at a limit. */
  public static byte[] whole(InputStream message) throws IOException {
    byte[] octets = new byte[FIRST];
    int length = 0;
    int line = 0;
    while (length < MAX) {
      if (length == octets.length) {
        octets = Arrays.copyOf(octets, Math.min(2 * length, MAX));
      }
      int got = message.read(octets, length, octets.length - length);
      if (got < 0) {
        break;
      }
      length += got;
      int next = nextLine(octets, line, length);
      while (next > line && octets[next - 1] == '\n') {
        if (isEmpty(octets, line, next)) {
          return Arrays.copyOf(octets, next);
        }
        line = next;
        next = nextLine(octets, line, length);
      }
    }
    return Arrays.copyOf(octets, length);
  }

  /** Where the line that begins here is over, its end included. */
  private static int nextLine(byte[] octets, int line, int length) {
    int at = line;
    while (at < length && octets[at] != '\n') {
      at++;
    }
    return Math.min(at + 1, length);
  }

  private static boolean isEmpty(byte[] octets, int line, int next) {
    return octets[line] == '\n' || (octets[line] == '\r' && next - line <= 2);
  }

  private static String name(byte[] octets, int line, int next) {
    int end = line;
    while (end < next && octets[end] != ':') {
      end++;
    }
    return new String(octets, line, end - line, ISO_8859_1).strip().toLowerCase(Locale.ROOT);
  }
}

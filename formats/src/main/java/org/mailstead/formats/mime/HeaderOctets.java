package org.mailstead.formats.mime;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** A message's header as octets, before it is parted into fields. */
public final class HeaderOctets {
  /** Octets of a header that are looked at; no real one comes near. */
  private static final int MAX = 1 << 20;

  private static final int FIRST = 4096;

  private HeaderOctets() {}

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
  public static int nextLine(byte[] octets, int line, int length) {
    int at = line;
    while (at < length && octets[at] != '\n') {
      at++;
    }
    return Math.min(at + 1, length);
  }

  /** Whether a line is the empty one that ends a header. */
  public static boolean isEmpty(byte[] octets, int line, int next) {
    return octets[line] == '\n' || (octets[line] == '\r' && next - line <= 2);
  }
}

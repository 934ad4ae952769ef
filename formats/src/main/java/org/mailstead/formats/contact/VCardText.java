package org.mailstead.formats.contact;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Cuts a text into its cards, each of which is kept as it came (RFC 6350 section 3.3). */
final class VCardText {
  private static final String BEGIN = "BEGIN:VCARD";
  private static final String END = "END:VCARD";

  /** Octets of a picture and such are kept elsewhere. */
  private static final List<String> MEDIA = List.of("PHOTO", "LOGO", "SOUND");

  private VCardText() {}

  /** The outermost cards; one that has no end is none. */
  static List<String> cards(String text, int most) {
    List<String> cards = new ArrayList<>();
    int depth = 0;
    int start = 0;
    int at = 0;
    while (at < text.length() && cards.size() < most) {
      int end = text.indexOf('\n', at);
      int next = end < 0 ? text.length() : end + 1;
      String line = text.substring(at, Math.min(next, at + 40)).strip().toUpperCase(Locale.ROOT);
      if (line.equals(BEGIN)) {
        start = depth == 0 ? at : start;
        depth++;
      } else if (line.equals(END) && depth > 0) {
        depth--;
        if (depth == 0) {
          cards.add(text.substring(start, next));
        }
      }
      at = next;
    }
    return cards;
  }

  /** Without the octets that are in it. */
  static String withoutMedia(String card) {
    var kept = new StringBuilder();
    boolean dropping = false;
    for (String line : (Iterable<String>) card.lines()::iterator) {
      boolean folded = line.startsWith(" ") || line.startsWith("\t");
      dropping = folded ? dropping : isMedia(line);
      if (!dropping) {
        kept.append(line).append("\r\n");
      }
    }
    return kept.toString();
  }

  private static boolean isMedia(String line) {
    int end = 0;
    while (end < line.length() && line.charAt(end) != ':' && line.charAt(end) != ';') {
      end++;
    }
    String name = line.substring(line.lastIndexOf('.', end) + 1, end);
    return MEDIA.contains(name.toUpperCase(Locale.ROOT));
  }
}

package org.mailstead.search.extract;

import java.io.IOException;
import java.util.Locale;
import java.util.Set;

/** The lines of calendars and cards that people read: names, places, descriptions. */
final class Properties {
  private static final Set<String> READ =
      Set.of(
          "summary",
          "description",
          "location",
          "comment",
          "contact",
          "categories",
          "attendee",
          "organizer",
          "fn",
          "n",
          "nickname",
          "org",
          "title",
          "role",
          "email",
          "tel",
          "adr",
          "note",
          "url");

  private Properties() {}

  static void read(String text, Sink to) throws IOException {
    // A line that begins with a blank goes on the one before it.
    String unfolded = text.replace("\r\n", "\n").replaceAll("\n[ \t]", "");
    for (String line : (Iterable<String>) unfolded.lines()::iterator) {
      to.checkTime();
      int colon = colon(line);
      if (colon > 0 && READ.contains(name(line, colon))) {
        commonName(line.substring(0, colon), to);
        to.add(plain(line.substring(colon + 1)));
        to.line();
      }
    }
  }

  /** The colon before the value, outside of quoted parameters. */
  private static int colon(String line) {
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      quoted ^= c == '"';
      if (c == ':' && !quoted) {
        return i;
      }
    }
    return -1;
  }

  private static String name(String line, int colon) {
    int end = line.indexOf(';');
    String name = line.substring(0, end >= 0 && end < colon ? end : colon);
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  private static void commonName(String head, Sink to) {
    int at = head.toUpperCase(Locale.ROOT).indexOf(";CN=");
    if (at >= 0) {
      String value = head.substring(at + 4);
      boolean quoted = value.startsWith("\"");
      int end = quoted ? value.indexOf('"', 1) : value.indexOf(';');
      to.add(value.substring(quoted ? 1 : 0, end < 0 ? value.length() : end));
      to.blank();
    }
  }

  private static String plain(String value) {
    return value
        .replace("\\n", "\n")
        .replace("\\N", "\n")
        .replace("\\,", ",")
        .replace("\\;", ";")
        .replace("\\\\", "\\")
        .replace(';', ' ')
        .replace("mailto:", "");
  }
}

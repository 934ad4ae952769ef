package org.mailstead.formats.mime;

/**
 * Writes format=flowed (RFC 3676): a line that ends in a blank goes on in the next, so that long
 * paragraphs are short lines on the way and whole again on a screen of any width.
 */
final class FlowedText {
  private static final int LINE = 76;

  private FlowedText() {}

  /** Whether every word fits into a line; of other text the long words would have to be broken. */
  static boolean fits(String text) {
    int word = 0;
    for (int i = 0; i < text.length(); i++) {
      word = text.charAt(i) == ' ' || text.charAt(i) == '\n' ? 0 : word + 1;
      if (word > 900) {
        return false;
      }
    }
    return true;
  }

  /** Text whose line ends are LF, as lines that end in CRLF. */
  static String of(String text) {
    var out = new StringBuilder(text.length() + text.length() / 32);
    int at = 0;
    while (at < text.length()) {
      int end = text.indexOf('\n', at);
      int stop = end < 0 ? text.length() : end;
      paragraph(text.substring(at, stop), out);
      if (end >= 0) {
        out.append("\r\n");
      }
      at = stop + 1;
    }
    return out.toString();
  }

  private static void paragraph(String line, StringBuilder out) {
    // A blank at the end would join it with the next; the line of a signature has one by right.
    String rest = line.equals("-- ") ? line : line.stripTrailing();
    boolean quoted = rest.startsWith(">");
    while (true) {
      stuff(rest, out);
      // A line that starts as a quotation stays whole: in pieces only the first would be one.
      int cut = quoted || rest.length() <= LINE ? -1 : cut(rest);
      if (cut < 0) {
        out.append(rest);
        return;
      }
      out.append(rest, 0, cut).append("\r\n");
      rest = rest.substring(cut);
    }
  }

  // RFC 3676 section 4.4
  private static void stuff(String line, StringBuilder out) {
    if (line.startsWith(" ") || line.startsWith("From ") || line.startsWith(">")) {
      out.append(' ');
    }
  }

  /** Behind the last blank that keeps the line short, else behind the first one; -1 without. */
  private static int cut(String line) {
    int blank = line.lastIndexOf(' ', LINE - 2);
    int found = blank > 0 ? blank : line.indexOf(' ', LINE - 1);
    return found < 0 || found == line.length() - 1 ? -1 : found + 1;
  }
}

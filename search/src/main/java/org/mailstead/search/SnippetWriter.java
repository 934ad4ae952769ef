package org.mailstead.search;

import java.util.List;

/** Writes a stretch of text with its finds marked, within the octets that there are. */
final class SnippetWriter {
  private static final String OPEN = "<mark>";
  private static final String CLOSE = "</mark>";

  private final String text;
  private final List<Sought.Place> places;
  private final StringBuilder out = new StringBuilder();
  private int left = Snippets.MOST;
  private int lastBlank = -1;
  private boolean marking;

  SnippetWriter(String text, List<Sought.Place> places) {
    this.text = text;
    this.places = places;
  }

  String from(int start) {
    int next = 0;
    while (next < places.size() && places.get(next).end() <= start) {
      next++;
    }
    int at = start;
    boolean fits = true;
    while (at < text.length() && fits) {
      boolean inside = next < places.size() && at >= places.get(next).start();
      fits = (!inside || marking || open()) && write(text.codePointAt(at));
      if (fits) {
        at += Character.charCount(text.codePointAt(at));
      }
      if (inside && at >= places.get(next).end()) {
        close();
        next++;
      }
    }
    close();
    // A word that was cut in two misleads.
    if (!fits && lastBlank > 0 && out.length() - lastBlank < 30) {
      out.setLength(lastBlank);
    }
    return out.toString().strip();
  }

  private boolean open() {
    if (left < OPEN.length() + CLOSE.length() + 6) {
      return false;
    }
    left -= OPEN.length() + CLOSE.length();
    out.append(OPEN);
    marking = true;
    return true;
  }

  private void close() {
    if (marking) {
      out.append(CLOSE);
      marking = false;
      lastBlank = -1;
    }
  }

  private boolean write(int c) {
    boolean blank = c <= ' ' || Character.isWhitespace(c) || Character.isISOControl(c);
    if (blank && (out.isEmpty() || out.charAt(out.length() - 1) == ' ')) {
      return true;
    }
    String shown = blank ? " " : escaped(c);
    int octets = blank ? 1 : Math.max(shown.length(), octets(c));
    if (octets > left) {
      return false;
    }
    if (blank && !marking) {
      lastBlank = out.length();
    }
    out.append(shown);
    left -= octets;
    return true;
  }

  private static String escaped(int c) {
    return switch (c) {
      case '&' -> "&amp;";
      case '<' -> "&lt;";
      case '>' -> "&gt;";
      case '"' -> "&quot;";
      case '\'' -> "&#39;";
      default -> c >= 0xd800 && c < 0xe000 ? "\ufffd" : Character.toString(c);
    };
  }

  private static int octets(int c) {
    if (c < 0x80) {
      return 1;
    }
    if (c < 0x800) {
      return 2;
    }
    return c < 0x10000 ? 3 : 4;
  }
}

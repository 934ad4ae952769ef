package org.mailstead.search;

import java.util.function.Consumer;

/** Tells lines that quote another message from those that the writer wrote. */
final class Quotes {
  private Quotes() {}

  /** Hands over the runs of own and of quoted lines, in their order. */
  static void split(String text, Consumer<String> own, Consumer<String> quoted) {
    int start = 0;
    boolean quoting = false;
    for (int line = 0; line < text.length(); ) {
      int end = text.indexOf('\n', line);
      int next = end < 0 ? text.length() : end + 1;
      boolean quote = text.charAt(line) == '>';
      if (quote != quoting) {
        (quoting ? quoted : own).accept(text.substring(start, line));
        start = line;
        quoting = quote;
      }
      line = next;
    }
    (quoting ? quoted : own).accept(text.substring(start));
  }
}

package org.mailstead.filter.dkim;

/** Folds header fields that are on one line, where white space is already. */
final class Folding {
  private static final int WIDTH = 76;

  private Folding() {}

  /** Puts line ends before blanks, best those behind this character, so that lines stay short. */
  static String at(String field, char best) {
    var folded = new StringBuilder();
    int from = 0;
    while (field.length() - from > WIDTH) {
      int cut = cut(field, from, best);
      if (cut < 0) {
        break;
      }
      folded.append(field, from, cut).append("\r\n");
      from = cut;
    }
    return folded.append(field, from, field.length()).toString();
  }

  private static int cut(String field, int from, char best) {
    int blank = -1;
    for (int i = Math.min(field.length() - 1, from + WIDTH); i > from; i--) {
      if (field.charAt(i) == ' ' && field.charAt(i - 1) == best) {
        return i;
      }
      blank = blank < 0 && field.charAt(i) == ' ' ? i : blank;
    }
    return blank > 0 ? blank : field.indexOf(' ', from + WIDTH);
  }
}

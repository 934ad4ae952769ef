package org.mailstead.server;

/** Text in lines of some width. */
final class Wrapped {
  private static final int WIDTH = 98;

  private Wrapped() {}

  /** As a comment of a file, each line with its end. */
  static String comment(String text) {
    return lines(text, "# ", WIDTH);
  }

  /**
   * @param before each line
   */
  static String lines(String text, String before, int width) {
    var all = new StringBuilder();
    var line = new StringBuilder(before);
    for (String word : text.split(" ", -1)) {
      if (line.length() > before.length() && line.length() + word.length() + 1 > width) {
        all.append(line).append('\n');
        line = new StringBuilder(before);
      }
      line.append(line.length() > before.length() ? " " : "").append(word);
    }
    return all.append(line).append('\n').toString();
  }
}

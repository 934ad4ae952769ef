package org.mailstead.post.scan;

import java.util.function.Consumer;

/**
 * Cuts text that {@link org.mailstead.formats.imap.Casemap} has folded into words, so that any text
 * within it can be found by them. A run is as many characters of one kind as stand together:
 * letters and digits, or letters of scripts that put no blanks between words. A run of the first
 * kind is a word when it is at most {@link #LONGEST}; of a longer one, and of one of the second
 * kind, overlapping pieces are. What else there is lies between runs.
 *
 * <p>So a text that stands in another, letter by letter, has runs that each lie in one of the
 * other's runs; all but its first begin where that one begins, and all but its last end there. And
 * of each run, as many characters as {@link Kind#sure} says lie together in one word at least.
 */
final class Runs {
  /** Characters of a word. */
  static final int LONGEST = 32;

  /** How characters stand together. */
  enum Kind {
    NONE(0, 0),
    PLAIN(LONGEST, LONGEST / 2),
    DENSE(2, 1);

    /** Characters of a piece, and how far the next one begins behind it. */
    final int length;

    final int step;

    Kind(int length, int step) {
      this.length = length;
      this.step = step;
    }

    /** So many characters that follow each other in a run lie in one of its pieces. */
    int sure() {
      return length - step + 1;
    }

    static Kind of(char c) {
      if (c < 0x80) {
        boolean letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        return letter || (c >= '0' && c <= '9') ? PLAIN : NONE;
      }
      return switch (Character.getType(c)) {
        case Character.UPPERCASE_LETTER,
            Character.LOWERCASE_LETTER,
            Character.TITLECASE_LETTER,
            Character.MODIFIER_LETTER,
            Character.OTHER_LETTER,
            Character.DECIMAL_DIGIT_NUMBER,
            Character.LETTER_NUMBER,
            Character.NON_SPACING_MARK,
            Character.COMBINING_SPACING_MARK ->
            c >= 0x2e80 || isUnspaced(c) ? DENSE : PLAIN;
        default -> NONE; // halves of further characters, too
      };
    }

    // Thai and Lao, Burmese, Khmer
    private static boolean isUnspaced(char c) {
      return (c >= 0xe00 && c < 0xf00)
          || (c >= 0x1000 && c < 0x10a0)
          || (c >= 0x1780 && c < 0x1800);
    }
  }

  private final Consumer<String> words;
  private final char[] run = new char[LONGEST];
  private Kind kind = Kind.NONE;
  private int length;

  /** Characters of the run that have not been in a piece yet. */
  private int fresh;

  /**
   * @param words is given each word, some of them often
   */
  Runs(Consumer<String> words) {
    this.words = words;
  }

  void take(char c) {
    Kind next = Kind.of(c);
    if (next != kind) {
      end();
      kind = next;
    }
    if (next == Kind.NONE) {
      return;
    }
    run[length++] = c;
    fresh++;
    if (length == kind.length) {
      words.accept(new String(run, 0, length));
      fresh = 0;
      length -= kind.step;
      System.arraycopy(run, kind.step, run, 0, length);
    }
  }

  /** The text is over. */
  void end() {
    if (fresh > 0) {
      words.accept(new String(run, 0, length));
    }
    kind = Kind.NONE;
    length = 0;
    fresh = 0;
  }
}

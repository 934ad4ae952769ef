package org.mailstead.search.text;

/** Which characters stand together in a token, and by what rule. */
final class Letters {
  static final int NONE = 0;
  static final int PLAIN = 1;
  static final int PAIRED = 2;
  static final int SEGMENTED = 3;

  /** Belongs to whatever stands before it. */
  static final int MARK = 4;

  private Letters() {}

  static int of(int c) {
    if (c < 0x80) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
          ? PLAIN
          : NONE;
    }
    return c < 0xe00 ? alphabetic(c) : further(c);
  }

  private static int alphabetic(int c) {
    return switch (Character.getType(c)) {
      case Character.UPPERCASE_LETTER,
          Character.LOWERCASE_LETTER,
          Character.TITLECASE_LETTER,
          Character.MODIFIER_LETTER,
          Character.OTHER_LETTER,
          Character.DECIMAL_DIGIT_NUMBER,
          Character.LETTER_NUMBER ->
          PLAIN;
      // Soft hyphens and joiners are inside of words, and gone after folding.
      case Character.NON_SPACING_MARK,
          Character.COMBINING_SPACING_MARK,
          Character.ENCLOSING_MARK,
          Character.FORMAT ->
          MARK;
      default -> NONE;
    };
  }

  private static int further(int c) {
    if (isVoicing(c)) {
      return MARK;
    }
    int type = alphabetic(c);
    if (type != PLAIN) {
      return type;
    }
    if (isSegmented(c)) {
      return SEGMENTED;
    }
    return isPaired(c) ? PAIRED : PLAIN;
  }

  /** Japanese voicing marks that stand by themselves, in full and half width. */
  static boolean isVoicing(int c) {
    return c == 0x309b || c == 0x309c || c == 0xff9e || c == 0xff9f;
  }

  // Thai and Lao, Burmese, Khmer, the Tai scripts
  private static boolean isSegmented(int c) {
    return c < 0xf00
        || (c >= 0x1000 && c < 0x10a0)
        || (c >= 0x1780 && c < 0x1800)
        || (c >= 0x1950 && c < 0x19e0)
        || (c >= 0x1a20 && c < 0x1ab0);
  }

  // Han, Kana, Bopomofo, Hangul
  private static boolean isPaired(int c) {
    return (c >= 0x1100 && c < 0x1200)
        || (c >= 0x2e80 && c < 0xa4d0)
        || (c >= 0xa960 && c < 0xa980)
        || (c >= 0xac00 && c < 0xd800)
        || (c >= 0xf900 && c < 0xfb00)
        || (c >= 0xff66 && c < 0xffe0)
        || (c >= 0x1b000 && c < 0x1b170)
        || c >= 0x20000;
  }
}

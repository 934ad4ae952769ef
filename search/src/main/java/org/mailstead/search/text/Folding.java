package org.mailstead.search.text;

import com.ibm.icu.text.Normalizer2;

/** Spellings that count as one: case, width, compatibility forms; then accents. */
final class Folding {
  private static final Normalizer2 CASE = Normalizer2.getNFKCCasefoldInstance();
  private static final Normalizer2 APART = Normalizer2.getNFDInstance();
  private static final Normalizer2 TOGETHER = Normalizer2.getNFCInstance();

  private Folding() {}

  /** Case and compatibility forms. */
  static String word(CharSequence text) {
    int upper = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        return CASE.normalize(voiced(text));
      }
      upper += c >= 'A' && c <= 'Z' ? 1 : 0;
    }
    return upper == 0 ? text.toString() : lower(text);
  }

  private static String lower(CharSequence ascii) {
    var lower = new StringBuilder(ascii.length());
    for (int i = 0; i < ascii.length(); i++) {
      char c = ascii.charAt(i);
      lower.append(c >= 'A' && c <= 'Z' ? (char) (c | 0x20) : c);
    }
    return lower.toString();
  }

  // Folding would take a lone voicing mark for a blank with a mark on it: here it is the mark.
  private static String voiced(CharSequence text) {
    return text.toString().replace('\u309b', '\u3099').replace('\u309c', '\u309a');
  }

  /**
   * Without accents, for scripts in which people leave them away when they type. Japanese voicing
   * marks and the vowels of Indic scripts are no accents.
   */
  static String form(String word) {
    boolean plain = true;
    for (int i = 0; i < word.length() && plain; i++) {
      plain = word.charAt(i) < 0x80;
    }
    if (plain) {
      return word;
    }
    String apart = APART.normalize(word);
    var form = new StringBuilder(apart.length() + 2);
    int base = 0;
    for (int i = 0; i < apart.length(); i++) {
      char c = apart.charAt(i);
      if (Character.getType(c) != Character.NON_SPACING_MARK) {
        base = c;
        spell(c, form);
      } else if (!isOptional(base, c)) {
        form.append(c);
      }
    }
    return TOGETHER.normalize(form);
  }

  private static boolean isOptional(int base, char mark) {
    if (base < 0x400) { // Latin, Greek
      return true;
    }
    if (base < 0x530) { // Cyrillic: ё is often written е, but й is no и
      return base == 0x435 && mark == 0x308;
    }
    return base < 0x780 || (base >= 0x1e00 && base < 0x2000); // Hebrew, Arabic, Syriac
  }

  private static void spell(char c, StringBuilder to) {
    switch (c) {
      case 'ø' -> to.append('o');
      case 'ł' -> to.append('l');
      case 'đ', 'ð' -> to.append('d');
      case 'ħ' -> to.append('h');
      case 'ı' -> to.append('i');
      case 'æ' -> to.append("ae");
      case 'œ' -> to.append("oe");
      case 'þ' -> to.append("th");
      case '\u0640' -> {
        // the stroke that only widens an Arabic word
      }
      default -> to.append(c);
    }
  }
}

package org.mailstead.formats.imap;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.text.Normalizer;

/**
 * The collation i;unicode-casemap (RFC 5051), by which texts are searched, sorted and threaded: a
 * character counts as its title case, taken apart as far as Unicode's data has it, so that neither
 * case nor the form of an accent matters. Texts are in the order of their octets in UTF-8.
 */
public final class Casemap {
  /** Octets of one text that its place in an order depends on: no two subjects share as many. */
  private static final int MAX_KEY = 8192;

  private static final int FIRST_OTHER = 0x80;

  /** What each character of the first plane becomes; empty for itself. */
  private static final String[] PLANE = plane();

  private Casemap() {}

  private static String[] plane() {
    var plane = new String[Character.MAX_VALUE + 1];
    for (int c = 0; c < plane.length; c++) {
      String folded = Character.isSurrogate((char) c) ? "" : apart(c);
      plane[c] = folded.length() == 1 && folded.charAt(0) == c ? "" : folded;
    }
    return plane;
  }

  private static String apart(int codePoint) {
    String title = Character.toString(Character.toTitleCase(codePoint));
    // Syllables of Hangul are no characters of which Unicode's data say what they consist of.
    return isHangul(codePoint) ? title : Normalizer.normalize(title, Normalizer.Form.NFKD);
  }

  private static boolean isHangul(int codePoint) {
    return codePoint >= 0xac00 && codePoint <= 0xd7a3;
  }

  /** What a character of ASCII becomes. */
  public static char ascii(char c) {
    return c >= 'a' && c <= 'z' ? (char) (c - 0x20) : c;
  }

  /** What a character becomes; empty for itself, which must be over 0x7f. */
  public static String other(int codePoint) {
    return codePoint < PLANE.length ? PLANE[codePoint] : apart(codePoint);
  }

  public static String fold(String text) {
    int plain = 0;
    while (plain < text.length() && text.charAt(plain) < FIRST_OTHER) {
      plain++;
    }
    var folded = new StringBuilder(text.length());
    for (int i = 0; i < plain; i++) {
      folded.append(ascii(text.charAt(i)));
    }
    for (int i = plain; i < text.length(); i = text.offsetByCodePoints(i, 1)) {
      int c = text.codePointAt(i);
      String other = c < FIRST_OTHER ? "" + ascii((char) c) : other(c);
      if (other.isEmpty()) {
        folded.appendCodePoint(c);
      } else {
        folded.append(other);
      }
    }
    return folded.toString();
  }

  /** What a text is sorted by. */
  public static byte[] key(String text) {
    byte[] key = fold(text).getBytes(UTF_8);
    return key.length <= MAX_KEY ? key : java.util.Arrays.copyOf(key, MAX_KEY);
  }
}

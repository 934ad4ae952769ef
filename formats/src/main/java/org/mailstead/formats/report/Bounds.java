package org.mailstead.formats.report;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** How words and numbers of a report are cut to a size that can be kept and shown. */
final class Bounds {
  /** Longer than any domain. */
  static final int MOST_TEXT = 255;

  /** No number of messages is larger; sums of many still fit into a long. */
  static final long MOST_COUNT = 1_000_000_000_000L;

  private static final Pattern UNSHOWN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]+");
  private static final Pattern ADDRESS =
      Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

  private Bounds() {}

  /** One line: it is shown on terminals. */
  static String text(String raw) {
    return text(raw, MOST_TEXT);
  }

  static String text(String raw, int most) {
    String start = raw.substring(0, Math.min(raw.length(), 4 * most));
    String line = UNSHOWN.matcher(start.strip()).replaceAll(" ");
    int end = Math.min(line.length(), most);
    boolean splits =
        end > 0 && end < line.length() && Character.isHighSurrogate(line.charAt(end - 1));
    return line.substring(0, splits ? end - 1 : end).strip();
  }

  static String word(String raw) {
    return text(raw).toLowerCase(Locale.ROOT);
  }

  /** A domain without its last dot, lower case. */
  static String domain(String raw) {
    String word = word(raw);
    return word.endsWith(".") ? word.substring(0, word.length() - 1) : word;
  }

  /** What is spelt as an IP address is, lower case; those who use it must parse it. */
  static Optional<String> address(String raw) {
    String text = raw.strip();
    return text.length() <= 45 && ADDRESS.matcher(text).matches()
        ? Optional.of(text.toLowerCase(Locale.ROOT))
        : Optional.empty();
  }

  static Optional<Long> count(String raw) {
    String text = raw.strip();
    if (text.isEmpty() || text.length() > 18 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Optional.empty();
    }
    return Optional.of(Math.min(MOST_COUNT, Long.parseLong(text)));
  }
}

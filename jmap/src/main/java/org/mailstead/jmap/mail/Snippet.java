package org.mailstead.jmap.mail;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The place in a text where words were found, as HTML with marks (RFC 8621 section 5). */
final class Snippet {
  /** Octets of a preview. */
  static final int MAX_PREVIEW = 255;

  /** Characters before the first word. */
  private static final int BEFORE = 60;

  private Snippet() {}

  /**
   * Empty when none of the words is there.
   *
   * @param words folded as {@link SoughtText#fold} does
   * @param most octets
   */
  static Optional<String> of(List<String> texts, Collection<String> words, int most) {
    for (String text : texts) {
      String line = text.replaceAll("\\s+", " ").strip();
      int first = next(line, 0, words).map(Found::from).orElse(-1);
      if (first >= 0) {
        int from = most == Integer.MAX_VALUE ? 0 : start(line, first);
        return Optional.of(marked(line.substring(from), words, most));
      }
    }
    return Optional.empty();
  }

  /** A little before the word, where another one begins. */
  private static int start(String line, int first) {
    int from = Math.max(0, first - BEFORE);
    int space = line.indexOf(' ', from);
    from = from == 0 ? 0 : space >= 0 && space < first ? space + 1 : from;
    return from > 0 && Character.isLowSurrogate(line.charAt(from)) ? from + 1 : from;
  }

  private record Found(int from, int to) {}

  /** Characters compare as they stand: folding would move places. */
  private static Optional<Found> next(String line, int from, Collection<String> words) {
    String lower = line.toLowerCase(Locale.ROOT);
    String same = lower.length() == line.length() ? lower : line;
    Optional<Found> found = Optional.empty();
    for (String word : words) {
      int at = same.indexOf(word, from);
      boolean nearer =
          at >= 0
              && (found.isEmpty()
                  || at < found.get().from
                  || (at == found.get().from && at + word.length() > found.get().to));
      if (nearer) {
        found = Optional.of(new Found(at, at + word.length()));
      }
    }
    return found;
  }

  private static String marked(String line, Collection<String> words, int most) {
    var html = new StringBuilder();
    int left = most;
    int at = 0;
    while (at < line.length()) {
      Optional<Found> found = next(line, at, words);
      int until = found.map(Found::from).orElse(line.length());
      left = plain(line, at, until, html, left);
      if (found.isEmpty() || left <= 0) {
        break;
      }
      String word = "<mark>" + escaped(line.substring(until, found.get().to)) + "</mark>";
      left -= octets(word);
      if (left < 0) {
        break;
      }
      html.append(word);
      at = found.get().to;
    }
    return html.toString();
  }

  /** Writes as much as there is room for, and tells how much is left. */
  private static int plain(String line, int from, int to, StringBuilder html, int room) {
    int left = room;
    int at = from;
    while (at < to) {
      String one = escaped(Character.toString(line.codePointAt(at)));
      left -= octets(one);
      if (left < 0) {
        return 0;
      }
      html.append(one);
      at += Character.charCount(line.codePointAt(at));
    }
    return left;
  }

  private static int octets(String text) {
    return text.getBytes(UTF_8).length;
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}

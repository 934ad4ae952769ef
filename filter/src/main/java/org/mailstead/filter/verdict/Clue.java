package org.mailstead.filter.verdict;

import java.util.Locale;

/**
 * Something that speaks against a message, or for it.
 *
 * @param name stable, for rules and statistics, such as {@code dmarc-fail}: letters, digits,
 *     hyphens
 * @param points how much; below zero it speaks for the message
 * @param why in a sentence for people, without a full stop; holds what strangers say of themselves
 */
public record Clue(String name, int points, String why) {
  /** What a single clue may weigh, whoever brings it. */
  public static final int MOST = 100;

  public Clue {
    if (!name.matches("[a-z0-9-]{1,60}")) {
      throw new IllegalArgumentException("no name of a clue: " + name);
    }
    points = Math.clamp(points, -MOST, MOST);
  }

  /** One with a name of somebody else's, in whose letters it may be anything. */
  public static Clue named(String prefix, String foreign, int points, String why) {
    String name = (prefix + "-" + foreign).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    String end = name.substring(0, Math.min(60, name.length())).replaceAll("-+$", "");
    return new Clue(end, points, why);
  }
}

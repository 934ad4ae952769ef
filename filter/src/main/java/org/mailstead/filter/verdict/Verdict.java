package org.mailstead.filter.verdict;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a message is taken for.
 *
 * @param points the clues' sum
 * @param clues what speaks against it, the weightiest first, then what speaks for it
 */
public record Verdict(Kind kind, int points, List<Clue> clues) {
  private static final Comparator<Clue> HEAVIEST = Comparator.comparingInt(c -> -c.points());

  /** What it is. */
  public enum Kind {
    HAM,
    JUNK,
    /** Not taken from its sender. */
    REFUSED;

    /** The word for it in header fields and reasons. */
    public String word() {
      return switch (this) {
        case HAM -> "ham";
        case JUNK -> "junk";
        case REFUSED -> "refused";
      };
    }
  }

  public Verdict {
    clues = clues.stream().sorted(HEAVIEST).toList();
  }

  /** Adds up. */
  public static Verdict of(List<Clue> clues, Scale scale) {
    int points = clues.stream().mapToInt(Clue::points).sum();
    return new Verdict(scale.kind(points), points, clues);
  }

  /** What speaks against the message, in a sentence. */
  public String against() {
    return clues.stream()
        .filter(clue -> clue.points() > 0)
        .map(Clue::why)
        .collect(Collectors.joining("; "));
  }
}

package org.mailstead.filter.judge;

import java.util.List;
import org.mailstead.filter.origin.Origin;
import org.mailstead.filter.verdict.Clue;

/**
 * What is known of a message when it has come in whole.
 *
 * @param clues that others than its judge have found: lists, hooks, what its client did before
 */
public record Sighting(Origin origin, List<Clue> clues) {
  public Sighting {
    clues = List.copyOf(clues);
  }
}

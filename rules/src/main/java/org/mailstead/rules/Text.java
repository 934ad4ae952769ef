package org.mailstead.rules;

import java.util.List;
import java.util.Optional;
import org.mailstead.formats.sieve.Place;

/** A string of a script, which variables can make anew in each run (RFC 5229 section 3). */
record Text(Place place, List<Piece> pieces) {
  /** A piece of it. */
  sealed interface Piece {}

  record Constant(String text) implements Piece {}

  /**
   * A variable.
   *
   * @param name lower case
   */
  record Variable(String name) implements Piece {}

  /** A variable that all scripts of a run share (RFC 6609 section 3.4.2). */
  record Shared(String name) implements Piece {}

  /** What a wildcard or a group matched (RFC 5229 section 3.2). */
  record MatchValue(int number) implements Piece {}

  Text {
    pieces = List.copyOf(pieces);
  }

  static Text constant(Place place, String text) {
    return new Text(place, List.of(new Constant(text)));
  }

  /** What it always is; empty when that depends on the run. */
  Optional<String> constant() {
    if (pieces.isEmpty()) {
      return Optional.of("");
    }
    return pieces.size() == 1 && pieces.getFirst() instanceof Constant(String text)
        ? Optional.of(text)
        : Optional.empty();
  }
}

package org.mailstead.rules;

import java.util.Optional;

/** How a test compares: comparator and match type (RFC 5228 section 2.7). */
record Matching(Collation collation, Type type) {
  /** A match type. */
  sealed interface Type {}

  record Is() implements Type {}

  record Contains() implements Type {}

  record Wildcards() implements Type {}

  /**
   * A regular expression (draft-ietf-sieve-regex).
   *
   * @param patterns of one test, whose comparator is always the same
   */
  record Regex(Patterns patterns) implements Type {}

  /** RFC 5231: a relation of values. */
  record Value(Relation relation) implements Type {}

  /** RFC 5231: a relation of the number of values. */
  record Count(Relation relation) implements Type {}

  /** RFC 6134: the keys name lists that the value may be in. */
  record InList() implements Type {}

  /** A relation (RFC 5231 section 4). */
  enum Relation {
    GT,
    GE,
    LT,
    LE,
    EQ,
    NE;

    static Optional<Relation> of(String word) {
      for (Relation relation : values()) {
        if (relation.name().equalsIgnoreCase(word)) {
          return Optional.of(relation);
        }
      }
      return Optional.empty();
    }

    boolean holds(int comparison) {
      return switch (this) {
        case GT -> comparison > 0;
        case GE -> comparison >= 0;
        case LT -> comparison < 0;
        case LE -> comparison <= 0;
        case EQ -> comparison == 0;
        case NE -> comparison != 0;
      };
    }
  }

  /** What is meant where nothing is said. */
  static final Matching DEFAULT = new Matching(Collation.ASCII_CASEMAP, new Is());
}

package org.mailstead.formats.sieve;

/** A token of the lexical grammar (RFC 5228 section 8.1). */
sealed interface SieveToken {
  Place place();

  record Identifier(Place place, String name) implements SieveToken {}

  record Tag(Place place, String name) implements SieveToken {}

  record Numeral(Place place, long value) implements SieveToken {}

  record Text(Place place, String value) implements SieveToken {}

  /** One of {@code ; , { } [ ] ( )}. */
  record Mark(Place place, char mark) implements SieveToken {}

  record End(Place place) implements SieveToken {}

  /** How to name it to the script's author. */
  default String described() {
    return switch (this) {
      case Identifier(Place _, String name) -> "\"" + name + "\"";
      case Tag(Place _, String name) -> "\":" + name + "\"";
      case Numeral(Place _, long value) -> "the number " + value;
      case Text _ -> "a string";
      case Mark(Place _, char mark) -> "\"" + mark + "\"";
      case End _ -> "the end of the script";
    };
  }

  /** Whether it is this mark. */
  default boolean is(char mark) {
    return this instanceof Mark found && found.mark() == mark;
  }
}

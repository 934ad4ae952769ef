package org.mailstead.formats.sieve;

import java.util.List;

/** An argument of a command or test (RFC 5228 section 2.6). */
public sealed interface SieveArgument {
  /** Where it starts. */
  Place place();

  /**
   * A tag.
   *
   * @param name lower case, without the colon
   */
  record Tag(Place place, String name) implements SieveArgument {}

  /** A number, its quantifier multiplied in. */
  record Numeral(Place place, long value) implements SieveArgument {}

  /**
   * A string or a list of strings; they may stand for each other (RFC 5228 section 2.4.2.1).
   *
   * @param bracketed whether it was written as a list
   */
  record Strings(Place place, List<SieveText> list, boolean bracketed) implements SieveArgument {
    public Strings {
      list = List.copyOf(list);
    }
  }
}

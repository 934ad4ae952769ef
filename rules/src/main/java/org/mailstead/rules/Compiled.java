package org.mailstead.rules;

import java.util.List;
import org.mailstead.formats.sieve.SieveError;

/** What became of a script. */
public sealed interface Compiled {
  /** It is right. */
  record Right(Program program) implements Compiled {}

  /**
   * It is wrong.
   *
   * @param errors in their order in the script; at least one
   */
  record Wrong(List<SieveError> errors) implements Compiled {
    public Wrong {
      errors = List.copyOf(errors);
    }
  }
}

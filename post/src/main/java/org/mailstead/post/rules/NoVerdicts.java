package org.mailstead.post.rules;

import java.util.OptionalInt;
import org.mailstead.rules.Surroundings;

/** Nobody looked whether a message is spam: what RFC 5235 section 3.2 calls untested. */
record NoVerdicts() implements Surroundings.Verdicts {
  @Override
  public OptionalInt spamPercent() {
    return OptionalInt.empty();
  }

  @Override
  public OptionalInt virus() {
    return OptionalInt.empty();
  }
}

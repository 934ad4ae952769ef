package org.mailstead.rules;

import java.util.List;

/**
 * Where a test looks for header fields, and at what of them (RFC 5703 section 4).
 *
 * @param mime whether it looks at the part that {@code foreverypart} is at; without a loop that is
 *     the message
 * @param anyChild whether at all parts inside, too
 */
record Scope(boolean mime, boolean anyChild, Aspect aspect) {
  /** What of a field's value is meant. */
  sealed interface Aspect {}

  record Whole() implements Aspect {}

  record Type() implements Aspect {}

  record Subtype() implements Aspect {}

  record ContentType() implements Aspect {}

  record Parameter(List<Text> names) implements Aspect {
    Parameter {
      names = List.copyOf(names);
    }
  }

  static final Scope MESSAGE = new Scope(false, false, new Whole());
}

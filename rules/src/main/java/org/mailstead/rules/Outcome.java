package org.mailstead.rules;

import java.util.List;
import java.util.Optional;

/**
 * What scripts decided about a message.
 *
 * @param actions in their order; after a failure only the implicit keep (RFC 5228 section 2.10.6)
 * @param tracked what duplicate tests want remembered
 * @param failure why a script could not be run to its end
 */
public record Outcome(List<Action> actions, List<Tracked> tracked, Optional<Failure> failure) {
  public Outcome {
    actions = List.copyOf(actions);
    tracked = List.copyOf(tracked);
  }

  /**
   * Something that a duplicate test is to find next time (RFC 7352 section 3).
   *
   * @param last whether the time starts anew when it had been there
   */
  public record Tracked(String key, long seconds, boolean last) {}

  /** A run-time error. */
  public record Failure(Rule rule, String why) {
    @Override
    public String toString() {
      return rule + ": " + why;
    }
  }
}

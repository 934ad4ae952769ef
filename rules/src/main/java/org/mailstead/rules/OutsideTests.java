package org.mailstead.rules;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** The values of tests that ask about mailboxes, filters and the server. */
final class OutsideTests {
  private final Surroundings around;

  OutsideTests(Surroundings around) {
    this.around = around;
  }

  boolean mailboxes(List<String> names) {
    return names.stream().allMatch(around.mailboxes()::exists);
  }

  boolean mailboxIds(List<String> ids) {
    return ids.stream().allMatch(around.mailboxes()::idExists);
  }

  boolean uses(Optional<String> mailbox, List<String> uses) {
    return around.mailboxes().hasUses(mailbox, new HashSet<>(uses));
  }

  /** RFC 5183 section 4: nothing matches an item that is not known. */
  Optional<String> environment(String name) {
    return around.facts().item(name.toLowerCase(Locale.ROOT));
  }

  // RFC 5235 section 3.2: 1 for clearly no spam to 10; 0 when nobody looked
  List<String> spam(boolean percent, Matching matching) {
    OptionalInt found = around.verdicts().spamPercent();
    if (found.isEmpty()) {
      return untested(matching);
    }
    int value = Math.clamp(found.getAsInt(), 0, 100);
    return List.of(Integer.toString(percent ? value : 1 + (int) Math.round(value * 0.09)));
  }

  List<String> virus(Matching matching) {
    OptionalInt found = around.verdicts().virus();
    return found.isEmpty()
        ? untested(matching)
        : List.of(Integer.toString(Math.clamp(found.getAsInt(), 1, 5)));
  }

  // RFC 5235 section 3.2: a count of 0 tells it from a message that was found to be clean
  private static List<String> untested(Matching matching) {
    return matching.type() instanceof Matching.Count ? List.of() : List.of("0");
  }
}

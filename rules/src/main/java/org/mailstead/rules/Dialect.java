package org.mailstead.rules;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.mailstead.formats.sieve.Place;
import org.mailstead.formats.sieve.SieveError;

/** What a script may say at the place that is being compiled, and what was wrong up to there. */
final class Dialect {
  private static final int MAX_ERRORS = 100;

  private final Set<String> required = new HashSet<>();
  private final List<SieveError> errors = new ArrayList<>();

  boolean has(String extension) {
    return required.contains(extension);
  }

  /** Says that a word needs a {@code require} when it does. */
  boolean demand(Place place, String what, String extension) {
    if (!has(extension)) {
      error(place, what + " needs: require \"" + extension + "\";");
    }
    return has(extension);
  }

  void require(String extension) {
    required.add(extension);
    switch (extension) { // some bring others along
      case "spamtestplus" -> required.add("spamtest");
      case "vacation-seconds" -> required.add("vacation");
      case String _ -> {}
    }
  }

  void error(Place place, String why) {
    if (errors.size() < MAX_ERRORS) {
      errors.add(new SieveError(place, why));
    }
  }

  List<SieveError> errors() {
    return List.copyOf(errors);
  }

  /** The extensions, to go back to. */
  Set<String> snapshot() {
    return Set.copyOf(required);
  }

  void restore(Set<String> snapshot) {
    required.clear();
    required.addAll(snapshot);
  }
}

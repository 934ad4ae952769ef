package org.mailstead.rules;

import com.google.re2j.PatternSyntaxException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The regular expressions of one test, made once for all messages. A test whose expressions have
 * variables in them can come to any number, so only the first are kept.
 */
final class Patterns {
  private static final int MOST = 16;

  private final Map<String, Optional<Regex>> known = new ConcurrentHashMap<>();

  /** Empty for one that only the run showed to be wrong: it matches nothing. */
  Optional<Regex> of(String key, Collation collation) {
    Optional<Regex> made = known.get(key);
    if (made == null) {
      made = compiled(key, collation);
      if (known.size() < MOST) {
        known.put(key, made);
      }
    }
    return made;
  }

  private static Optional<Regex> compiled(String key, Collation collation) {
    try {
      return Optional.of(Regex.compile(key, collation));
    } catch (PatternSyntaxException e) {
      return Optional.empty();
    }
  }
}

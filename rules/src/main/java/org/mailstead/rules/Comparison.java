package org.mailstead.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares values with keys, and keeps what wildcards matched. */
final class Comparison {
  private final Matching matching;
  private final List<String> keys;
  private final Variables variables;
  private final Surroundings.Lists lists;
  private final Budget budget;
  private final boolean remembers;

  /**
   * One comparison.
   *
   * @param remembers whether match values are set
   */
  Comparison(
      Matching matching,
      List<String> keys,
      Variables variables,
      Surroundings.Lists lists,
      Budget budget,
      boolean remembers) {
    this.matching = matching;
    this.keys = keys;
    this.variables = variables;
    this.lists = lists;
    this.budget = budget;
    this.remembers = remembers;
  }

  /** Whether any value matches any key. */
  boolean holds(List<String> values) {
    return switch (matching.type()) {
      case Matching.Count(Matching.Relation relation) -> {
        String count = Integer.toString(values.size());
        yield keys.stream()
            .anyMatch(key -> relation.holds(matching.collation().compare(count, key)));
      }
      case Matching.Is _ -> is(values);
      case Matching.Contains _ -> contains(values);
      case Matching.Wildcards _ -> wildcards(values);
      case Matching.Regex(Patterns patterns) -> regex(patterns, values);
      case Matching.Value(Matching.Relation relation) ->
          values.stream().anyMatch(value -> related(relation, value));
      case Matching.InList _ ->
          values.stream().anyMatch(value -> keys.stream().anyMatch(key -> inList(key, value)));
    };
  }

  private String canonical(String text) {
    budget.work(text.length());
    return matching.collation().canonical(text);
  }

  private boolean is(List<String> values) {
    List<String> wanted = keys.stream().map(this::canonical).toList();
    for (String value : values) {
      String canonical = canonical(value);
      budget.work(wanted.size());
      if (wanted.contains(canonical)) {
        return true;
      }
    }
    return false;
  }

  private boolean contains(List<String> values) {
    List<String> wanted = keys.stream().map(this::canonical).toList();
    for (String value : values) {
      String canonical = canonical(value);
      for (String key : wanted) {
        budget.work(canonical.length());
        if (canonical.contains(key)) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean wildcards(List<String> values) {
    List<Wildcard> patterns =
        keys.stream().map(key -> new Wildcard(key, matching.collation())).toList();
    for (String value : values) {
      for (Wildcard pattern : patterns) {
        if (remember(pattern.match(value, budget))) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean regex(Patterns patterns, List<String> values) {
    List<Regex> compiled = new ArrayList<>(keys.size());
    for (String key : keys) {
      // As if it were made now: what a script may do is not to depend on what is remembered.
      budget.work(10L * key.length());
      patterns.of(key, matching.collation()).ifPresent(compiled::add);
    }
    for (String value : values) {
      for (Regex pattern : compiled) {
        if (remember(pattern.find(value, budget))) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean remember(Optional<List<String>> groups) {
    if (remembers) {
      groups.ifPresent(variables::matched);
    }
    return groups.isPresent();
  }

  private boolean related(Matching.Relation relation, String value) {
    budget.work((long) keys.size() * (value.length() + 1));
    return keys.stream().anyMatch(key -> relation.holds(matching.collation().compare(value, key)));
  }

  private boolean inList(String list, String value) {
    budget.work(1000);
    return lists.contains(list, value);
  }
}

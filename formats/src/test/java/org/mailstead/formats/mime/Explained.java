package org.mailstead.formats.mime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Compares what we read with what another parser read, fact by fact. A difference must be
 * explained, and an explanation must still have a difference.
 */
final class Explained {
  private final Map<String, String> reasons;
  private final Map<String, List<String>> unexplained = new TreeMap<>();
  private final Set<String> unused;
  private int facts;

  /**
   * Explanations by key.
   *
   * @param reasons keys are {@code file kind}, where the kind is a fact's word before the colon
   */
  Explained(Map<String, String> reasons) {
    this.reasons = reasons;
    this.unused = new LinkedHashSet<>(reasons.keySet());
  }

  /** Pairs of {@code file kind kind …} and a reason. */
  static Map<String, String> table(String... pairs) {
    var table = new TreeMap<String, String>();
    for (int i = 0; i < pairs.length; i += 2) {
      List<String> words = List.of(pairs[i].split(" ", -1));
      for (String kind : words.subList(1, words.size())) {
        table.put(words.getFirst() + " " + kind, pairs[i + 1]);
      }
    }
    return table;
  }

  /** Facts are {@code kind where: what}. */
  void compare(String file, List<String> theirs, List<String> ours) {
    facts += theirs.size();
    var missing = new ArrayList<>(theirs);
    ours.forEach(missing::remove);
    var added = new ArrayList<>(ours);
    theirs.forEach(added::remove);
    missing.forEach(fact -> differs(file, "theirs ", fact));
    added.forEach(fact -> differs(file, "ours   ", fact));
  }

  private void differs(String file, String whose, String fact) {
    String key = file + " " + fact.substring(0, fact.indexOf(' '));
    unused.remove(key);
    if (!reasons.containsKey(key)) {
      unexplained.computeIfAbsent(key, _ -> new ArrayList<>()).add(whose + fact);
    }
  }

  /** Fails with all differences that nobody explained, and all explanations that nothing needs. */
  void check(int leastFacts) {
    var report = new StringBuilder();
    unexplained.forEach((key, differences) -> {
      report.append(key).append('\n');
      differences.forEach(difference -> report.append("  ").append(difference).append('\n'));
    });
    unused.forEach(key -> report.append("no difference any more: ").append(key).append('\n'));
    assertEquals("", report.toString());
    assertEquals(true, facts >= leastFacts, "only " + facts + " facts were compared");
  }
}

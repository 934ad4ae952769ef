package org.mailstead.search;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/**
 * What people type into a search field, understood.
 *
 * @param conditions what the caller has to check, all of them, wherever they stood
 * @param words where in the typed text the words lie that are looked for, operators not counted
 */
public record QueryText(Query query, List<Condition> conditions, List<Span> words) {
  /** Characters of a question; what is beyond them is not looked at. */
  public static final int LONGEST = 4_000;

  /** A stretch of the typed text. */
  public record Span(int start, int end) {}

  public QueryText {
    conditions = List.copyOf(conditions);
    words = List.copyOf(words);
  }

  /**
   * Understands any text: whatever is no operator is a word to look for. Days begin in the zone.
   */
  public static QueryText parse(String typed, Instant now, ZoneId zone) {
    String looked = typed.length() > LONGEST ? typed.substring(0, LONGEST) : typed;
    return new QueryParser(looked, new Operators(now, zone)).parse();
  }
}

package org.mailstead.search;

import java.util.List;
import java.util.Optional;

/**
 * Where in a text a query found something, as HTML that is safe to show (RFC 8621 section 5): what
 * was found stands in {@code <mark>}, all else is escaped.
 */
public final class Snippets {
  /** Octets of a snippet, marks and escapes counted. */
  public static final int MOST = 255;

  /** Characters of a text that are looked at. */
  private static final int LOOKED = 256 << 10;

  /** Characters in which as much as possible should have been found. */
  private static final int WINDOW = 160;

  /** Characters before the first find. */
  private static final int BEFORE = 40;

  private Snippets() {}

  /** Of a subject; empty when nothing of the query is in it. */
  public static Optional<String> ofSubject(Query query, String subject) {
    return of(Sought.in(query, Query.Scope.SUBJECT), subject);
  }

  /** Of a text; empty when nothing of the query is in it. */
  public static Optional<String> ofBody(Query query, String body) {
    return of(Sought.in(query, Query.Scope.BODY), body);
  }

  private static Optional<String> of(List<Sought> sought, String text) {
    String looked = text.length() > LOOKED ? text.substring(0, LOOKED) : text;
    List<Sought.Place> places = sought.isEmpty() ? List.of() : Sought.find(sought, looked);
    if (places.isEmpty()) {
      return Optional.empty();
    }
    int best = best(places);
    int start = start(looked, places.get(best).start());
    return Optional.of(new SnippetWriter(looked, places).from(start));
  }

  /** The find around which most different things were found. */
  private static int best(List<Sought.Place> places) {
    int best = 0;
    long most = 0;
    for (int i = 0; i < places.size(); i++) {
      int until = places.get(i).start() + WINDOW;
      long seen = 0;
      for (int j = i; j < places.size() && places.get(j).start() < until && j < i + 64; j++) {
        seen |= places.get(j).what();
      }
      if (Long.bitCount(seen) > most) {
        most = Long.bitCount(seen);
        best = i;
      }
    }
    return best;
  }

  private static int start(String text, int found) {
    if (found <= BEFORE) {
      return 0;
    }
    for (int i = found - BEFORE; i < found; i++) {
      if (Character.isWhitespace(text.charAt(i))) {
        return i + 1;
      }
    }
    boolean half = Character.isLowSurrogate(text.charAt(found - BEFORE / 4));
    return found - BEFORE / 4 + (half ? 1 : 0);
  }
}

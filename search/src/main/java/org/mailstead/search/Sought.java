package org.mailstead.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.mailstead.search.Query.Scope;
import org.mailstead.search.text.Language;
import org.mailstead.search.text.LanguageGuess;
import org.mailstead.search.text.Stems;
import org.mailstead.search.text.Token;
import org.mailstead.search.text.Tokens;

/** Something that a query finds in a text, to be shown where it is. */
sealed interface Sought {
  /**
   * Where it was found.
   *
   * @param what a bit for each thing that was found here
   */
  record Place(int start, int end, long what) {}

  /** A word in any of its forms. */
  record Word(Forms forms) implements Sought {}

  /** Words in a row; of the last one perhaps only the start. */
  record Row(List<Token> tokens, boolean started) implements Sought {}

  /** What the query wants to have in texts of this scope. */
  static List<Sought> in(Query query, Scope scope) {
    List<Sought> sought = new ArrayList<>();
    collect(query, scope, sought, 0);
    return sought.subList(0, Math.min(sought.size(), Words.MOST));
  }

  private static void collect(Query query, Scope scope, List<Sought> to, int depth) {
    if (depth > 50 || to.size() > Words.MOST) {
      return;
    }
    switch (query) {
      case Query.Text(Scope in, String text) when concerns(in, scope) -> words(text, to);
      case Query.Phrase(Scope in, String text) when concerns(in, scope) -> row(text, false, to);
      case Query.Prefix(Scope in, String text) when concerns(in, scope) -> row(text, true, to);
      case Query.And(var queries) -> queries.forEach(q -> collect(q, scope, to, depth + 1));
      case Query.Or(var queries) -> queries.forEach(q -> collect(q, scope, to, depth + 1));
      case Query.Text _, Query.Phrase _, Query.Prefix _, Query.Header _, Query.Not _ -> {
        // nothing of it is in this text
      }
      case Query.DateBefore _,
          Query.DateFrom _,
          Query.SizeAtLeast _,
          Query.SizeBelow _,
          Query.HasAttachment _,
          Query.ListId _ -> {
        // nothing of it is in any text
      }
    }
  }

  private static boolean concerns(Scope asked, Scope text) {
    return asked == Scope.ALL || asked == text;
  }

  private static void words(String text, List<Sought> to) {
    var stems = new Stems();
    for (String chunk : Words.chunks(text)) {
      List<Token> tokens = Words.tokens(chunk);
      boolean segments = tokens.stream().allMatch(token -> token.kind() == Token.Kind.SEGMENT);
      boolean oneWord = tokens.size() == 1 && tokens.getFirst().kind() != Token.Kind.LAST;
      if (oneWord || segments) {
        tokens.forEach(token -> to.add(word(token, stems)));
      } else if (!tokens.isEmpty()) {
        to.add(new Row(tokens, tokens.getLast().kind() == Token.Kind.LAST));
      }
    }
  }

  private static Word word(Token token, Stems stems) {
    return new Word(
        token.kind() == Token.Kind.WORD
            ? Forms.of(token, Forms.everyLanguage(), stems)
            : Forms.exactly(token));
  }

  private static void row(String text, boolean started, List<Sought> to) {
    List<Token> tokens = Words.tokens(text);
    if (!tokens.isEmpty()) {
      to.add(new Row(tokens, started || tokens.getLast().kind() == Token.Kind.LAST));
    }
  }

  /** Where they are in a text, in order, none over another. */
  static List<Place> find(List<Sought> sought, String text) {
    List<Token> tokens = Tokens.of(text);
    Language language = LanguageGuess.of(tokens);
    var stems = new Stems();
    List<Place> places = new ArrayList<>();
    for (int i = 0; i < tokens.size(); i++) {
      for (int which = 0; which < sought.size(); which++) {
        int end =
            switch (sought.get(which)) {
              case Word(Forms forms) ->
                  forms.fits(tokens.get(i), language, stems) ? tokens.get(i).end() : -1;
              case Row row -> end(row, tokens, i);
            };
        if (end >= 0) {
          places.add(new Place(tokens.get(i).start(), end, 1L << which));
        }
      }
    }
    return joined(places);
  }

  /** Where a row ends that begins with this token; -1 when none does. */
  private static int end(Row row, List<Token> tokens, int from) {
    int last = row.tokens().size() - 1;
    if (from + last >= tokens.size()) {
      // The text may end within what a run of the question's last character stands for.
      boolean more = row.started() && last > 0 && isLast(row, last);
      return more && from + last == tokens.size() ? whole(row, tokens, from, last) : -1;
    }
    if (whole(row, tokens, from, last) < 0) {
      return -1;
    }
    Token wanted = row.tokens().get(last);
    Token there = tokens.get(from + last);
    if (there.form().equals(wanted.form())) {
      return there.end();
    }
    boolean starts = row.started() && there.form().startsWith(wanted.form());
    return starts ? Math.min(there.end(), there.start() + wanted.form().length()) : -1;
  }

  private static boolean isLast(Row row, int index) {
    return row.tokens().get(index).kind() == Token.Kind.LAST;
  }

  private static int whole(Row row, List<Token> tokens, int from, int count) {
    int end = tokens.get(from).end();
    for (int i = 0; i < count; i++) {
      if (!tokens.get(from + i).form().equals(row.tokens().get(i).form())) {
        return -1;
      }
      end = tokens.get(from + i).end();
    }
    return end;
  }

  private static List<Place> joined(List<Place> places) {
    List<Place> sorted = places.stream().sorted(Comparator.comparingInt(Place::start)).toList();
    List<Place> joined = new ArrayList<>();
    for (Place place : sorted) {
      Place before = joined.isEmpty() ? new Place(-1, -1, 0) : joined.getLast();
      if (place.start() < before.end()) {
        joined.removeLast();
        joined.add(
            new Place(
                before.start(), Math.max(before.end(), place.end()), before.what() | place.what()));
      } else {
        joined.add(place);
      }
    }
    return joined;
  }
}

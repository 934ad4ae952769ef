package org.mailstead.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a typed question from left to right. OR binds closer than a blank. */
final class QueryParser {
  /** One piece: a query, and its word when it is a plain one, which joins its neighbours. */
  private record Item(Query query, Optional<String> plain) {}

  /** A value as it stands in the text, quotes left away. */
  record Value(String text, boolean quoted, QueryText.Span span) {}

  private final String typed;
  private final Operators operators;
  private final List<List<Item>> all = new ArrayList<>();
  private final List<Condition> conditions = new ArrayList<>();
  private final List<QueryText.Span> words = new ArrayList<>();
  private boolean or;
  private int at;

  QueryParser(String typed, Operators operators) {
    this.typed = typed;
    this.operators = operators;
  }

  QueryText parse() {
    for (skip(); at < typed.length() && all.size() < Words.MOST; skip()) {
      piece();
    }
    return new QueryText(and(), conditions, words);
  }

  private void skip() {
    while (at < typed.length() && isBlank(at)) {
      at++;
    }
  }

  private boolean isBlank(int index) {
    char c = typed.charAt(index);
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }

  private void piece() {
    if (isOr()) {
      at += 2;
      or = true;
      return;
    }
    boolean not = typed.charAt(at) == '-' && at + 1 < typed.length() && !isBlank(at + 1);
    at += not ? 1 : 0;
    Optional<String> name = operator();
    if (name.isPresent()) {
      operator(name.get(), not);
    } else {
      add(value(), not);
    }
  }

  // Only between two pieces; elsewhere it is a word.
  private boolean isOr() {
    return !all.isEmpty()
        && !or
        && typed.startsWith("OR", at)
        && at + 2 < typed.length()
        && isBlank(at + 2)
        && !typed.substring(at + 2).isBlank();
  }

  /** The operator that begins here and has a value. */
  private Optional<String> operator() {
    int end = at;
    while (end < typed.length() && (Character.isLetter(typed.charAt(end)) || isJoin(end))) {
      end++;
    }
    boolean called = end < typed.length() - 1 && typed.charAt(end) == ':' && !isBlank(end + 1);
    return called ? operators.known(typed.substring(at, end)) : Optional.empty();
  }

  private boolean isJoin(int index) {
    return typed.charAt(index) == '_';
  }

  private void operator(String name, boolean not) {
    int before = at;
    at = typed.indexOf(':', at) + 1;
    Value value = value();
    switch (operators.read(name, value, not)) {
      case Operators.Meaning.Asks(Query query) -> {
        if (query instanceof Query.Text || query instanceof Query.Phrase) {
          words.add(value.span());
        }
        put(new Item(not ? new Query.Not(query) : query, Optional.empty()));
      }
      case Operators.Meaning.Checks(Condition condition) -> {
        conditions.add(condition);
        or = false;
      }
      case Operators.Meaning.Nothing() -> {
        at = before;
        add(chunk(), not);
      }
    }
  }

  private Value value() {
    return typed.charAt(at) == '"' ? quoted() : chunk();
  }

  private Value quoted() {
    int start = at + 1;
    int end = typed.indexOf('"', start);
    int stop = end < 0 ? typed.length() : end;
    at = end < 0 ? stop : end + 1;
    return new Value(typed.substring(start, stop), true, new QueryText.Span(start, stop));
  }

  private Value chunk() {
    int start = at;
    while (at < typed.length() && !isBlank(at)) {
      at++;
    }
    return new Value(typed.substring(start, at), false, new QueryText.Span(start, at));
  }

  private void add(Value value, boolean not) {
    if (!Forms.hasToken(value.text())) {
      return; // a lone sign says nothing
    }
    words.add(value.span());
    Query query = Operators.words(Query.Scope.ALL, value);
    boolean plain = !not && query instanceof Query.Text;
    put(
        new Item(
            not ? new Query.Not(query) : query,
            plain ? Optional.of(value.text()) : Optional.empty()));
  }

  private void put(Item item) {
    if (or && !all.isEmpty()) {
      all.getLast().add(item);
    } else {
      all.add(new ArrayList<>(List.of(item)));
    }
    or = false;
  }

  private Query and() {
    List<Query> parts = new ArrayList<>();
    var plain = new StringBuilder();
    for (List<Item> either : all) {
      Optional<String> word =
          either.size() == 1 ? either.getFirst().plain() : Optional.<String>empty();
      if (word.isPresent()) {
        plain.append(plain.isEmpty() ? "" : " ").append(word.get());
      } else {
        flush(plain, parts);
        List<Query> choices = either.stream().map(Item::query).toList();
        parts.add(choices.size() == 1 ? choices.getFirst() : new Query.Or(choices));
      }
    }
    flush(plain, parts);
    boolean signsOnly = parts.isEmpty() && conditions.isEmpty() && !typed.isBlank();
    if (signsOnly) {
      return new Query.Text(Query.Scope.ALL, typed.strip());
    }
    return parts.size() == 1 ? parts.getFirst() : new Query.And(parts);
  }

  private static void flush(StringBuilder plain, List<Query> to) {
    if (!plain.isEmpty()) {
      to.add(new Query.Text(Query.Scope.ALL, plain.toString()));
      plain.setLength(0);
    }
  }
}

package org.mailstead.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.mailstead.search.Query.And;
import org.mailstead.search.Query.DateBefore;
import org.mailstead.search.Query.DateFrom;
import org.mailstead.search.Query.HasAttachment;
import org.mailstead.search.Query.Header;
import org.mailstead.search.Query.ListId;
import org.mailstead.search.Query.Not;
import org.mailstead.search.Query.Or;
import org.mailstead.search.Query.Phrase;
import org.mailstead.search.Query.Prefix;
import org.mailstead.search.Query.Scope;
import org.mailstead.search.Query.SizeAtLeast;
import org.mailstead.search.Query.SizeBelow;
import org.mailstead.search.Query.Text;
import org.mailstead.search.text.Language;
import org.mailstead.search.text.Token;

/** Our queries as Lucene's. */
final class Translation {
  /** Queries inside each other; what lies deeper finds nothing. */
  private static final int DEEPEST = 50;

  private static final int MOST_CLAUSES = 500;

  /** Words of all texts of a query; each is looked for in many forms and fields. */
  private static final int MOST_WORDS = 250;

  private final WordQueries words;
  private int counted;

  Translation(Set<Language> languages) {
    words = new WordQueries(languages);
  }

  Query of(org.mailstead.search.Query query) {
    return of(query, 0);
  }

  private Query of(org.mailstead.search.Query query, int depth) {
    if (depth > DEEPEST) {
      return MatchNoDocsQuery.INSTANCE;
    }
    return switch (query) {
      case Text(Scope scope, String text) -> text(scope, text);
      case Phrase(Scope scope, String text) -> phrase(scope, text);
      case Prefix(Scope scope, String text) -> prefix(scope, text);
      case Header(String name, String text) -> header(name, text);
      case And(var queries) -> all(queries, depth);
      case Or(var queries) -> any(queries, depth);
      case Not(var inner) -> not(of(inner, depth + 1));
      case DateBefore(long time) ->
          time == Long.MIN_VALUE
              ? MatchNoDocsQuery.INSTANCE
              : LongPoint.newRangeQuery(Fields.DATE, Long.MIN_VALUE, time - 1);
      case DateFrom(long time) -> LongPoint.newRangeQuery(Fields.DATE, time, Long.MAX_VALUE);
      case SizeAtLeast(long size) -> LongPoint.newRangeQuery(Fields.SIZE, size, Long.MAX_VALUE);
      case SizeBelow(long size) ->
          LongPoint.newRangeQuery(Fields.SIZE, Long.MIN_VALUE, Math.max(size, 0) - 1);
      case HasAttachment() -> quiet(new TermQuery(new Term(Fields.FACT, Fields.WITH_ATTACHMENT)));
      case ListId(String text) -> list(text);
    };
  }

  private List<Token> counted(List<Token> tokens) {
    counted += tokens.size();
    if (counted > MOST_WORDS) {
      throw new IllegalArgumentException("more than " + MOST_WORDS + " words");
    }
    return tokens;
  }

  private static Query quiet(Query query) {
    return new ConstantScoreQuery(query);
  }

  private static Query not(Query query) {
    return new BooleanQuery.Builder()
        .add(MatchAllDocsQuery.INSTANCE, Occur.FILTER)
        .add(query, Occur.MUST_NOT)
        .build();
  }

  private Query all(List<org.mailstead.search.Query> queries, int depth) {
    var all = new BooleanQuery.Builder();
    all.add(MatchAllDocsQuery.INSTANCE, Occur.FILTER);
    for (org.mailstead.search.Query query : queries.subList(0, atMost(queries))) {
      if (query instanceof Not(var inner)) {
        all.add(of(inner, depth + 1), Occur.MUST_NOT);
      } else {
        all.add(of(query, depth + 1), Occur.MUST);
      }
    }
    return all.build();
  }

  private Query any(List<org.mailstead.search.Query> queries, int depth) {
    var any = new BooleanQuery.Builder();
    for (org.mailstead.search.Query query : queries.subList(0, atMost(queries))) {
      any.add(of(query, depth + 1), Occur.SHOULD);
    }
    return queries.isEmpty() ? MatchNoDocsQuery.INSTANCE : any.build();
  }

  private static int atMost(List<org.mailstead.search.Query> queries) {
    return Math.min(queries.size(), MOST_CLAUSES);
  }

  private Query text(Scope scope, String text) {
    List<Scoped> fields = Scoped.fields(scope);
    var all = new BooleanQuery.Builder();
    List<Token> single = new ArrayList<>();
    int parts = 0;
    for (String chunk : Words.chunks(text)) {
      List<Token> tokens = counted(Words.tokens(chunk));
      if (!tokens.isEmpty()) {
        all.add(chunk(fields, chunk, tokens), Occur.MUST);
        single.addAll(tokens);
        parts++;
      }
    }
    if (parts == 0) {
      return MatchNoDocsQuery.INSTANCE;
    }
    if (parts > 1) {
      WordQueries.closeness(fields, single, all);
    }
    return all.build();
  }

  private Query chunk(List<Scoped> fields, String chunk, List<Token> tokens) {
    int at = chunk.indexOf('@');
    if (at > 0 && at < chunk.length() - 1) {
      return words.address(fields, Words.bare(chunk), tokens);
    }
    if (tokens.size() == 1) {
      return words.word(fields, tokens.getFirst());
    }
    // A dictionary may cut the text otherwise than the question: the words count, not their places.
    if (tokens.stream().allMatch(token -> token.kind() == Token.Kind.SEGMENT)) {
      var all = new BooleanQuery.Builder();
      tokens.forEach(token -> all.add(words.word(fields, token), Occur.MUST));
      WordQueries.closeness(fields, tokens, all);
      return all.build();
    }
    return words.phrase(fields, tokens);
  }

  private Query phrase(Scope scope, String text) {
    List<Token> tokens = counted(Words.tokens(text));
    return tokens.isEmpty()
        ? MatchNoDocsQuery.INSTANCE
        : words.phrase(Scoped.fields(scope), tokens);
  }

  private Query prefix(Scope scope, String text) {
    List<Token> tokens = counted(Words.tokens(text));
    if (tokens.isEmpty()) {
      return MatchNoDocsQuery.INSTANCE;
    }
    List<Scoped> fields = Scoped.fields(scope);
    return text.indexOf('@') > 0 && Words.chunks(text).size() == 1
        ? words.address(fields, Words.bare(text), tokens)
        : words.prefix(fields, tokens);
  }

  private static Query header(String name, String text) {
    String lower = name.toLowerCase(Locale.ROOT);
    var all = new BooleanQuery.Builder();
    all.add(new TermQuery(new Term(Fields.HEADER, lower)), Occur.MUST);
    Words.ofHeader(
        text.length() > 1_000 ? text.substring(0, 1_000) : text,
        word ->
            all.add(
                new PrefixQuery(new Term(Fields.HEADER, lower + Fields.VALUE + word)), Occur.MUST));
    return quiet(all.build());
  }

  private static Query list(String text) {
    List<Token> tokens = Words.tokens(text);
    return quiet(
        tokens.isEmpty()
            ? new TermQuery(new Term(Fields.FACT, Fields.BY_LIST))
            : WordQueries.sequence(Fields.LIST, tokens, 0));
  }
}

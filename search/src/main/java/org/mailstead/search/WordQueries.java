package org.mailstead.search;

import static org.mailstead.search.Fields.COMPOUNDS;
import static org.mailstead.search.Fields.STEMS;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.DisjunctionMaxQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.MultiPhraseQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.mailstead.search.text.Language;
import org.mailstead.search.text.Stems;
import org.mailstead.search.text.Token;

/** Words and phrases as questions to the fields of a scope. For one thread. */
final class WordQueries {
  private static final float ALSO = 0.1f;
  private static final float STEM = 0.7f;
  private static final float PART = 0.3f;
  private static final int MOST_EXPANDED = 1_024;

  private final Set<Language> languages;
  private final Stems stems = new Stems();

  /** The languages are those in which the account has mail. */
  WordQueries(Set<Language> languages) {
    this.languages = languages;
  }

  /** One word in any form. */
  Query word(List<Scoped> fields, Token token) {
    if (token.kind() == Token.Kind.LAST) {
      return prefix(fields, List.of(token));
    }
    Forms forms = Forms.of(token, languages, stems);
    List<Query> any = new ArrayList<>();
    for (Scoped scoped : fields) {
      forms.exact().forEach(form -> any.add(term(scoped.field(), form, scoped.weight())));
      if (token.kind() == Token.Kind.WORD) {
        others(scoped, forms, any);
      }
    }
    return new DisjunctionMaxQuery(any, ALSO);
  }

  private static void others(Scoped scoped, Forms forms, List<Query> any) {
    if (!scoped.stems() && !scoped.field().equals(Fields.QUOTE)) {
      return;
    }
    float weight = scoped.weight() * STEM;
    forms.plainStems().forEach(stem -> any.add(term(scoped.field(), stem, weight)));
    if (!scoped.stems()) {
      return;
    }
    forms
        .stems()
        .forEach((language, stem) ->
            any.add(term(scoped.field() + STEMS, language.tag() + stem, weight)));
    for (String part : forms.parts()) {
      String backwards = Fields.BACKWARDS + new StringBuilder(part).reverse().toString();
      any.add(start(scoped.field() + COMPOUNDS, part, scoped.weight() * PART));
      any.add(start(scoped.field() + COMPOUNDS, backwards, scoped.weight() * PART));
      if (part.length() >= Forms.INNER_PART) {
        String within = Fields.WITHIN + part;
        any.add(start(scoped.field() + COMPOUNDS, within, scoped.weight() * PART));
      }
    }
  }

  private static Query term(String field, String text, float weight) {
    return new BoostQuery(new TermQuery(new Term(field, text)), weight);
  }

  private static Query start(String field, String text, float weight) {
    return new BoostQuery(new PrefixQuery(new Term(field, text)), weight);
  }

  /** Tokens one after the other. */
  Query phrase(List<Scoped> fields, List<Token> tokens) {
    List<Token> kept = withoutLast(tokens);
    if (kept.size() == 1) {
      return kept.getFirst().kind() == Token.Kind.LAST
          ? prefix(fields, kept)
          : either(fields, scoped -> new TermQuery(new Term(scoped.field(), form(kept, 0))));
    }
    return either(fields, scoped -> sequence(scoped.field(), kept, 0));
  }

  private static String form(List<Token> tokens, int index) {
    return tokens.get(index).form();
  }

  static Query sequence(String field, List<Token> tokens, int slop) {
    var phrase = new PhraseQuery.Builder().setSlop(slop);
    for (int i = 0; i < tokens.size(); i++) {
      phrase.add(new Term(field, form(tokens, i)), i);
    }
    return phrase.build();
  }

  // In the text the run may go on, where it has a pair in its place.
  private static List<Token> withoutLast(List<Token> tokens) {
    boolean drop = tokens.size() > 1 && tokens.getLast().kind() == Token.Kind.LAST;
    boolean sameRun = drop && tokens.get(tokens.size() - 2).kind() == Token.Kind.PAIR;
    return sameRun ? tokens.subList(0, tokens.size() - 1) : tokens;
  }

  /** Tokens one after the other, of the last one only its start. */
  Query prefix(List<Scoped> fields, List<Token> typed) {
    List<Token> tokens = withoutLast(typed);
    if (tokens.size() == 1) {
      return either(fields, scoped -> new PrefixQuery(new Term(scoped.field(), form(tokens, 0))));
    }
    List<Token> head = tokens.subList(0, tokens.size() - 1);
    String last = tokens.getLast().form();
    return either(fields, scoped -> new StartedPhrase(scoped.field(), head, last));
  }

  /** An address of which the local part is whole; also the start of it. */
  Query address(List<Scoped> fields, String typed, List<Token> tokens) {
    String whole = Fields.WHOLE + Words.address(typed);
    return either(
        fields,
        scoped ->
            scoped.people()
                ? new PrefixQuery(new Term(scoped.field(), whole))
                : sequence(scoped.field(), tokens, 0));
  }

  private static Query either(
      List<Scoped> fields, java.util.function.Function<Scoped, Query> make) {
    List<Query> any = new ArrayList<>();
    fields.forEach(scoped -> any.add(new BoostQuery(make.apply(scoped), scoped.weight())));
    return any.isEmpty() ? MatchNoDocsQuery.INSTANCE : new DisjunctionMaxQuery(any, ALSO);
  }

  /** Raises texts that have the words of a question together, in subject or body. */
  static void closeness(List<Scoped> fields, List<Token> tokens, BooleanQuery.Builder to) {
    if (tokens.size() < 2 || tokens.size() > 12) {
      return;
    }
    for (Scoped scoped : fields) {
      if (scoped.prose()) {
        Query together = sequence(scoped.field(), tokens, 2);
        to.add(new BoostQuery(together, scoped.weight()), Occur.SHOULD);
      }
    }
  }

  static int mostExpanded() {
    return MOST_EXPANDED;
  }

  static MultiPhraseQuery.Builder head(String field, List<Token> head) {
    var phrase = new MultiPhraseQuery.Builder();
    head.forEach(token -> phrase.add(new Term(field, token.form())));
    return phrase;
  }
}

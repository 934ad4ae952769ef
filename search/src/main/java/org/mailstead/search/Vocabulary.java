package org.mailstead.search;

import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.lucene.index.FilteredTermsEnum;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.StringHelper;
import org.apache.lucene.util.automaton.CompiledAutomaton;
import org.apache.lucene.util.automaton.LevenshteinAutomata;
import org.apache.lucene.util.automaton.Operations;
import org.mailstead.search.text.Token;

/**
 * The words of one account. Those of all accounts lie in one list; each is counted within the
 * account before anything is said of it.
 */
final class Vocabulary {
  private static final List<String> FIELDS =
      List.of(
          Fields.SUBJECT,
          Fields.BODY,
          Fields.FROM,
          Fields.TO,
          Fields.CC,
          Fields.QUOTE,
          Fields.NAME,
          Fields.ATTACHMENT);

  private static final List<String> ADDRESSED = List.of(Fields.FROM, Fields.TO, Fields.CC);

  /** Words of all accounts that are looked at for one question. */
  private static final int MOST = 5_000;

  private static final int SHORT_WORD = 4;
  private static final int LONG_WORD = 7;

  private final AccountSearcher searcher;

  Vocabulary(AccountSearcher searcher) {
    this.searcher = searcher;
  }

  /** In how many fields of emails the word is, each form as written. */
  int count(String word) throws IOException {
    int count = 0;
    for (String field : FIELDS) {
      count += searcher.count(new Term(field, word));
    }
    return count;
  }

  List<String> starting(String start, int limit) throws IOException {
    List<Token> tokens = Words.tokens(start);
    if (tokens.isEmpty()) {
      return List.of();
    }
    String wanted = tokens.getLast().form();
    var prefix = new BytesRef(wanted);
    Map<String, Integer> counts = new HashMap<>();
    for (String field : FIELDS) {
      collect(field, terms -> from(terms, prefix), counts, word -> word.startsWith(wanted));
    }
    return ranked(counts, Comparator.comparingInt((String word) -> -counts.getOrDefault(word, 0)))
        .limit(Math.max(0, limit))
        .toList();
  }

  /** Whole addresses that begin so. */
  List<String> addresses(String start, int limit) throws IOException {
    String wanted = Fields.WHOLE + Words.address(start);
    var prefix = new BytesRef(wanted);
    Map<String, Integer> counts = new HashMap<>();
    for (String field : ADDRESSED) {
      collect(field, terms -> from(terms, prefix), counts, _ -> true);
    }
    return ranked(counts, Comparator.comparingInt((String word) -> -counts.getOrDefault(word, 0)))
        .limit(Math.max(0, limit))
        .map(term -> term.substring(1))
        .toList();
  }

  private static TermsEnum from(Terms terms, BytesRef prefix) throws IOException {
    return new FilteredTermsEnum(terms.iterator()) {
      {
        setInitialSeekTerm(prefix);
      }

      @Override
      protected AcceptStatus accept(BytesRef term) {
        return StringHelper.startsWith(term, prefix) ? AcceptStatus.YES : AcceptStatus.END;
      }
    };
  }

  /** Words that differ by one letter, in long ones by two; swapped neighbours are one. */
  List<String> near(String typed, int limit) throws IOException {
    List<Token> tokens = Words.tokens(typed);
    if (tokens.isEmpty() || tokens.getFirst().form().length() < SHORT_WORD) {
      return List.of();
    }
    String word = tokens.getFirst().form();
    int most = word.length() >= LONG_WORD ? 2 : 1;
    var nearby = new LevenshteinAutomata(word, true).toAutomaton(most);
    var automaton =
        new CompiledAutomaton(
            Operations.determinize(nearby, Operations.DEFAULT_DETERMINIZE_WORK_LIMIT));
    Map<String, Integer> counts = new HashMap<>();
    for (String field : FIELDS) {
      collect(field, automaton::getTermsEnum, counts, near -> !near.equals(word));
    }
    Comparator<String> order =
        Comparator.comparingInt((String near) -> Distance.of(word, near))
            .thenComparingInt(near -> -counts.getOrDefault(near, 0));
    return ranked(counts, order).limit(Math.max(0, limit)).toList();
  }

  private interface Among {
    TermsEnum of(Terms terms) throws IOException;
  }

  private void collect(
      String field, Among among, Map<String, Integer> counts, Predicate<String> wanted)
      throws IOException {
    Map<String, Boolean> looked = new HashMap<>();
    for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
      TermsEnum terms = among.of(Terms.getTerms(leaf.reader(), field));
      for (BytesRef term = terms.next();
          term != null && looked.size() < MOST;
          term = terms.next()) {
        String word = term.utf8ToString();
        if (looked.put(word, true) == null && wanted.test(word)) {
          int own = searcher.count(new Term(field, word));
          if (own > 0) {
            counts.merge(word, own, Integer::sum);
          }
        }
      }
    }
  }

  private static Stream<String> ranked(Map<String, Integer> counts, Comparator<String> order) {
    return counts.keySet().stream().sorted(order.thenComparing(Comparator.naturalOrder()));
  }
}

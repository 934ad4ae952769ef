package org.mailstead.imap.grammar;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Reads SORT and THREAD (RFC 5256 section 5, RFC 5267 section 5). */
final class SortGrammar {
  private final ImapReader in;
  private final SearchGrammar search;

  SortGrammar(ImapReader in) {
    this.in = in;
    this.search = new SearchGrammar(in);
  }

  // "SORT" [search-return-opts] SP sort-criteria SP search-criteria
  Command sort(String tag, boolean uid) throws IOException, SyntaxException {
    in.space();
    Optional<SearchReturns> returns = SearchReturns.parse(in);
    List<SortCriterion> criteria = SortCriterion.parse(in);
    in.space();
    SearchKey key = search.criteria();
    boolean relevancy =
        criteria.stream().anyMatch(some -> some.field() == SortCriterion.Field.RELEVANCY);
    SearchGrammar.checkRelevancy(returns, key);
    if (relevancy && !key.usesFuzzy()) {
      throw new SyntaxException("RELEVANCY needs FUZZY"); // RFC 6203 section 6
    }
    return new Command.Sort(tag, uid, returns, criteria, key);
  }

  // "THREAD" SP thread-alg SP search-criteria
  Command thread(String tag, boolean uid) throws IOException, SyntaxException {
    in.space();
    ThreadAlgorithm algorithm =
        switch (in.word()) {
          case "ORDEREDSUBJECT" -> ThreadAlgorithm.ORDEREDSUBJECT;
          case "REFERENCES" -> ThreadAlgorithm.REFERENCES;
          case "REFS" -> ThreadAlgorithm.REFS;
          case String _ -> throw new SyntaxException("unknown algorithm");
        };
    in.space();
    return new Command.Threads(tag, uid, algorithm, search.criteria());
  }
}

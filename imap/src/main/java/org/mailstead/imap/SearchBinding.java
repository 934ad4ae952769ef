package org.mailstead.imap;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Makes of a search as it was said one over the mailbox as it is, what costs little first.
 *
 * @param uidOnly whether the client has given up sequence numbers
 */
record SearchBinding(Selected in, boolean uidOnly) {
  /**
   * @throws SyntaxException when it names numbers beyond the mailbox: before anything is searched
   */
  SearchKey bind(SearchKey key) throws SyntaxException {
    return switch (key) {
      case SearchKey.Sequence(SequenceSet.Ranges _) when uidOnly ->
          throw new SyntaxException(Select.UID_REQUIRED);
      case SearchKey.Sequence(SequenceSet set) -> new SearchKey.Positions(in.find(set, false));
      case SearchKey.Uid(SequenceSet set) -> new SearchKey.Positions(in.find(set, true));
      case SearchKey.Keyword(String name) -> keyword(name);
      case SearchKey.Not(SearchKey inner) -> new SearchKey.Not(bind(inner));
      case SearchKey.Or(SearchKey one, SearchKey other) -> {
        List<SearchKey> both = bindAll(List.of(one, other));
        yield new SearchKey.Or(both.getFirst(), both.getLast());
      }
      case SearchKey.And(List<SearchKey> all) -> new SearchKey.And(bindAll(all));
      case SearchKey.InView _, SearchKey.InEmail _ -> key;
    };
  }

  private SearchKey keyword(String name) {
    return in.keywords()
        .flag(name)
        .<SearchKey>map(SearchKey.Flagged::new)
        .orElse(new SearchKey.Not(new SearchKey.All()));
  }

  private List<SearchKey> bindAll(List<SearchKey> keys) throws SyntaxException {
    List<SearchKey> bound = new ArrayList<>();
    for (SearchKey key : keys) {
      bound.add(bind(key));
    }
    bound.sort(Comparator.comparing(SearchKey::cost));
    return bound;
  }
}

package org.mailstead.imap.search;

import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import org.mailstead.imap.grammar.SearchKey;
import org.mailstead.imap.grammar.SequenceSet;
import org.mailstead.imap.state.Selected;

/** Makes of a search as it was said one over the mailbox as it is, what costs little first. */
record SearchBinding(Selected in, Instant time) {
  SearchKey bind(SearchKey key) {
    return switch (key) {
      case SearchKey.Sequence(SequenceSet set) -> new SearchKey.Positions(sequence(set));
      case SearchKey.Uid(SequenceSet set) -> new SearchKey.Positions(in.uidsOf(set));
      case SearchKey.Keyword(String name) -> keyword(name);
      case SearchKey.Within(boolean older, long seconds) ->
          new SearchKey.Aged(older, time.minusSeconds(seconds));
      case SearchKey.Not(SearchKey inner) -> new SearchKey.Not(bind(inner));
      case SearchKey.Fuzzy(SearchKey inner) -> new SearchKey.Fuzzy(bind(inner));
      case SearchKey.Or(SearchKey one, SearchKey other) -> {
        List<SearchKey> both = bindAll(List.of(one, other));
        yield new SearchKey.Or(both.getFirst(), both.getLast());
      }
      case SearchKey.And(List<SearchKey> all) ->
          all.size() == 1 ? bind(all.getFirst()) : new SearchKey.And(bindAll(all));
      case SearchKey.InView _, SearchKey.InEmail _ -> key;
    };
  }

  private BitSet sequence(SequenceSet set) {
    return switch (set) {
      case SequenceSet.Saved _ -> in.uidsOf(set);
      case SequenceSet.Ranges ranges -> SequenceSet.within(ranges, in.told().size());
    };
  }

  private SearchKey keyword(String name) {
    return in.keywords()
        .flag(name)
        .<SearchKey>map(SearchKey.Flagged::new)
        .orElse(new SearchKey.Not(new SearchKey.All()));
  }

  private List<SearchKey> bindAll(List<SearchKey> keys) {
    List<SearchKey> bound = new ArrayList<>();
    for (SearchKey key : keys) {
      bound.add(bind(key));
    }
    bound.sort(Comparator.comparing(SearchKey::cost));
    return bound;
  }

  /**
   * The search with the messages that its sequence numbers, and {@code $}, name now: for a context,
   * in which they keep that meaning (RFC 5267 section 4.3).
   */
  SearchKey freeze(SearchKey key) {
    return switch (key) {
      case SearchKey.Sequence(SequenceSet set) -> new SearchKey.Uids(uids(sequence(set)));
      case SearchKey.Uid(SequenceSet set) ->
          set instanceof SequenceSet.Saved ? new SearchKey.Uids(uids(in.uidsOf(set))) : key;
      case SearchKey.Not(SearchKey inner) -> new SearchKey.Not(freeze(inner));
      case SearchKey.Fuzzy(SearchKey inner) -> new SearchKey.Fuzzy(freeze(inner));
      case SearchKey.Or(SearchKey one, SearchKey other) ->
          new SearchKey.Or(freeze(one), freeze(other));
      case SearchKey.And(List<SearchKey> all) ->
          new SearchKey.And(all.stream().map(this::freeze).toList());
      case SearchKey.Keyword _, SearchKey.Within _, SearchKey.InView _, SearchKey.InEmail _ -> key;
    };
  }

  private BitSet uids(BitSet positions) {
    BitSet uids = new BitSet();
    positions.stream().map(in.told()::uid).forEach(uids::set);
    return uids;
  }
}

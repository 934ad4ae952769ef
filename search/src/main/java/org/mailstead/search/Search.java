package org.mailstead.search;

import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import org.apache.lucene.document.LongField;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.CollectorManager;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.SimpleCollector;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TopFieldCollectorManager;
import org.apache.lucene.search.TopScoreDocCollectorManager;
import org.apache.lucene.search.TotalHits;
import org.mailstead.words.AccountId;

/** One search in one account. */
final class Search {
  /** Hits up to which ranking looks at each; beyond them it passes over what cannot come first. */
  private static final int COUNTED = 1_000;

  /** What being of today is worth, beside a good match; it halves with each {@link #AGE}. */
  private static final float NEW = 0.5f;

  private static final long AGE = 90L * 24 * 3600 * 1000;
  private static final Sort NEWEST =
      new Sort(
          new SortField(Fields.DATE, SortField.Type.LONG, true),
          new SortField(Fields.NUMBER, SortField.Type.LONG, true));

  private final AccountSearcher searcher;
  private final org.apache.lucene.search.Query wanted;
  private final long now;

  Search(IndexReader reader, AccountId account, Query query, long now) throws IOException {
    searcher = new AccountSearcher(reader, account);
    this.now = now;
    wanted =
        new BooleanQuery.Builder()
            .add(new TermQuery(Fields.account(account)), Occur.FILTER)
            .add(new Translation(searcher.languages()).of(query), Occur.MUST)
            .build();
  }

  TopDocs top(Found.Order order, int limit) throws IOException {
    return switch (order) {
      case DATE ->
          searcher.search(
              wanted, new TopFieldCollectorManager(NEWEST, limit, null, Integer.MAX_VALUE));
      case RELEVANCE_AND_DATE -> {
        var ranked =
            new BooleanQuery.Builder()
                .add(wanted, Occur.MUST)
                .add(LongField.newDistanceFeatureQuery(Fields.DATE, NEW, now, AGE), Occur.SHOULD)
                .build();
        yield searcher.search(ranked, new TopScoreDocCollectorManager(limit, null, COUNTED));
      }
    };
  }

  /** How many there are in all. */
  long total(TopDocs top) throws IOException {
    return top.totalHits.relation() == TotalHits.Relation.EQUAL_TO
        ? top.totalHits.value()
        : searcher.count(wanted);
  }

  Matches all() throws IOException {
    return searcher.search(wanted, new Gathering());
  }

  /** One collector for all segments, as long as no threads share a search. */
  private static final class Gathering implements CollectorManager<Numbers, Matches> {
    @Override
    public Numbers newCollector() {
      return new Numbers();
    }

    @Override
    public Matches reduce(Collection<Numbers> collectors) {
      return new Matches(
          collectors.stream()
              .flatMapToLong(numbers -> Arrays.stream(numbers.found, 0, numbers.count))
              .toArray());
    }
  }

  /** Collects numbers without a look at how well they fit. */
  private static final class Numbers extends SimpleCollector {
    private long[] found = new long[64];
    private int count;
    private NumericDocValues values = DocValues.emptyNumeric();

    @Override
    protected void doSetNextReader(LeafReaderContext leaf) throws IOException {
      values = DocValues.getNumeric(leaf.reader(), Fields.NUMBER);
    }

    @Override
    public void collect(int doc) throws IOException {
      if (values.advanceExact(doc)) {
        if (count == found.length) {
          found = Arrays.copyOf(found, count * 2);
        }
        found[count++] = values.longValue();
      }
    }

    @Override
    public ScoreMode scoreMode() {
      return ScoreMode.COMPLETE_NO_SCORES;
    }
  }
}

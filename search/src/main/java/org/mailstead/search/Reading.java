package org.mailstead.search;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.store.AlreadyClosedException;
import org.mailstead.words.AccountId;

/**
 * Reads the index: on threads of its own, since a page fault would stop a carrier of virtual ones.
 */
final class Reading {
  private static final int THREADS = 4;

  /** Hits that can be paged through; further ones are counted only. */
  private static final int DEEPEST = 100_000;

  private static final long FRESH_NANOS = 300_000_000;

  static {
    // Lucene's own bound is for queries that nobody else bounds.
    IndexSearcher.setMaxClauseCount(100_000);
  }

  private final IndexFolder folder;
  private final Feed feed;
  private final Clock clock;
  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          THREADS, Thread.ofPlatform().daemon().name("search-", 0).factory());
  private volatile long refreshed = System.nanoTime() - FRESH_NANOS;
  private volatile boolean stale = true;

  Reading(IndexFolder folder, Feed feed, Clock clock) {
    this.folder = folder;
    this.feed = feed;
    this.clock = clock;
  }

  private interface Look<T> {
    T at(IndexSearcher searcher) throws IOException;
  }

  private <T> T read(Look<T> look) throws IOException {
    if (!Thread.currentThread().isVirtual()) {
      return readHere(look);
    }
    try {
      return threads.submit(() -> readHere(look)).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IllegalArgumentException wrong) {
        throw new IllegalArgumentException(wrong.getMessage(), e);
      }
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    }
  }

  private <T> T readHere(Look<T> look) throws IOException {
    refresh();
    try {
      return look(look);
    } catch (AlreadyClosedException e) {
      return look(look); // it was opened again meanwhile
    } catch (IllegalArgumentException e) {
      throw e; // what was asked is wrong, not the index
    } catch (IOException | RuntimeException | AssertionError e) {
      if (feed.emptyIfDamaged()) {
        return look(look);
      }
      throw e;
    }
  }

  private <T> T look(Look<T> look) throws IOException {
    SearcherManager searchers = folder.searchers();
    IndexSearcher searcher = searchers.acquire();
    try {
      return look.at(searcher);
    } finally {
      searchers.release(searcher);
    }
  }

  // Only when somebody looks, and not for each email: a refresh costs some milliseconds.
  private void refresh() throws IOException {
    if (feed.takeUnseen()) {
      stale = true;
    }
    if (!stale || System.nanoTime() - refreshed < FRESH_NANOS) {
      return;
    }
    stale = false;
    refreshed = System.nanoTime();
    try {
      folder.searchers().maybeRefreshBlocking();
    } catch (IOException | RuntimeException | AssertionError e) {
      // The writer is broken, by a full disk perhaps. What could be found before still can.
      stale = true;
    }
  }

  long cursor(AccountId account) throws IOException {
    OptionalLong known = feed.cursor(account);
    return known.isPresent()
        ? known.getAsLong()
        : read(searcher -> storedCursor(searcher, account));
  }

  private static long storedCursor(IndexSearcher searcher, AccountId account) throws IOException {
    TopDocs found = searcher.search(new TermQuery(Fields.cursor(account)), 1);
    for (ScoreDoc hit : found.scoreDocs) {
      return value(searcher, hit.doc, Fields.VERSION);
    }
    return 0;
  }

  private static long value(IndexSearcher searcher, int doc, String field) throws IOException {
    for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
      int inLeaf = doc - leaf.docBase;
      if (inLeaf >= 0 && inLeaf < leaf.reader().maxDoc()) {
        NumericDocValues values = DocValues.getNumeric(leaf.reader(), field);
        return values.advanceExact(inLeaf) ? values.longValue() : 0;
      }
    }
    return 0;
  }

  long count(AccountId account) throws IOException {
    return read(searcher -> (long) searcher.count(new TermQuery(Fields.account(account))));
  }

  Found find(AccountId account, Query query, Found.Order order, int limit, OptionalLong cursor)
      throws IOException {
    int before = Math.clamp(cursor.orElse(0), 0, DEEPEST);
    int until = Math.clamp((long) before + Math.max(limit, 0), 1, DEEPEST);
    return read(searcher -> {
      var search = new Search(searcher.getIndexReader(), account, query, clock.millis());
      TopDocs top = search.top(order, until);
      List<Found.Hit> hits = new ArrayList<>();
      for (int i = before; i < Math.min(until, top.scoreDocs.length); i++) {
        ScoreDoc hit = top.scoreDocs[i];
        float score = order == Found.Order.DATE ? 0 : hit.score;
        hits.add(new Found.Hit(value(searcher, hit.doc, Fields.NUMBER), score));
      }
      long total = search.total(top);
      boolean more = !hits.isEmpty() && until < total && until < DEEPEST;
      return new Found(hits, total, more ? OptionalLong.of(until) : OptionalLong.empty());
    });
  }

  Matches matches(AccountId account, Query query) throws IOException {
    return read(
        searcher -> new Search(searcher.getIndexReader(), account, query, clock.millis()).all());
  }

  List<String> suggestions(AccountId account, String start, int limit) throws IOException {
    return read(searcher -> vocabulary(searcher, account).starting(start, limit));
  }

  List<String> corrections(AccountId account, String word, int limit) throws IOException {
    return read(searcher -> vocabulary(searcher, account).near(word, limit));
  }

  Optional<String> didYouMean(AccountId account, String typed) throws IOException {
    return read(searcher -> new DidYouMean(vocabulary(searcher, account)).of(typed));
  }

  private static Vocabulary vocabulary(IndexSearcher searcher, AccountId account)
      throws IOException {
    return new Vocabulary(new AccountSearcher(searcher.getIndexReader(), account));
  }

  void close() {
    threads.shutdown();
  }
}

package org.mailstead.search;

import static java.lang.System.Logger.Level.DEBUG;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.util.BytesRef;
import org.mailstead.words.AccountId;

/**
 * Reads the index: on threads of its own, since a page fault would stop a carrier of virtual ones.
 */
final class Reading {
  private static final System.Logger LOG = System.getLogger(Reading.class.getName());
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

  /** How much had been written when the index was looked at anew. */
  private final AtomicLong seen = new AtomicLong(-1);

  Reading(IndexFolder folder, Feed feed, Clock clock) {
    this.folder = folder;
    this.feed = feed;
    this.clock = clock;
  }

  private interface Look<T> {
    T at(IndexSearcher searcher) throws IOException;
  }

  private <T> T read(Look<T> look) throws IOException {
    return onThread(() -> readHere(look));
  }

  private interface Task<T> {
    T run() throws IOException;
  }

  private <T> T onThread(Task<T> task) throws IOException {
    if (!Thread.currentThread().isVirtual()) {
      return task.run();
    }
    try {
      return threads.submit(task::run).get();
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
  private void refresh() {
    if (seen.get() < feed.writes() && System.nanoTime() - refreshed >= FRESH_NANOS) {
      refreshNow();
    }
  }

  private void refreshNow() {
    long written = feed.writes();
    refreshed = System.nanoTime();
    try {
      folder.searchers().maybeRefreshBlocking();
      seen.accumulateAndGet(written, Math::max);
    } catch (IOException | RuntimeException | AssertionError e) {
      // The writer is broken, by a full disk perhaps. What could be found before still can.
      LOG.log(DEBUG, "the search index was not looked at anew", e);
    }
  }

  /** Whether all that was put of the account can be found, after a look at what is new. */
  private boolean isCurrent(AccountId account) {
    if (seen.get() < feed.lastWrite(account)) {
      refreshNow();
    }
    return seen.get() >= feed.lastWrite(account);
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

  Set<AccountId> accounts() throws IOException {
    return read(searcher -> {
      Set<AccountId> accounts = new HashSet<>();
      for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
        TermsEnum terms = Terms.getTerms(leaf.reader(), Fields.CURSOR).iterator();
        for (BytesRef term = terms.next(); term != null; term = terms.next()) {
          accounts.add(Fields.account(term));
        }
      }
      return accounts;
    });
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
    boolean current = current(account);
    return read(
            searcher -> new Search(searcher.getIndexReader(), account, query, clock.millis()).all())
        .current(current);
  }

  Optional<Matches> without(AccountId account, List<Piece> pieces) throws IOException {
    return read(searcher -> new Scanned(searcher.getIndexReader(), account).without(pieces));
  }

  Optional<Matches> withoutFitting(AccountId account, List<Predicate<String>> fitting)
      throws IOException {
    return read(
        searcher -> new Scanned(searcher.getIndexReader(), account).withoutFitting(fitting));
  }

  private boolean current(AccountId account) throws IOException {
    return seen.get() >= feed.lastWrite(account) || onThread(() -> isCurrent(account));
  }

  List<String> suggestions(AccountId account, String start, int limit) throws IOException {
    return read(searcher -> vocabulary(searcher, account).starting(start, limit));
  }

  List<String> addresses(AccountId account, String start, int limit) throws IOException {
    return read(searcher -> vocabulary(searcher, account).addresses(start, limit));
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

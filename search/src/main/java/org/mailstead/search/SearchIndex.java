package org.mailstead.search;

import static java.lang.System.Logger.Level.WARNING;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.lucene.store.FSDirectory;
import org.mailstead.words.AccountId;

/**
 * The index of all accounts of a home. It can be lost: each account has a cursor, the version up to
 * which its log is in here, and whoever feeds it goes on from there. What was put is found within a
 * second and is on the disk some seconds later; a crash takes the cursor back with the rest.
 *
 * <p>Emails that are gone, and mailboxes and flags, are the caller's to check for each hit.
 */
public final class SearchIndex implements Closeable {
  private static final System.Logger LOG = System.getLogger(SearchIndex.class.getName());

  /** How long what was put may be lost to a crash. */
  private static final Duration COMMIT_EVERY = Duration.ofSeconds(10);

  private final IndexFolder folder;
  private final Feed feed;
  private final Reading reading;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("search-commit").factory());

  private final ScheduledFuture<?> committing;

  private SearchIndex(IndexFolder folder, Clock clock, Duration commitEvery) throws IOException {
    this.folder = folder;
    feed = new Feed(folder);
    reading = new Reading(folder, feed, clock);
    // Some damage says nothing of itself and only hides words: it shows when all is read once.
    if (folder.isSmall()) {
      feed.emptyIfDamaged();
    } else {
      timer.execute(this::checkLater);
    }
    long every = commitEvery.toMillis();
    committing =
        timer.scheduleWithFixedDelay(this::commitLater, every, every, TimeUnit.MILLISECONDS);
  }

  /**
   * Opens the index in a folder. One that is damaged, or of another format, is thrown away: then
   * {@link #rebuilt} says so and all cursors are 0. A large one is checked while it is in use.
   *
   * @throws IOException when the folder cannot be written to, or another process has it
   */
  public static SearchIndex open(Path folder, Clock clock) throws IOException {
    return open(folder, clock, FSDirectory::open, COMMIT_EVERY);
  }

  static SearchIndex open(
      Path folder, Clock clock, IndexFolder.Opening opening, Duration commitEvery)
      throws IOException {
    return new SearchIndex(new IndexFolder(folder, opening), clock, commitEvery);
  }

  /** Whether the index was thrown away since it was opened, or when it was. */
  public boolean rebuilt() {
    return folder.rebuilt();
  }

  /** Up to which version the account's log is in here; 0 for an account that is unknown. */
  public long cursor(AccountId account) throws IOException {
    return reading.cursor(account);
  }

  /**
   * Takes in emails, in place of what was known of them, and notes up to which version the
   * account's log is in here with them. Writes files: not on a virtual thread, please.
   */
  public void put(AccountId account, Collection<Document> documents, long version)
      throws IOException {
    feed.put(account, documents, version, Feed.Since.WHENEVER);
  }

  /**
   * The same for what goes on from earlier writes.
   *
   * @param generation {@link #generation} before the first of them
   * @throws IOException when some of them may be lost by now
   */
  public void put(AccountId account, Collection<Document> documents, long version, long generation)
      throws IOException {
    feed.put(account, documents, version, Feed.Since.generation(generation));
  }

  /** Drops emails that are gone, and notes the version. */
  public void delete(AccountId account, Collection<Long> numbers, long version) throws IOException {
    feed.delete(account, numbers, version, Feed.Since.WHENEVER);
  }

  /** The same for what goes on from earlier writes. */
  public void delete(AccountId account, Collection<Long> numbers, long version, long generation)
      throws IOException {
    feed.delete(account, numbers, version, Feed.Since.generation(generation));
  }

  /**
   * Another number each time when cursors may have gone back: the index was opened again after a
   * failure, or thrown away. Odd while that is going on.
   */
  public long generation() {
    return feed.generation();
  }

  /** The accounts that have a cursor. */
  public Set<AccountId> accounts() throws IOException {
    return reading.accounts();
  }

  /** Drops all of an account, its cursor too. */
  public void forget(AccountId account) throws IOException {
    feed.forget(account);
  }

  /** Puts all that was taken in on the disk. */
  public void commit() throws IOException {
    feed.commit();
  }

  /** Makes what was dropped vanish from the disk. Costs much when much was dropped. */
  public void purge() throws IOException {
    feed.purge();
  }

  /** How many emails of the account are in here. */
  public long count(AccountId account) throws IOException {
    return reading.count(account);
  }

  /**
   * A page of what the query finds.
   *
   * @param limit hits of a page
   * @param cursor {@link Found#next} of the page before; empty for the first
   * @throws IllegalArgumentException when the query has some hundred words
   */
  public Found find(
      AccountId account, Query query, Found.Order order, int limit, OptionalLong cursor)
      throws IOException {
    return reading.find(account, query, order, limit, cursor);
  }

  /** All emails that the query finds. */
  public Matches matches(AccountId account, Query query) throws IOException {
    return reading.matches(account, query);
  }

  /**
   * The emails in which a scan cannot find a text: those that are in here and lack a piece of it.
   * Empty when that would take too long to tell.
   *
   * @param pieces one at least, none of them empty
   */
  public Optional<Matches> without(AccountId account, List<Piece> pieces) throws IOException {
    return reading.without(account, pieces);
  }

  /** The same for emails that have no word that fits one of those wanted. */
  public Optional<Matches> withoutFitting(AccountId account, List<Predicate<String>> fitting)
      throws IOException {
    return reading.withoutFitting(account, fitting);
  }

  /** Words of the account that begin so, the most used first: folded, as they are indexed. */
  public List<String> suggestions(AccountId account, String start, int limit) throws IOException {
    return reading.suggestions(account, start, limit);
  }

  /** Whole addresses in the account's mail that begin so, those with most emails first. */
  public List<String> addresses(AccountId account, String start, int limit) throws IOException {
    return reading.addresses(account, start, limit);
  }

  /** Words of the account that are spelt nearly so, the nearest first. */
  public List<String> corrections(AccountId account, String word, int limit) throws IOException {
    return reading.corrections(account, word, limit);
  }

  /**
   * What may have been meant: the typed text with each word that finds nothing replaced by the
   * nearest one of the account. Empty when every word finds something, or nothing is near.
   */
  public Optional<String> didYouMean(AccountId account, String typed) throws IOException {
    return reading.didYouMean(account, typed);
  }

  private void checkLater() {
    try {
      if (folder.isDamaged()) {
        feed.emptyIfDamaged();
      }
    } catch (IOException | RuntimeException e) {
      LOG.log(WARNING, "the search index was not checked: " + e);
    }
  }

  private void commitLater() {
    try {
      feed.commit();
    } catch (IOException | RuntimeException e) {
      // It is tried again, and what is lost is fed again.
      LOG.log(WARNING, "the search index was not written: " + e);
    }
  }

  @Override
  public void close() throws IOException {
    committing.cancel(false);
    timer.shutdown();
    try {
      if (!timer.awaitTermination(1, TimeUnit.MINUTES)) {
        LOG.log(WARNING, "the search index is still being written");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    reading.close();
    folder.close();
  }
}

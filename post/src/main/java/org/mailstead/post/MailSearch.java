package org.mailstead.post;

import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import org.mailstead.post.scan.ScanPieces;
import org.mailstead.search.Matches;
import org.mailstead.search.Piece;
import org.mailstead.search.Query;
import org.mailstead.search.SearchIndex;
import org.mailstead.search.extract.AttachmentText;
import org.mailstead.search.extract.Limits;
import org.mailstead.store.Accounts;
import org.mailstead.store.Partition;
import org.mailstead.store.Watchers;
import org.mailstead.words.AccountId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * Keeps the index of all accounts' mail true by their logs, and asks it. The index may be lost at
 * any time: then it is fed again from what is stored, and whoever searches meanwhile is told how
 * far that has come.
 */
public final class MailSearch implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(MailSearch.class.getName());

  /** How long who searches waits for what came just now. */
  private static final Duration FRESH = Duration.ofMillis(800);

  /** A server that is started every day purges too. */
  private static final Duration FIRST_PURGE = Duration.ofMinutes(20);

  private static final Duration PURGE_EVERY = Duration.ofHours(24);

  private final SearchIndex index;
  private final Accounts store;
  private final AttachmentText attachments = new AttachmentText(Limits.DEFAULT);
  private final IndexFollower follower;
  private final Watchers.Watch listening;
  private final Thread purging =
      Thread.ofPlatform().daemon().name("search-purge").unstarted(this::purge);
  private volatile boolean closed;

  /** Opens nothing; {@link #start} begins to follow. */
  public MailSearch(SearchIndex index, Accounts store, Emails emails) {
    this.index = index;
    this.store = store;
    this.follower = new IndexFollower(index, store, new IndexedEmail(emails, attachments));
    this.listening = store.watchers().listen(this::changed);
  }

  /** Follows all accounts, beginning with those whose log went on while nobody looked. */
  public void start(Collection<AccountId> accounts) {
    follower.start(accounts);
    purging.start();
  }

  /** What was deleted is not to lie in the index for good. */
  private void purge() {
    try {
      Thread.sleep(FIRST_PURGE);
      while (!closed) {
        try {
          index.purge();
        } catch (IOException | RuntimeException e) {
          LOG.log(WARNING, "the search index was not purged: " + e);
        }
        Thread.sleep(PURGE_EVERY);
      }
    } catch (InterruptedException _) {
      // closed
    }
  }

  private void changed(Partition partition) {
    if (partition.kind() == Partition.Kind.ACCOUNT) {
      follower.mark(new AccountId(partition.id()));
    }
  }

  /**
   * What a query found.
   *
   * @param upTo emails with higher numbers were not looked at: they are not in the index yet
   */
  public record Answer(Matches matches, long upTo) {}

  /**
   * All emails of an account that a query finds, wherever they lie, removed ones perhaps among
   * them.
   *
   * @throws Refused UNAVAILABLE when the index cannot be read
   */
  public Answer find(AccountId account, Query query) {
    return ask(account, () -> index.matches(account, query));
  }

  private interface Asking {
    Matches ask() throws IOException;
  }

  private Answer ask(AccountId account, Asking asking) {
    try {
      awaitFresh(account);
      IndexFollower.Covered before = covered(account);
      Matches matches = asking.ask();
      // It may have been thrown away, or begun anew, while it was asked.
      IndexFollower.Covered after = covered(account);
      boolean same = before.equals(after.upTo(after.generation(), before.upTo()));
      return new Answer(matches, same && matches.isCurrent() ? before.upTo() : 0);
    } catch (IOException | UncheckedIOException e) {
      LOG.log(WARNING, "the search index cannot be read", e);
      throw new Refused(Problem.Kind.UNAVAILABLE, "search.unreadable");
    }
  }

  /**
   * Tells of emails by their numbers in none of whose texts a text stands, letter by letter but for
   * the case: those that the index has, and has without a part of the text. Of all others nothing
   * is known, and a scan has to open them; so it finds the same with the index and without it.
   * Empty when the index cannot tell of this text.
   */
  public Optional<LongPredicate> without(AccountId account, String text) {
    List<Piece> pieces = ScanPieces.of(text);
    if (pieces.isEmpty()) {
      return Optional.empty();
    }
    try {
      return index.without(account, pieces).map(lacking -> lacking::contains);
    } catch (IOException | UncheckedIOException e) {
      LOG.log(WARNING, "the search index cannot be read, mail is opened instead: " + e);
      return Optional.empty();
    }
  }

  /**
   * The same for words that have to fit, each some of an email's.
   *
   * @param fitting is given words folded as {@link org.mailstead.formats.imap.Casemap} has it
   */
  public Optional<LongPredicate> without(AccountId account, List<Predicate<String>> fitting) {
    if (fitting.isEmpty()) {
      return Optional.empty();
    }
    try {
      return index.withoutFitting(account, fitting).map(lacking -> lacking::contains);
    } catch (IOException | UncheckedIOException e) {
      LOG.log(WARNING, "the search index cannot be read, mail is opened instead: " + e);
      return Optional.empty();
    }
  }

  /** What of the account is in the index as it is now. */
  private IndexFollower.Covered covered(AccountId account) {
    long generation = index.generation();
    return follower
        .covered(account)
        .filter(covered -> covered.generation() == generation && generation % 2 == 0)
        .orElse(IndexFollower.NOTHING);
  }

  /** Waits a moment for what has just come; a long way is not waited for. */
  private void awaitFresh(AccountId account) throws IOException {
    long head = store.head(MailKeys.partition(account)).version();
    long end = System.nanoTime() + FRESH.toNanos();
    if (isFresh(account, head)) {
      return;
    }
    follower.mark(account);
    while (System.nanoTime() < end && !isFresh(account, head) && index.cursor(account) != 0) {
      try {
        Thread.sleep(5);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private boolean isFresh(AccountId account, long head) throws IOException {
    return follower.covered(account).isPresent() && index.cursor(account) >= head;
  }

  /** Words that may have been meant. */
  public Optional<String> didYouMean(AccountId account, String typed) {
    try {
      return index.didYouMean(account, typed);
    } catch (IOException e) {
      throw new Refused(Problem.Kind.UNAVAILABLE, "search.unreadable");
    }
  }

  /** Words of the account that begin so, the most used first. */
  public List<String> suggestions(AccountId account, String start, int limit) {
    try {
      return index.suggestions(account, start, limit);
    } catch (IOException e) {
      throw new Refused(Problem.Kind.UNAVAILABLE, "search.unreadable");
    }
  }

  /** Addresses in the account's mail that begin so, those with most emails first. */
  public List<String> addresses(AccountId account, String start, int limit) {
    try {
      return index.addresses(account, start, limit);
    } catch (IOException e) {
      throw new Refused(Problem.Kind.UNAVAILABLE, "search.unreadable");
    }
  }

  @Override
  public void close() {
    closed = true;
    listening.close();
    purging.interrupt();
    try {
      follower.stop();
      index.close();
    } catch (IOException e) {
      LOG.log(WARNING, "the search index was not closed well", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    attachments.close();
  }
}

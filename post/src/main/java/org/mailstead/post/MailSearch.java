package org.mailstead.post;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.mailstead.post.rows.AccountRow;
import org.mailstead.post.rows.ChangeRow;
import org.mailstead.post.rows.EmailRow;
import org.mailstead.search.Document;
import org.mailstead.search.Matches;
import org.mailstead.search.Query;
import org.mailstead.search.SearchIndex;
import org.mailstead.search.extract.AttachmentText;
import org.mailstead.search.extract.Limits;
import org.mailstead.store.Accounts;
import org.mailstead.store.LogEntry;
import org.mailstead.store.Partition;
import org.mailstead.store.Row;
import org.mailstead.store.Rows;
import org.mailstead.store.Since;
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

  /** Emails that are read for one step; all of them are in memory. */
  private static final int BATCH = 25;

  private static final int MAX_ENTRIES = 200;

  /** How long who searches waits for what came just now. */
  private static final Duration FRESH = Duration.ofMillis(800);

  /** A server that is started every day purges too. */
  private static final Duration FIRST_PURGE = Duration.ofMinutes(20);

  private static final Duration PURGE_EVERY = Duration.ofHours(24);

  private final SearchIndex index;
  private final Accounts store;
  private final AttachmentText attachments = new AttachmentText(Limits.DEFAULT);
  private final IndexedEmail document;

  /** Accounts that changed, each once. */
  private final Set<AccountId> dirty = ConcurrentHashMap.newKeySet();

  private final LinkedBlockingQueue<AccountId> following = new LinkedBlockingQueue<>();
  private final LinkedBlockingQueue<AccountId> rebuilding = new LinkedBlockingQueue<>();

  /** Accounts that wait to be read anew or are being, each once. */
  private final Set<AccountId> toRebuild = ConcurrentHashMap.newKeySet();

  /** The highest number of an email up to which all of an account are in the index. */
  private final Map<AccountId, Long> covered = new ConcurrentHashMap<>();

  private final List<Thread> workers = new ArrayList<>();
  private final Watchers.Watch listening;
  private volatile boolean closed;

  /** Opens nothing; {@link #start} begins to follow. */
  public MailSearch(SearchIndex index, Accounts store, Emails emails) {
    this.index = index;
    this.store = store;
    this.document = new IndexedEmail(emails, attachments);
    this.listening = store.watchers().listen(this::changed);
  }

  /** Follows all accounts, beginning with those whose log went on while nobody looked. */
  public void start(Collection<AccountId> accounts) {
    workers.add(Thread.ofPlatform().daemon().name("search-follow").start(this::follow));
    workers.add(Thread.ofPlatform().daemon().name("search-rebuild").start(this::rebuild));
    workers.add(Thread.ofPlatform().daemon().name("search-purge").start(this::purge));
    accounts.forEach(this::mark);
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
      mark(new AccountId(partition.id()));
    }
  }

  private void mark(AccountId account) {
    if (dirty.add(account)) {
      following.add(account);
    }
  }

  private void follow() {
    work(
        following,
        account -> {
          dirty.remove(account); // what comes from here on marks it again
          if (!catchUp(account)) {
            if (toRebuild.add(account)) {
              rebuilding.add(account);
            }
          }
        });
  }

  private void rebuild() {
    work(
        rebuilding,
        account -> {
          try {
            rebuild(account);
          } finally {
            toRebuild.remove(account);
          }
          mark(account); // what came meanwhile
        });
  }

  private interface Work {
    void on(AccountId account) throws IOException;
  }

  private void work(LinkedBlockingQueue<AccountId> accounts, Work work) {
    while (!closed) {
      try {
        AccountId account = accounts.poll(1, TimeUnit.SECONDS);
        if (account != null) {
          work.on(account);
        }
      } catch (InterruptedException e) {
        return;
      } catch (IOException | RuntimeException e) {
        if (!closed) {
          LOG.log(WARNING, "the search index falls behind: " + e);
        }
      }
    }
  }

  /** False when the log does not go back so far: all has to be read anew. */
  private boolean catchUp(AccountId account) throws IOException {
    Partition partition = MailKeys.partition(account);
    while (!closed) {
      long cursor = index.cursor(account);
      long last = lastNumber(account);
      if (isClosed(account)) {
        index.forget(account);
        covered.remove(account);
        return true;
      }
      if (cursor == 0) {
        return last == 0;
      }
      if (store.head(partition).version() == cursor) {
        covered.put(account, last);
        return true;
      }
      switch (store.changes(partition, cursor, MAX_ENTRIES)) {
        case Since.Forgotten _ -> {
          return false;
        }
        case Since.Entries(var entries, long version, boolean more) -> {
          feed(account, touched(store.read(partition), entries), version);
          if (!more) {
            covered.put(account, last);
            return true;
          }
        }
      }
    }
    return true;
  }

  private static Set<Long> touched(Rows rows, List<LogEntry> entries) {
    Set<Long> numbers = new LinkedHashSet<>();
    for (LogEntry entry : entries) {
      for (ChangeRow change : Views.log(entry).getChangesList()) {
        switch (change.getWhatCase()) {
          case ADDED -> numbers.add(change.getAdded().getMember().getEmail());
          case REMOVED -> numbers.add(change.getRemoved().getMember().getEmail());
          case ADDED_RANGE -> {
            var range = change.getAddedRange();
            rows.each(
                MailKeys.members(
                    new org.mailstead.words.MailboxId(change.getMailbox()),
                    range.getFirst(),
                    range.getLast()),
                row -> numbers.add(Views.member(row.value()).getEmail()));
          }
          case FLAGGED,
              MAILBOX_CHANGE,
              ANNOTATION_CHANGE,
              ACL_CHANGE,
              OLD_SUBSCRIPTION_CHANGE,
              WHAT_NOT_SET -> {}
        }
      }
    }
    return numbers;
  }

  /** Puts what is there and takes out what is not. */
  private void feed(AccountId account, Collection<Long> numbers, long version) throws IOException {
    List<Long> all = List.copyOf(numbers);
    Rows rows = store.read(MailKeys.partition(account));
    List<Long> gone = new ArrayList<>();
    for (int at = 0; at < all.size(); at += BATCH) {
      List<Document> documents = new ArrayList<>();
      for (long number : all.subList(at, Math.min(all.size(), at + BATCH))) {
        Optional<byte[]> row =
            rows.get(MailKeys.email(number))
                .filter(bytes -> Row.read(bytes, EmailRow.parser()).getPlaces() > 0);
        row.flatMap(bytes -> read(account, Email.of(number, bytes)))
            .ifPresentOrElse(documents::add, () -> gone.add(number));
      }
      boolean last = at + BATCH >= all.size();
      index.put(account, documents, last && gone.isEmpty() ? version : index.cursor(account));
    }
    if (!gone.isEmpty() || all.isEmpty()) {
      index.delete(account, gone, version);
    }
  }

  /** Empty for one that cannot be read; the rest must be found all the same. */
  private Optional<Document> read(AccountId account, Email email) {
    try {
      return Optional.of(document.of(account, email));
    } catch (IOException | RuntimeException e) {
      LOG.log(
          WARNING,
          "email {0} of account={1} is not searched: {2}",
          email.number(),
          account,
          e.getClass().getSimpleName());
      return Optional.empty();
    }
  }

  private void rebuild(AccountId account) throws IOException {
    Partition partition = MailKeys.partition(account);
    long version = store.head(partition).version();
    long last = lastNumber(account);
    index.forget(account);
    covered.put(account, 0L);
    long from = 0;
    long count = 0;
    while (from <= last && !closed) {
      List<Long> numbers = new ArrayList<>();
      var page = store.read(partition).scan(MailKeys.emails(from, last), false, BATCH);
      if (page.isEmpty()) {
        break;
      }
      page.forEach(entry -> numbers.add(entry.key().group()));
      feed(account, numbers, 0);
      from = numbers.getLast() + 1;
      count += numbers.size();
      covered.put(account, numbers.getLast());
    }
    if (!closed) {
      index.put(account, List.of(), version);
      covered.put(account, last);
      LOG.log(INFO, "account={0} is searched from now on: {1} emails", account, count);
    }
  }

  private Optional<AccountRow> row(AccountId account) {
    return store
        .read(MailKeys.partition(account))
        .get(MailKeys.account())
        .map(bytes -> Row.read(bytes, AccountRow.parser()));
  }

  private long lastNumber(AccountId account) {
    return row(account).map(found -> found.getNextEmail() - 1).orElse(0L);
  }

  private boolean isClosed(AccountId account) {
    return row(account).filter(AccountRow::getClosed).isPresent();
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
    try {
      awaitFresh(account);
      long upTo = covered.getOrDefault(account, 0L);
      return new Answer(index.matches(account, query), upTo);
    } catch (IOException | UncheckedIOException e) {
      LOG.log(WARNING, "the search index cannot be read", e);
      throw new Refused(Problem.Kind.UNAVAILABLE, "search.unreadable");
    }
  }

  /** Waits a moment for what has just come; a long way is not waited for. */
  private void awaitFresh(AccountId account) throws IOException {
    long head = store.head(MailKeys.partition(account)).version();
    long end = System.nanoTime() + FRESH.toNanos();
    if (isFresh(account, head)) {
      return;
    }
    mark(account);
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
    return covered.containsKey(account) && index.cursor(account) >= head;
  }

  /** Words that may have been meant. */
  public Optional<String> didYouMean(AccountId account, String typed) {
    try {
      return index.didYouMean(account, typed);
    } catch (IOException e) {
      throw new Refused(Problem.Kind.UNAVAILABLE, "search.unreadable");
    }
  }

  @Override
  public void close() {
    closed = true;
    listening.close();
    workers.forEach(Thread::interrupt);
    try {
      for (Thread worker : workers) {
        worker.join(Duration.ofSeconds(5));
      }
      index.close();
    } catch (IOException e) {
      LOG.log(WARNING, "the search index was not closed well", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    attachments.close();
  }
}

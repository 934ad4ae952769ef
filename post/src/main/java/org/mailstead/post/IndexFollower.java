package org.mailstead.post;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
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
import org.mailstead.search.SearchIndex;
import org.mailstead.store.Accounts;
import org.mailstead.store.LogEntry;
import org.mailstead.store.Partition;
import org.mailstead.store.Row;
import org.mailstead.store.Rows;
import org.mailstead.store.Since;
import org.mailstead.words.AccountId;
import org.mailstead.words.MailboxId;
import org.mailstead.words.Refused;

/**
 * Feeds the index from the accounts' logs, and knows how far each account is in it. What the index
 * loses it is fed again; what fails is tried again, and nothing counts as fed before it is.
 */
final class IndexFollower {
  private static final System.Logger LOG = System.getLogger(IndexFollower.class.getName());

  /** Emails that are read for one step; all of them are in memory. */
  private static final int BATCH = 25;

  private static final int MAX_ENTRIES = 200;

  /** How long what failed is left alone. */
  private static final long AGAIN_MILLIS = 1_000;

  /** Of an account that is not in the index. */
  static final Covered NOTHING = new Covered(0, 0, 0);

  private final SearchIndex index;
  private final Accounts store;
  private final IndexedEmail document;

  /** Accounts that changed, each once. */
  private final Set<AccountId> dirty = ConcurrentHashMap.newKeySet();

  private final LinkedBlockingQueue<AccountId> following = new LinkedBlockingQueue<>();
  private final LinkedBlockingQueue<AccountId> rebuilding = new LinkedBlockingQueue<>();

  /** Accounts that wait to be read anew or are being, each once. */
  private final Set<AccountId> toRebuild = ConcurrentHashMap.newKeySet();

  /** Accounts at which something failed last. */
  private final Set<AccountId> failing = ConcurrentHashMap.newKeySet();

  private final Map<AccountId, Covered> covered = new ConcurrentHashMap<>();
  private final List<Thread> workers = new ArrayList<>();
  private volatile boolean closed;

  /**
   * How far an account is in the index.
   *
   * @param generation the index's then: what it has lost since is not in it
   * @param round how often the account was read anew
   * @param upTo all emails with numbers up to this are in it
   */
  record Covered(long generation, long round, long upTo) {
    Covered upTo(long now, long number) {
      return new Covered(now, round, number);
    }
  }

  IndexFollower(SearchIndex index, Accounts store, IndexedEmail document) {
    this.index = index;
    this.store = store;
    this.document = document;
  }

  /** Also looks after accounts that only the index still knows. */
  void start(Collection<AccountId> accounts) {
    accounts.forEach(this::mark);
    workers.add(Thread.ofPlatform().daemon().name("search-follow").start(this::follow));
    workers.add(Thread.ofPlatform().daemon().name("search-rebuild").start(this::rebuild));
  }

  void mark(AccountId account) {
    if (dirty.add(account)) {
      following.add(account);
    }
  }

  /** Empty for an account of which nothing is known yet. */
  Optional<Covered> covered(AccountId account) {
    return Optional.ofNullable(covered.get(account));
  }

  private void cover(AccountId account, long generation, long upTo) {
    covered.put(account, covered(account).orElse(NOTHING).upTo(generation, upTo));
  }

  private void follow() {
    var known = new LinkedHashSet<AccountId>();
    var again = new Again(following);
    long generation = -1;
    while (!closed) {
      Optional<AccountId> next = again.next();
      if (index.generation() != generation) {
        generation = index.generation();
        lost(known);
      }
      next.ifPresent(account -> {
        known.add(account);
        dirty.remove(account); // what comes from here on marks it again
        boolean ignored =
            again.tried(
                account,
                () -> {
                  if (!catchUp(account) && toRebuild.add(account)) {
                    rebuilding.add(account);
                  }
                });
      });
    }
  }

  /** After a start, and when the index went back: every cursor may be too low. */
  private void lost(Set<AccountId> known) {
    known.forEach(this::mark);
    try {
      index.accounts().forEach(this::mark);
    } catch (IOException e) {
      LOG.log(WARNING, "the search index cannot be read", e);
    }
  }

  private void rebuild() {
    var again = new Again(rebuilding);
    while (!closed) {
      again
          .next()
          .ifPresent(account -> {
            if (again.tried(account, () -> rebuild(account))) {
              toRebuild.remove(account);
              mark(account); // what came meanwhile
            }
          });
    }
  }

  private interface Work {
    void run() throws IOException;
  }

  /** Takes accounts from a queue; those at which something failed come again after a while. */
  private final class Again {
    private final LinkedBlockingQueue<AccountId> queue;
    private final Set<AccountId> failed = new LinkedHashSet<>();
    private long since = System.nanoTime();

    Again(LinkedBlockingQueue<AccountId> queue) {
      this.queue = queue;
    }

    Optional<AccountId> next() {
      if (System.nanoTime() - since > TimeUnit.MILLISECONDS.toNanos(AGAIN_MILLIS)) {
        queue.addAll(failed);
        failed.clear();
        since = System.nanoTime();
      }
      try {
        return Optional.ofNullable(queue.poll(AGAIN_MILLIS, TimeUnit.MILLISECONDS));
      } catch (InterruptedException _) {
        return Optional.empty(); // closed
      }
    }

    boolean tried(AccountId account, Work work) {
      try {
        work.run();
        failing.remove(account);
        return true;
      } catch (IOException | RuntimeException e) {
        failed.add(account);
        if (failing.add(account) && !closed) {
          LOG.log(WARNING, "the search index falls behind: " + e);
        }
        return false;
      }
    }
  }

  /** False when the log does not go back so far: all has to be read anew. */
  private boolean catchUp(AccountId account) throws IOException {
    Partition partition = MailKeys.partition(account);
    long generation = index.generation();
    while (!closed) {
      long version = store.head(partition).version();
      Optional<AccountRow> row = row(account);
      if (row.isEmpty() || row.get().getClosed()) {
        forget(account);
        return true;
      }
      long last = row.get().getNextEmail() - 1;
      long cursor = index.cursor(account);
      if (cursor == 0) {
        if (last > 0) {
          return false;
        }
        index.put(account, List.of(), version, generation);
        cursor = version;
      }
      switch (store.changes(partition, cursor, MAX_ENTRIES)) {
        case Since.Forgotten _ -> {
          return false;
        }
        case Since.Entries(var entries, long end, _) -> {
          if (end > cursor) {
            feed(account, touched(store.read(partition), entries), end, generation);
          }
          // Only when there are no entries left: a head may be told that is a little old.
          if (entries.isEmpty()) {
            cover(account, generation, last);
            return true;
          }
        }
      }
    }
    return true;
  }

  private void forget(AccountId account) throws IOException {
    covered.remove(account);
    if (index.cursor(account) != 0 || index.count(account) > 0) {
      index.forget(account);
    }
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
                    new MailboxId(change.getMailbox()), range.getFirst(), range.getLast()),
                row -> numbers.add(Views.member(row.value()).getEmail()));
          }
          case FLAGGED,
              EMAIL_CHANGE,
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

  /**
   * Puts what is there and takes out what is not.
   *
   * @param generation when what goes before this began: if that is lost, this does not count
   */
  private void feed(AccountId account, Collection<Long> numbers, long version, long generation)
      throws IOException {
    List<Long> all = List.copyOf(numbers);
    List<Long> gone = new ArrayList<>();
    for (int at = 0; at < all.size(); at += BATCH) {
      List<Document> documents = new ArrayList<>();
      for (long number : all.subList(at, Math.min(all.size(), at + BATCH))) {
        read(account, number).ifPresentOrElse(documents::add, () -> gone.add(number));
      }
      index.put(account, documents, index.cursor(account), generation);
    }
    index.delete(account, gone, version, generation);
  }

  /** Empty for one that is in no mailbox any more, or gone for good. */
  private Optional<Document> read(AccountId account, long number) {
    Optional<byte[]> row =
        store
            .read(MailKeys.partition(account))
            .get(MailKeys.email(number))
            .filter(bytes -> Row.read(bytes, EmailRow.parser()).getPlaces() > 0);
    if (row.isEmpty()) {
      return Optional.empty();
    }
    Email email = Email.of(number, row.get());
    try {
      return Optional.of(document.of(account, email));
    } catch (Refused e) {
      return switch (e.problem().kind()) {
        case NOT_FOUND, CORRUPT -> unreadable(account, email, e);
        default -> throw e; // the store is busy: later
      };
    } catch (IOException | RuntimeException | StackOverflowError e) {
      return unreadable(account, email, e);
    }
  }

  /** The rest must be found all the same; of this one only what its row tells. */
  private Optional<Document> unreadable(AccountId account, Email email, Throwable why) {
    LOG.log(
        WARNING,
        "email {0} of account={1} is not searched: {2}",
        email.number(),
        account,
        why.getClass().getSimpleName());
    return Optional.of(IndexedEmail.unread(email));
  }

  private void rebuild(AccountId account) throws IOException {
    Partition partition = MailKeys.partition(account);
    long generation = index.generation();
    long version = store.head(partition).version();
    long last = lastNumber(account);
    long round = covered(account).map(Covered::round).orElse(0L) + 1;
    covered.put(account, new Covered(generation, round, 0));
    index.forget(account);
    long from = 0;
    long count = 0;
    while (from <= last && !closed) {
      List<Long> numbers = new ArrayList<>();
      var page = store.read(partition).scan(MailKeys.emails(from, last), false, BATCH);
      if (page.isEmpty()) {
        break;
      }
      page.forEach(entry -> numbers.add(entry.key().group()));
      feed(account, numbers, 0, generation);
      from = numbers.getLast() + 1;
      count += numbers.size();
      cover(account, generation, numbers.getLast());
    }
    if (!closed) {
      index.put(account, List.of(), version, generation);
      cover(account, generation, last);
      LOG.log(INFO, "account={0} is searched from now on: {1} emails", account, count);
    }
  }

  private Optional<AccountRow> row(AccountId account) {
    return store
        .read(MailKeys.partition(account))
        .get(MailKeys.account())
        .map(bytes -> Row.read(bytes, AccountRow.parser()));
  }

  long lastNumber(AccountId account) {
    return row(account).map(found -> found.getNextEmail() - 1).orElse(0L);
  }

  void stop() throws InterruptedException {
    closed = true;
    workers.forEach(Thread::interrupt);
    for (Thread worker : workers) {
      worker.join(Duration.ofSeconds(5));
    }
  }
}

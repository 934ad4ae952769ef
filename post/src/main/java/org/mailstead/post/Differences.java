package org.mailstead.post;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.mailstead.post.rows.TypesRow;
import org.mailstead.store.Accounts;
import org.mailstead.store.Row;
import org.mailstead.words.AccountId;
import org.mailstead.words.MailboxId;

/**
 * Tells what became of an account's emails, threads and mailboxes since a version (RFC 8620 section
 * 5.2). All is read from the one log; empty where it does not go back so far, or where a restore
 * took that version back.
 */
public final class Differences {
  private final Accounts store;
  private final Optional<Set<MailboxId>> within;

  Differences(Accounts store) {
    this(store, Optional.empty());
  }

  private Differences(Accounts store, Optional<Set<MailboxId>> within) {
    this.store = store;
    this.within = within;
  }

  /** As somebody is told who may look into these mailboxes alone; empty for all. */
  public Differences within(Optional<Set<MailboxId>> mailboxes) {
    return new Differences(store, mailboxes);
  }

  /** The version of the last commit that touched something of a kind. */
  public record States(long email, long thread, long mailbox, long delivery) {}

  public States states(AccountId account) {
    TypesRow row =
        store
            .read(MailKeys.partition(account))
            .get(MailKeys.types())
            .map(bytes -> Row.read(bytes, TypesRow.parser()))
            .orElseGet(TypesRow::getDefaultInstance);
    return new States(row.getEmail(), row.getThread(), row.getMailbox(), row.getDelivery());
  }

  /**
   * What happened to a mailbox.
   *
   * @param own whether it was more than its counts
   */
  public record MailboxDifference(Difference<MailboxId> difference, boolean own) {}

  /** Emails, by where they were first kept. */
  public Optional<Difference<Email.Origin>> emails(
      AccountId account, AccountView view, Difference.Point since, int most) {
    return reading(account, view, since)
        .map(reading -> {
          var ledger = new Ledger<Email.Origin>(since, most);
          reading.replay(step -> {
            SequencedMap<Email.Origin, Ledger.Change> changes = new LinkedHashMap<>();
            step.emails.forEach((number, change) -> changes.put(reading.origin(number), change));
            ledger.take(step.version, changes);
          });
          return ledger.done(view.version());
        });
  }

  /** Threads, by their numbers: those in which emails came or went. */
  public Optional<Difference<Long>> threads(
      AccountId account, AccountView view, Difference.Point since, int most) {
    return reading(account, view, since)
        .map(reading -> {
          var ledger = new Ledger<Long>(since, most);
          Map<Long, Integer> sizes = reading.threadSizes();
          reading.replay(step -> ledger.take(step.version, reading.threads(step, sizes)));
          return ledger.done(view.version());
        });
  }

  /** Emails that something happened to, by their numbers; those that are gone among them. */
  public Optional<Map<Long, Email.Origin>> touched(
      AccountId account, AccountView view, long since) {
    return reading(account, view, new Difference.Point(since, 0))
        .map(reading -> {
          Map<Long, Email.Origin> all = new LinkedHashMap<>();
          reading.counts.keySet().forEach(number -> all.put(number, reading.origin(number)));
          return all;
        });
  }

  /**
   * Mailboxes. One whose counts may be others is told too, also where that is because of an email
   * elsewhere in the same thread.
   */
  public Optional<MailboxDifference> mailboxes(
      AccountId account, AccountView view, MailboxTree tree, Difference.Point since, int most) {
    return reading(account, view, since)
        .map(reading -> {
          var ledger = new Ledger<MailboxId>(since, most);
          var own = new boolean[1];
          reading.replay(step -> {
            if (!ledger.isFull()) {
              own[0] |= !step.mailboxes.isEmpty();
              ledger.take(step.version, reading.mailboxes(step, tree));
            }
          });
          return new MailboxDifference(ledger.done(view.version()), own[0]);
        });
  }

  private Optional<Reading> reading(AccountId account, AccountView view, Difference.Point since) {
    // What was told of a version in part is told from the one before it.
    long after = since.told() > 0 ? since.version() - 1 : since.version();
    var reading = new Reading(new MailLog(store, account, view), view, after, within);
    return reading.count() ? Optional.of(reading) : Optional.empty();
  }

  /** A commit, with how often each of its emails was and is shown. */
  private record Counted(
      long version,
      SequencedMap<Long, Ledger.Change> emails,
      Set<MailboxId> touched,
      List<MailLog.Mailboxes> mailboxes) {}

  /**
   * The log is read twice: first to learn from how each email is now how it was at the beginning,
   * then from there on commit by commit.
   */
  private static final class Reading {
    private final MailLog log;
    private final AccountView view;
    private final long after;
    private final Optional<Set<MailboxId>> within;

    /** How often each email that something happened to is shown, as far as was replayed. */
    private final Map<Long, Integer> counts = new LinkedHashMap<>();

    private final Map<Long, MailLog.Move> known = new HashMap<>();
    private Optional<Map<Long, List<AccountEmail>>> byThread = Optional.empty();

    Reading(MailLog log, AccountView view, long after, Optional<Set<MailboxId>> within) {
      this.within = within;
      this.log = log;
      this.view = view;
      this.after = after;
    }

    /** False when the log does not go back so far. */
    boolean count() {
      boolean whole =
          log.read(
              after,
              step ->
                  step.moves().stream()
                      .filter(move -> isIn(move.mailbox()))
                      .forEach(move -> {
                        counts.merge(move.email(), -move.by(), Integer::sum);
                        // A removal knows the thread; what the view has not, others do not know.
                        known.merge(
                            move.email(), move, (old, now) -> now.thread() == 0 ? old : now);
                      }));
      counts.replaceAll(
          (number, less) -> view.find(number).map(this::shownPlaces).orElse(0) + less);
      return whole;
    }

    private boolean isIn(MailboxId mailbox) {
      return within.isEmpty() || within.get().contains(mailbox);
    }

    private int shownPlaces(AccountEmail email) {
      return (int) email.places().stream().filter(at -> at.isShown() && isIn(at.mailbox())).count();
    }

    Email.Origin origin(long number) {
      return view.find(number)
          .map(AccountEmail::origin)
          .orElseGet(() -> java.util.Objects.requireNonNull(known.get(number)).origin());
    }

    private long thread(long number) {
      return view.find(number)
          .map(AccountEmail::thread)
          .orElseGet(() -> java.util.Objects.requireNonNull(known.get(number)).thread());
    }

    void replay(Consumer<Counted> told) {
      boolean whole =
          log.read(
              after,
              step -> {
                SequencedMap<Long, Ledger.Change> emails = new TreeMap<>();
                Set<MailboxId> touched = new LinkedHashSet<>();
                for (MailLog.Move move : step.moves()) {
                  if (!isIn(move.mailbox())) {
                    continue;
                  }
                  int before = counts.getOrDefault(move.email(), 0);
                  int now = before + move.by();
                  counts.put(move.email(), now);
                  emails.merge(
                      move.email(),
                      new Ledger.Change(move.email(), before, now),
                      Ledger.Change::then);
                  touched.add(move.mailbox());
                }
                told.accept(new Counted(step.version(), emails, touched, step.mailboxes()));
              });
      if (!whole) {
        throw new IllegalStateException("the log was cut while it was read");
      }
    }

    // ---- threads

    /** Emails of each touched thread that were shown at the beginning. */
    Map<Long, Integer> threadSizes() {
      Map<Long, Integer> sizes = new HashMap<>();
      Set<Long> touched = new HashSet<>();
      counts.forEach((number, count) -> {
        long thread = thread(number);
        touched.add(thread);
        sizes.merge(thread, count > 0 ? 1 : 0, Integer::sum);
      });
      for (long thread : touched) {
        for (AccountEmail email : byThread().getOrDefault(thread, List.of())) {
          if (!counts.containsKey(email.number()) && shownPlaces(email) > 0) {
            sizes.merge(thread, 1, Integer::sum);
          }
        }
      }
      return sizes;
    }

    private Map<Long, List<AccountEmail>> byThread() {
      if (byThread.isEmpty()) {
        Map<Long, List<AccountEmail>> all = new HashMap<>();
        view.each(email -> all.computeIfAbsent(email.thread(), _ -> new ArrayList<>(1)).add(email));
        byThread = Optional.of(all);
      }
      return byThread.get();
    }

    SequencedMap<Long, Ledger.Change> threads(Counted step, Map<Long, Integer> sizes) {
      SequencedMap<Long, Ledger.Change> changes = new TreeMap<>();
      step.emails.forEach((number, change) -> {
        int by = (change.after() > 0 ? 1 : 0) - (change.before() > 0 ? 1 : 0);
        if (by != 0) {
          long thread = thread(number);
          int before = sizes.getOrDefault(thread, 0);
          sizes.put(thread, before + by);
          changes.merge(
              thread, new Ledger.Change(thread, before, before + by), Ledger.Change::then);
        }
      });
      return changes;
    }

    // ---- mailboxes

    SequencedMap<MailboxId, Ledger.Change> mailboxes(Counted step, MailboxTree tree) {
      SequencedMap<MailboxId, Ledger.Change> changes = new TreeMap<>();
      for (MailLog.Mailboxes event : step.mailboxes) {
        if (!isIn(event.mailbox())) {
          continue;
        }
        long place = event.mailbox().value();
        Ledger.Change change =
            switch (event.kind()) {
              case MADE -> new Ledger.Change(place, 0, 1);
              case CHANGED -> new Ledger.Change(place, 1, 1);
              case GONE -> new Ledger.Change(place, 1, 0);
            };
        changes.merge(event.mailbox(), change, Ledger.Change::then);
      }
      Set<MailboxId> counted = new LinkedHashSet<>(step.touched);
      for (long number : step.emails.keySet()) {
        for (AccountEmail other : byThread().getOrDefault(thread(number), List.of())) {
          counted.addAll(other.mailboxes());
        }
      }
      counted.stream()
          .filter(mailbox -> isIn(mailbox) && tree.find(mailbox).isPresent())
          .forEach(
              mailbox -> changes.putIfAbsent(mailbox, new Ledger.Change(mailbox.value(), 1, 1)));
      return changes;
    }
  }
}

package org.mailstead.post;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.mailstead.post.rows.ChangeRow;
import org.mailstead.post.rows.MailboxEvent;
import org.mailstead.post.rows.MemberRow;
import org.mailstead.post.rows.RemovedRow;
import org.mailstead.store.Accounts;
import org.mailstead.store.LogEntry;
import org.mailstead.store.Partition;
import org.mailstead.store.Since;
import org.mailstead.words.AccountId;
import org.mailstead.words.MailboxId;

/**
 * The log between a version and that of a view, as what happened to emails: which came to be shown
 * in one place more, or one less. It tells the same of a commit whenever it is read: a client may
 * have been told a part of it before.
 */
final class MailLog {
  private static final int MAX_ENTRIES = 1000;

  private final Accounts store;
  private final AccountId account;
  private final AccountView view;

  /** Members by their uids, for what a large copy showed all at once. */
  private Optional<Map<MailboxId, NavigableMap<Integer, Shown>>> byUid = Optional.empty();

  private long from;
  private boolean cut;

  /** A commit. */
  record Step(long version, List<Move> moves, List<Mailboxes> mailboxes) {}

  /**
   * Something happened to an email.
   *
   * @param by how many more places show it
   */
  record Move(long email, MailboxId mailbox, int by, Email.Origin origin, long thread) {}

  /** Something happened to a mailbox itself. */
  record Mailboxes(MailboxId mailbox, Kind kind) {
    enum Kind {
      MADE,
      CHANGED,
      GONE
    }
  }

  /** A message as it came: what happens to it later is told by itself. */
  private record Shown(long email, boolean shown) {}

  MailLog(Accounts store, AccountId account, AccountView view) {
    this.store = store;
    this.account = account;
    this.view = view;
  }

  /** Reads what happened after a version; false when the log does not go back so far. */
  boolean read(long after, Consumer<Step> told) {
    from = after;
    return each(entry -> told.accept(step(entry))) && !cut;
  }

  private boolean each(Consumer<LogEntry> told) {
    Partition partition = MailKeys.partition(account);
    long at = from;
    while (at < view.version()) {
      switch (store.changes(partition, at, MAX_ENTRIES)) {
        case Since.Forgotten _ -> {
          return false;
        }
        case Since.Entries(var entries, long version, boolean more) -> {
          for (LogEntry entry : entries) {
            if (entry.version() <= view.version()) {
              told.accept(entry);
            }
          }
          at = more ? version : view.version();
        }
      }
    }
    // A version that never was, or that a restore took back, is not "up to date".
    return from <= view.version() && !store.isLost(partition, from);
  }

  private Step step(LogEntry entry) {
    List<Move> moves = new ArrayList<>();
    List<Mailboxes> mailboxes = new ArrayList<>();
    for (ChangeRow change : Views.log(entry).getChangesList()) {
      switch (change.getWhatCase()) {
        case ADDED -> {
          MemberRow member = change.getAdded().getMember();
          moves.add(move(change, member.getEmail(), isShown(member) ? 1 : 0));
        }
        case FLAGGED -> moves.add(flagged(change));
        case EMAIL_CHANGE -> moves.add(move(change, change.getEmailChange().getEmail(), 0));
        case REMOVED -> moves.add(removed(change));
        case ADDED_RANGE -> range(change, moves);
        case MAILBOX_CHANGE ->
            mailboxes.add(
                new Mailboxes(mailbox(change), kind(change.getMailboxChange().getEvent())));
        case ACL_CHANGE -> mailboxes.add(new Mailboxes(mailbox(change), Mailboxes.Kind.CHANGED));
        case ANNOTATION_CHANGE, OLD_SUBSCRIPTION_CHANGE, WHAT_NOT_SET -> {}
      }
    }
    return new Step(entry.version(), moves, mailboxes);
  }

  private static Mailboxes.Kind kind(MailboxEvent event) {
    return switch (event) {
      case CREATED -> Mailboxes.Kind.MADE;
      case DELETED -> Mailboxes.Kind.GONE;
      case CHANGED, UNRECOGNIZED -> Mailboxes.Kind.CHANGED;
    };
  }

  private static MailboxId mailbox(ChangeRow change) {
    return new MailboxId(change.getMailbox());
  }

  private Move move(ChangeRow change, long number, int by) {
    Optional<AccountEmail> email = view.find(number);
    return new Move(
        number,
        mailbox(change),
        by,
        email.map(AccountEmail::origin).orElseGet(() -> own(number)),
        email.map(AccountEmail::thread).orElse(0L));
  }

  private Email.Origin own(long number) {
    return new Email.Origin(account.value(), number);
  }

  private static boolean isShown(MemberRow member) {
    return isShown(member.getFlagsLow(), member.getFlagsHigh());
  }

  private static boolean isShown(long low, long high) {
    return !new Flags(low, high).has(Flags.DELETED);
  }

  private Move flagged(ChangeRow change) {
    var row = change.getFlagged();
    int before = wasShown(change) ? 1 : 0;
    return move(change, row.getMember().getEmail(), (isShown(row.getMember()) ? 1 : 0) - before);
  }

  private static boolean wasShown(ChangeRow flagged) {
    return isShown(flagged.getFlagged().getBeforeLow(), flagged.getFlagged().getBeforeHigh());
  }

  private Move removed(ChangeRow change) {
    RemovedRow row = change.getRemoved();
    long number = row.getMember().getEmail();
    var origin =
        row.getOriginNumber() == 0
            ? own(number)
            : new Email.Origin(row.getOriginAccount(), row.getOriginNumber());
    int by = isShown(row.getMember()) ? -1 : 0;
    return new Move(number, mailbox(change), by, origin, row.getThread());
  }

  private void range(ChangeRow change, List<Move> moves) {
    var range = change.getAddedRange();
    byUid()
        .getOrDefault(mailbox(change), new TreeMap<>())
        .subMap(range.getFirst(), true, range.getLast(), true)
        .values()
        .forEach(one -> moves.add(move(change, one.email, one.shown ? 1 : 0)));
  }

  private Map<MailboxId, NavigableMap<Integer, Shown>> byUid() {
    if (byUid.isEmpty()) {
      Map<MailboxId, NavigableMap<Integer, Shown>> all = new HashMap<>();
      view.each(email ->
          email
              .places()
              .forEach(at -> put(all, at.mailbox(), at.uid(), email.number(), at.isShown())));
      Set<List<Long>> known = new HashSet<>();
      cut = !each(entry -> first(entry, known, all));
      byUid = Optional.of(all);
    }
    return byUid.get();
  }

  /** What first happened to a message tells how it was before that. */
  private static void first(
      LogEntry entry, Set<List<Long>> known, Map<MailboxId, NavigableMap<Integer, Shown>> all) {
    for (ChangeRow change : Views.log(entry).getChangesList()) {
      boolean flagged = change.hasFlagged();
      if (!flagged && !change.hasRemoved()) {
        continue;
      }
      int uid = flagged ? change.getFlagged().getUid() : change.getRemoved().getUid();
      MemberRow member =
          flagged ? change.getFlagged().getMember() : change.getRemoved().getMember();
      if (known.add(List.of(change.getMailbox(), (long) uid))) {
        boolean shown = flagged ? wasShown(change) : isShown(member);
        put(all, mailbox(change), uid, member.getEmail(), shown);
      }
    }
  }

  private static void put(
      Map<MailboxId, NavigableMap<Integer, Shown>> all,
      MailboxId mailbox,
      int uid,
      long email,
      boolean shown) {
    all.computeIfAbsent(mailbox, _ -> new TreeMap<>()).put(uid, new Shown(email, shown));
  }
}

package org.mailstead.post;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
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
 * in one place more, or one less. Members that a large copy showed all at once are taken as the
 * view has them.
 */
final class MailLog {
  private static final int MAX_ENTRIES = 1000;

  private final Accounts store;
  private final AccountId account;
  private final AccountView view;
  private final List<Span> spans = new ArrayList<>();

  /** Whether members of spans are shown, as far as the log has been read. */
  private final Map<Place, Boolean> inSpans = new HashMap<>();

  private Optional<Map<MailboxId, NavigableMap<Integer, AccountEmail>>> byUid = Optional.empty();

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

  private record Span(MailboxId mailbox, int first, int last) {
    boolean has(Place place) {
      return mailbox.equals(place.mailbox) && place.uid >= first && place.uid <= last;
    }
  }

  private record Place(MailboxId mailbox, int uid) {}

  MailLog(Accounts store, AccountId account, AccountView view) {
    this.store = store;
    this.account = account;
    this.view = view;
  }

  /** Reads what happened after a version; false when the log does not go back so far. */
  boolean read(long after, Consumer<Step> told) {
    spans.clear();
    inSpans.clear();
    Partition partition = MailKeys.partition(account);
    long at = after;
    while (at < view.version()) {
      switch (store.changes(partition, at, MAX_ENTRIES)) {
        case Since.Forgotten _ -> {
          return false;
        }
        case Since.Entries(var entries, long version, boolean more) -> {
          for (LogEntry entry : entries) {
            if (entry.version() <= view.version()) {
              told.accept(step(entry));
            }
          }
          at = more ? version : view.version();
        }
      }
    }
    // A version that never was, or that a restore took back, is not "up to date".
    return after <= view.version() && !store.isLost(partition, after);
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
        case FLAGGED -> flagged(change).ifPresent(moves::add);
        case REMOVED -> removed(change).ifPresent(moves::add);
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

  /** Empty for a member of a span that was removed later on: it is as if it never came. */
  private Optional<Move> flagged(ChangeRow change) {
    var row = change.getFlagged();
    var place = new Place(mailbox(change), row.getUid());
    boolean now = isShown(row.getMember());
    boolean before = isShown(row.getBeforeLow(), row.getBeforeHigh());
    if (isInSpan(place)) {
      Boolean known = inSpans.computeIfPresent(place, (_, _) -> now);
      if (known == null) {
        return Optional.empty();
      }
      before = now; // it was counted as it is at last
    }
    return Optional.of(move(change, row.getMember().getEmail(), by(before, now)));
  }

  private static int by(boolean before, boolean now) {
    return (now ? 1 : 0) - (before ? 1 : 0);
  }

  private Optional<Move> removed(ChangeRow change) {
    RemovedRow row = change.getRemoved();
    var place = new Place(mailbox(change), row.getUid());
    if (isInSpan(place)) {
      return Optional.empty();
    }
    long number = row.getMember().getEmail();
    var origin =
        row.getOriginNumber() == 0
            ? own(number)
            : new Email.Origin(row.getOriginAccount(), row.getOriginNumber());
    return Optional.of(
        new Move(
            number, place.mailbox, by(isShown(row.getMember()), false), origin, row.getThread()));
  }

  private boolean isInSpan(Place place) {
    return spans.stream().anyMatch(span -> span.has(place));
  }

  private void range(ChangeRow change, List<Move> moves) {
    var span =
        new Span(
            mailbox(change), change.getAddedRange().getFirst(), change.getAddedRange().getLast());
    spans.add(span);
    byUid()
        .getOrDefault(span.mailbox, new TreeMap<>())
        .subMap(span.first, true, span.last, true)
        .forEach((uid, email) -> {
          boolean shown =
              email.places().stream()
                  .filter(at -> at.uid() == uid && at.mailbox().equals(span.mailbox))
                  .anyMatch(AccountEmail.Place::isShown);
          inSpans.put(new Place(span.mailbox, uid), shown);
          moves.add(
              new Move(
                  email.number(), span.mailbox, shown ? 1 : 0, email.origin(), email.thread()));
        });
  }

  private Map<MailboxId, NavigableMap<Integer, AccountEmail>> byUid() {
    if (byUid.isEmpty()) {
      Map<MailboxId, NavigableMap<Integer, AccountEmail>> all = new HashMap<>();
      view.each(email ->
          email
              .places()
              .forEach(place ->
                  all.computeIfAbsent(place.mailbox(), _ -> new TreeMap<>())
                      .put(place.uid(), email)));
      byUid = Optional.of(all);
    }
    return byUid.get();
  }
}

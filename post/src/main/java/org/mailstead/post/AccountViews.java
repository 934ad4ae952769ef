package org.mailstead.post;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.mailstead.post.rows.ChangeRow;
import org.mailstead.post.rows.MailboxStateRow;
import org.mailstead.post.rows.MemberRow;
import org.mailstead.post.rows.OriginRow;
import org.mailstead.store.Accounts;
import org.mailstead.store.LogEntry;
import org.mailstead.store.Partition;
import org.mailstead.store.Row;
import org.mailstead.store.Rows;
import org.mailstead.store.Since;
import org.mailstead.words.AccountId;
import org.mailstead.words.MailboxId;

/**
 * Keeps the views of accounts that are in use, and brings them up to date from the log, as {@link
 * Views} does with mailboxes.
 */
final class AccountViews {
  private static final int MAX_ENTRIES = 1000;

  /** Emails in all views together, some 100 octets each; the one in use may be larger. */
  private static final long MOST = 1_000_000;

  private final Accounts store;
  private final Intents intents;
  private final Map<AccountId, AccountView> views = new LinkedHashMap<>(16, 0.75f, true);
  private long kept;

  AccountViews(Accounts store, Intents intents) {
    this.store = store;
    this.intents = intents;
  }

  /** The account as it is now. */
  AccountView current(AccountId account) {
    Optional<AccountView> known = known(account);
    AccountView now = known.map(view -> catchUp(account, view)).orElseGet(() -> load(account));
    if (known.isEmpty() || known.get() != now) {
      keep(account, now);
    }
    return now;
  }

  private synchronized Optional<AccountView> known(AccountId account) {
    return Optional.ofNullable(views.get(account));
  }

  private synchronized void keep(AccountId account, AccountView view) {
    AccountView other = views.get(account);
    if (other != null && other.version() > view.version()) {
      return;
    }
    views.put(account, view);
    kept += view.size() - (other == null ? 0 : other.size());
    var eldest = views.entrySet().iterator();
    while (kept > MOST && views.size() > 1) {
      kept -= eldest.next().getValue().size();
      eldest.remove();
    }
  }

  /** Forgets an account: it is gone. */
  synchronized void drop(AccountId account) {
    AccountView old = views.remove(account);
    kept -= old == null ? 0 : old.size();
  }

  private AccountView catchUp(AccountId account, AccountView known) {
    Partition partition = MailKeys.partition(account);
    AccountView view = known;
    while (store.head(partition).version() != view.version()) {
      switch (store.changes(partition, view.version(), MAX_ENTRIES)) {
        case Since.Forgotten _ -> {
          return load(account);
        }
        case Since.Entries(var entries, long version, boolean more) -> {
          var editor = view.edit();
          Rows rows = store.read(partition);
          for (LogEntry entry : entries) {
            Views.log(entry).getChangesList().forEach(change -> apply(rows, change, editor));
          }
          view = editor.done(version);
          if (!more) {
            return view;
          }
        }
      }
    }
    return view;
  }

  /** Every step may be done twice. */
  private static void apply(Rows rows, ChangeRow change, AccountView.Editor editor) {
    switch (change.getWhatCase()) {
      case ADDED ->
          put(
              rows,
              mailbox(change),
              change.getAdded().getUid(),
              change.getAdded().getMember(),
              editor);
      case FLAGGED ->
          put(
              rows,
              mailbox(change),
              change.getFlagged().getUid(),
              change.getFlagged().getMember(),
              editor);
      case REMOVED -> {
        long number = change.getRemoved().getMember().getEmail();
        editor
            .find(number)
            .ifPresent(email -> {
              var left = email.without(mailbox(change), change.getRemoved().getUid());
              if (left.isEmpty()) {
                editor.remove(number);
              } else {
                editor.put(email.withPlaces(left));
              }
            });
      }
      case ADDED_RANGE -> {
        var range = change.getAddedRange();
        rows.each(
            MailKeys.members(mailbox(change), range.getFirst(), range.getLast()),
            row ->
                put(
                    rows,
                    mailbox(change),
                    (int) row.key().suffixLong(0),
                    Views.member(row.value()),
                    editor));
      }
      case EMAIL_CHANGE,
          MAILBOX_CHANGE,
          ANNOTATION_CHANGE,
          ACL_CHANGE,
          OLD_SUBSCRIPTION_CHANGE,
          WHAT_NOT_SET -> {}
    }
  }

  private static MailboxId mailbox(ChangeRow change) {
    return new MailboxId(change.getMailbox());
  }

  private static void put(
      Rows rows, MailboxId mailbox, int uid, MemberRow row, AccountView.Editor editor) {
    var place =
        new AccountEmail.Place(mailbox, uid, new Flags(row.getFlagsLow(), row.getFlagsHigh()));
    Optional<AccountEmail> known = editor.find(row.getEmail());
    if (known.isPresent()) {
      editor.put(known.get().with(place));
      return;
    }
    rows.get(MailKeys.email(row.getEmail())) // gone for good: a later entry takes it out
        .map(bytes -> Email.of(row.getEmail(), bytes))
        .ifPresent(email -> editor.put(email(row, email.id(), email.thread(), place)));
  }

  private static AccountEmail email(
      MemberRow row, Email.Origin origin, long thread, AccountEmail.Place place) {
    return new AccountEmail(
        row.getEmail(),
        origin,
        thread,
        Member.received(row.getDate()).toEpochMilli(),
        row.getSize(),
        java.util.List.of(place));
  }

  /** Head first, then the rows, then what happened meanwhile: no snapshot is needed. */
  private AccountView load(AccountId account) {
    intents.finishAll(account);
    Partition partition = MailKeys.partition(account);
    long version = store.head(partition).version();
    Rows rows = store.read(partition);
    Map<Long, Long> threads = new HashMap<>();
    rows.each(
        MailKeys.threads(), entry -> threads.put(entry.key().suffixLong(0), entry.key().group()));
    Map<Long, Email.Origin> origins = new HashMap<>();
    rows.each(
        MailKeys.origins(),
        entry ->
            origins.put(
                Row.read(entry.value(), OriginRow.parser()).getEmail(),
                new Email.Origin(entry.key().group(), entry.key().suffixLong(0))));
    var loading = new Loading(rows, account, threads, origins, AccountView.empty(version).edit());
    rows.each(
        MailKeys.states(),
        entry -> {
          int hiddenFrom = Row.read(entry.value(), MailboxStateRow.parser()).getUidNext();
          loading.load(new MailboxId(entry.key().group()), hiddenFrom);
        });
    return catchUp(account, loading.editor.done(version));
  }

  private record Loading(
      Rows rows,
      AccountId account,
      Map<Long, Long> threads,
      Map<Long, Email.Origin> origins,
      AccountView.Editor editor) {
    /** Beyond the uid lies what came later, or a copy that is not all there yet. */
    void load(MailboxId mailbox, int hiddenFrom) {
      Map<Flags, Flags> same = new HashMap<>();
      rows.each(
          MailKeys.members(mailbox),
          entry -> {
            int uid = (int) entry.key().suffixLong(0);
            if (uid >= hiddenFrom) {
              return;
            }
            MemberRow row = Views.member(entry.value());
            var read = new Flags(row.getFlagsLow(), row.getFlagsHigh());
            Flags flags = same.computeIfAbsent(read, f -> f);
            add(row, new AccountEmail.Place(mailbox, uid, flags));
          });
    }

    private void add(MemberRow row, AccountEmail.Place place) {
      long number = row.getEmail();
      Optional<AccountEmail> known = editor.find(number);
      if (known.isPresent()) {
        editor.put(known.get().with(place));
        return;
      }
      var own = new Email.Origin(account.value(), number);
      Optional.ofNullable(threads.get(number))
          .map(thread -> email(row, origins.getOrDefault(number, own), thread, place))
          .ifPresent(editor::put);
    }
  }
}

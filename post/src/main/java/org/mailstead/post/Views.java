package org.mailstead.post;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.mailstead.post.rows.ChangeRow;
import org.mailstead.post.rows.LogRow;
import org.mailstead.post.rows.MailboxStateRow;
import org.mailstead.post.rows.MemberRow;
import org.mailstead.store.Accounts;
import org.mailstead.store.LogEntry;
import org.mailstead.store.Partition;
import org.mailstead.store.Row;
import org.mailstead.store.Rows;
import org.mailstead.store.Since;
import org.mailstead.words.AccountId;
import org.mailstead.words.MailboxId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * Keeps the views of mailboxes that are in use, and brings them up to date from the log. A view
 * that nobody asked for lately is dropped; the next asker builds it anew from the rows.
 */
public final class Views {
  private static final int MAX_ENTRIES = 1000;

  private final Accounts store;
  private final Map<Name, Kept> views;

  private record Name(AccountId account, MailboxId mailbox) {}

  /**
   * @param settled whether nothing was under way into the mailbox at that version
   */
  private record Kept(MailboxView view, boolean settled) {}

  /**
   * @param most how many views are kept, whatever their size
   */
  public Views(Accounts store, int most) {
    this.store = store;
    this.views =
        new LinkedHashMap<>(64, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<Name, Kept> eldest) {
            return size() > most;
          }
        };
  }

  /**
   * The mailbox as it is now.
   *
   * @throws Refused NOT_FOUND when it is not there (any more)
   */
  public MailboxView current(AccountId account, MailboxId mailbox) {
    var name = new Name(account, mailbox);
    Optional<Kept> known = kept(name);
    MailboxView now =
        known.map(some -> catchUp(account, some.view)).orElseGet(() -> load(account, mailbox));
    if (known.isEmpty() || now != known.get().view) {
      keep(name, now);
    }
    return now;
  }

  private Optional<Kept> kept(Name name) {
    synchronized (views) {
      return Optional.ofNullable(views.get(name));
    }
  }

  /** The mailbox, if it is known that nothing has changed and nothing is under way into it. */
  Optional<MailboxView> settled(AccountId account, MailboxId mailbox) {
    return kept(new Name(account, mailbox))
        .filter(Kept::settled)
        .map(Kept::view)
        .filter(view -> store.head(MailKeys.partition(account)).version() == view.version());
  }

  /** Notes that at this version nothing was under way into the mailbox. */
  void settle(AccountId account, MailboxView view) {
    synchronized (views) {
      views.computeIfPresent(
          new Name(account, view.mailbox()),
          (_, other) -> other.view == view ? new Kept(view, true) : other);
    }
  }

  private void keep(Name name, MailboxView view) {
    synchronized (views) {
      Kept other = views.get(name);
      if (other == null || other.view.version() <= view.version()) {
        views.put(name, new Kept(view, false));
      }
    }
  }

  private MailboxView catchUp(AccountId account, MailboxView known) {
    Partition partition = MailKeys.partition(account);
    MailboxView view = known;
    while (store.head(partition).version() != view.version()) {
      switch (store.changes(partition, view.version(), MAX_ENTRIES)) {
        case Since.Forgotten _ -> {
          return load(account, known.mailbox());
        }
        case Since.Entries(var entries, long version, boolean more) -> {
          var editor = view.edit();
          for (LogEntry entry : entries) {
            apply(store.read(partition), view.mailbox(), entry, editor);
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

  private static void apply(
      Rows rows, MailboxId mailbox, LogEntry entry, MailboxView.Editor editor) {
    for (ChangeRow change : log(entry).getChangesList()) {
      if (change.getMailbox() != mailbox.value()) {
        continue;
      }
      switch (change.getWhatCase()) {
        case ADDED -> editor.put(change.getAdded().getUid(), change.getAdded().getMember());
        case FLAGGED -> editor.put(change.getFlagged().getUid(), change.getFlagged().getMember());
        case REMOVED -> editor.remove(change.getRemoved().getUid(), entry.version());
        case ADDED_RANGE -> {
          var range = change.getAddedRange();
          editor.touched(entry.version());
          rows.each(
              MailKeys.members(mailbox, range.getFirst(), range.getLast()),
              row -> editor.put((int) row.key().suffixLong(0), member(row.value())));
        }
        case MAILBOX_CHANGE -> {
          if (change.getMailboxChange().getEvent()
              == org.mailstead.post.rows.MailboxEvent.DELETED) {
            throw missing(mailbox);
          }
        }
        case EMAIL_CHANGE,
            ANNOTATION_CHANGE,
            ACL_CHANGE,
            OLD_SUBSCRIPTION_CHANGE,
            WHAT_NOT_SET -> {}
      }
    }
  }

  /** What a log entry says; entries of works that shared a commit have grown into one message. */
  static LogRow log(LogEntry entry) {
    try {
      return LogRow.parseFrom(entry.body());
    } catch (InvalidProtocolBufferException e) {
      throw new Refused(Problem.Kind.CORRUPT, "store.log", Long.toString(entry.version()));
    }
  }

  static MemberRow member(byte[] row) {
    return Row.read(row, MemberRow.parser());
  }

  private static Refused missing(MailboxId mailbox) {
    return new Refused(Problem.Kind.NOT_FOUND, "mailbox.missing", mailbox.toString());
  }

  /** Head first, then the rows, then what happened meanwhile: no snapshot is needed. */
  private MailboxView load(AccountId account, MailboxId mailbox) {
    Partition partition = MailKeys.partition(account);
    long version = store.head(partition).version();
    Rows rows = store.read(partition);
    MailboxStateRow state =
        rows.get(MailKeys.state(mailbox))
            .map(row -> Row.read(row, MailboxStateRow.parser()))
            .orElseThrow(() -> missing(mailbox));
    var editor = MailboxView.empty(mailbox, version).edit();
    // Beyond it lies what came after the state was read, or a copy that is not all there yet.
    int hiddenFrom = state.getUidNext();
    rows.each(
        MailKeys.members(mailbox),
        row -> {
          int uid = (int) row.key().suffixLong(0);
          if (uid < hiddenFrom) {
            editor.put(uid, member(row.value()));
          }
        });
    editor.touched(state.getHighestModseq());
    return catchUp(account, editor.done(version));
  }

  /** Forgets an account's views: it is gone. */
  void drop(AccountId account) {
    synchronized (views) {
      views.keySet().removeIf(name -> name.account.equals(account));
    }
  }
}

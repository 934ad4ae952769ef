package org.mailstead.post;

import static java.lang.System.Logger.Level.INFO;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.mailstead.post.rows.SnoozedRow;
import org.mailstead.store.Accounts;
import org.mailstead.store.Draft;
import org.mailstead.store.Entry;
import org.mailstead.store.KeyRange;
import org.mailstead.store.Row;
import org.mailstead.words.AccountId;
import org.mailstead.words.MailboxId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * Messages that were put aside and come back by themselves. That one does is written in the commit
 * that puts it aside; the timer is set before it and only says when to look, so that whatever a
 * crash leaves is right: a timer without a message finds nothing. Who has taken a message out of
 * where it lay aside has decided otherwise, and nothing more happens to it.
 */
public final class Snoozes {
  private static final System.Logger LOG = System.getLogger(Snoozes.class.getName());

  /** Where they lie; it is made when it is needed. */
  public static final String MAILBOX = "Snoozed";

  private static final String TIMER = "snooze";
  private static final int BATCH = 100;

  private final Accounts store;
  private final Post post;
  private final Timers timers;
  private final InstantSource clock;

  /** Listens to its timers from now on. */
  public Snoozes(Post post, Timers timers, InstantSource clock) {
    this.store = post.messages().store();
    this.post = post;
    this.timers = timers;
    this.clock = clock;
    timers.on(TIMER, timer -> wake(account(timer)));
  }

  private static AccountId account(Timers.Timer timer) {
    return new AccountId(ByteBuffer.wrap(timer.payload()).getLong());
  }

  /** Looks at the time; call it before a message is put aside until then. */
  public void ring(AccountId account, Instant at) {
    byte[] payload = ByteBuffer.allocate(Long.BYTES).putLong(account.value()).array();
    timers.set(new Timers.Timer(TIMER, account + "@" + at.toEpochMilli(), at, payload));
  }

  /** The mailbox where messages of an account lie aside. */
  public MailboxId mailbox(AccountId account) {
    MailboxTree tree = post.mailboxes().tree(account);
    return tree.find(MAILBOX)
        .map(Mailbox::id)
        .orElseGet(() -> {
          try {
            return post.mailboxes().create(account, MAILBOX, Mailbox.Role.NONE);
          } catch (Refused e) {
            if (e.problem().kind() != Problem.Kind.EXISTS) {
              throw e;
            }
            return post.mailboxes().tree(account).find(MAILBOX).orElseThrow().id();
          }
        });
  }

  static void write(Draft draft, MailboxId mailbox, int uid, Snooze snooze) {
    var row =
        SnoozedRow.newBuilder()
            .setMailbox(mailbox.value())
            .setUid(uid)
            .setInto(snooze.into().value())
            .addAllAdd(snooze.add())
            .addAllRemove(snooze.remove());
    draft.put(
        MailKeys.snoozed(snooze.until().toEpochMilli(), mailbox, uid), Row.write(row.build()));
  }

  /** Brings back what is due. */
  private void wake(AccountId account) {
    KeyRange due = MailKeys.snoozedUntil(clock.millis());
    while (true) {
      List<Entry> page = store.read(MailKeys.partition(account)).scan(due, false, BATCH);
      for (Entry entry : page) {
        wake(account, Row.read(entry.value(), SnoozedRow.parser()));
        store.update(
            MailKeys.partition(account),
            draft -> {
              draft.useReserve();
              draft.delete(entry.key());
            });
      }
      if (page.size() < BATCH) {
        return;
      }
    }
  }

  private void wake(AccountId account, SnoozedRow row) {
    var from = new MailboxId(row.getMailbox());
    MailboxTree tree = post.mailboxes().tree(account);
    if (tree.find(from).isEmpty() || post.view(account, from).indexOf(row.getUid()) < 0) {
      return; // it was taken away before
    }
    List<Integer> uid = List.of(row.getUid());
    flag(account, from, uid, FlagChange.Mode.REMOVE, new HashSet<>(row.getRemoveList()));
    flag(account, from, uid, FlagChange.Mode.ADD, new HashSet<>(row.getAddList()));
    MailboxId into =
        tree.find(new MailboxId(row.getInto())).map(Mailbox::id).orElse(tree.inbox().id());
    if (!into.equals(from)) {
      var _ = post.messages().move(account, from, uid, into);
    }
    LOG.log(INFO, "account={0}: a message came back", account);
  }

  private void flag(
      AccountId account,
      MailboxId mailbox,
      List<Integer> uids,
      FlagChange.Mode mode,
      Set<String> names) {
    if (!names.isEmpty()) {
      var change = new FlagChange(mode, names);
      var _ = post.messages().flag(account, mailbox, uids, change, OptionalLong.empty());
    }
  }
}

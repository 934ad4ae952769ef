package org.mailstead.post;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.mailstead.post.rows.DeliveredRow;
import org.mailstead.post.rows.EmailRow;
import org.mailstead.post.rows.IntentChunkRow;
import org.mailstead.post.rows.MemberRow;
import org.mailstead.post.rows.OriginRow;
import org.mailstead.store.Accounts;
import org.mailstead.store.BlobId;
import org.mailstead.store.Draft;
import org.mailstead.store.Entry;
import org.mailstead.store.Key;
import org.mailstead.store.KeyRange;
import org.mailstead.store.References;
import org.mailstead.store.Row;
import org.mailstead.store.Rows;
import org.mailstead.words.AccountId;
import org.mailstead.words.MailboxId;

/**
 * Removes for good what was removed long enough ago: emails that lie in no mailbox, notes of old
 * deliveries and of removals that the log has forgotten, what is left of deleted mailboxes and of
 * copies that never began. Until then an expunged message can be restored, and fetched by a session
 * that has not been told yet.
 */
public final class Retention implements References {
  /** How long an email that lies nowhere is kept. */
  static final Duration DEFAULT = Duration.ofDays(14);

  /** How long that is for an account, as it is just now. */
  @FunctionalInterface
  public interface Keep {
    Duration of(AccountId account);
  }

  /** How long a delivery is known, so that it is not done again: longer than any queue tries. */
  private static final Duration DELIVERIES = Duration.ofDays(90);

  /** Emails of one commit: some six rows each. */
  private static final int EMAILS = 100;

  private static final int ROWS = 500;

  private final Accounts store;
  private final Intents intents;
  private final Uploads uploads;
  private final PartialUploads partialUploads;
  private final Records records;
  private final Keep keep;

  Retention(
      Accounts store,
      Intents intents,
      Uploads uploads,
      PartialUploads partialUploads,
      Records records,
      Keep keep) {
    this.partialUploads = partialUploads;
    this.store = store;
    this.intents = intents;
    this.uploads = uploads;
    this.records = records;
    this.keep = keep;
  }

  /**
   * Purges an account. May be ended anywhere, also by a crash; the next call goes on.
   *
   * @return how many emails went
   */
  public long purge(AccountId account, Instant now) {
    // An unfinished copy counts on emails that lie nowhere yet.
    intents.finishAll(account);
    partialUploads.purge(account, now);
    uploads.purge(account, now);
    records.purge(account, now);
    Instant before = now.minus(keep.of(account));
    KeyRange due = MailKeys.removedUntil(before.toEpochMilli());
    long gone = 0;
    while (true) {
      int seen = rows(account).scan(due, false, EMAILS).size();
      if (seen == 0) {
        break;
      }
      gone += store.change(MailKeys.partition(account), draft -> purgeEmails(draft, due));
    }
    long chunksBefore = before.toEpochMilli();
    clear(account, MailKeys.intentChunks(), row -> chunk(row).getAtMs() < chunksBefore);
    long deliveriesBefore = now.minus(DELIVERIES).toEpochMilli();
    clear(account, MailKeys.delivered(), row -> delivered(row).getAtMs() < deliveriesBefore);
    long forgetBefore = now.toEpochMilli();
    clear(account, MailKeys.remembered(), row -> RuleMemory.until(row.value()) < forgetBefore);
    // Whoever asks for what happened before the horizon is told all that is not there.
    long horizon = store.horizon(MailKeys.partition(account));
    clear(
        account,
        MailKeys.expunged(),
        row -> row.key().suffixLong(0) <= horizon || isOrphan(account, row));
    return gone;
  }

  private Rows rows(AccountId account) {
    return store.read(MailKeys.partition(account));
  }

  private static long purgeEmails(Draft draft, KeyRange due) {
    draft.useReserve();
    long gone = 0;
    for (Entry entry : draft.scan(due, false, EMAILS)) {
      long number = entry.key().suffixLong(0);
      boolean lost =
          draft
              .get(MailKeys.email(number))
              .map(row -> Row.read(row, EmailRow.parser()))
              .filter(row -> row.getPlaces() == 0)
              .map(row -> purgeEmail(draft, number, row))
              .isPresent();
      gone += lost ? 1 : 0;
      draft.delete(entry.key());
    }
    return gone;
  }

  /** Removes an email that was to come into a mailbox, and did not. */
  static void unstage(Draft draft, MemberRow member) {
    draft.useReserve();
    long number = member.getEmail();
    draft
        .get(MailKeys.email(number))
        .map(row -> Row.read(row, EmailRow.parser()))
        .filter(row -> row.getPlaces() == 0)
        .ifPresent(row -> {
          draft.delete(MailKeys.removed(row.getRemovedMs(), number));
          EmailRow ignored = purgeEmail(draft, number, row);
        });
  }

  private static EmailRow purgeEmail(Draft draft, long number, EmailRow row) {
    draft.delete(MailKeys.email(number));
    takeOut(draft, MailKeys.envelopes(EmailPage.of(number)), number);
    takeOut(draft, MailKeys.subjects(EmailPage.of(number)), number);
    draft.delete(MailKeys.structure(number));
    draft.delete(MailKeys.body(number));
    draft.delete(MailKeys.signature(number));
    draft.delete(MailKeys.thread(row.getThread(), number));
    if (!row.getBlob().isEmpty()) {
      draft.delete(MailKeys.blobUse(row.getBlob().toByteArray(), number));
    }
    Key origin = MailKeys.origin(new Email.Origin(row.getOriginAccount(), row.getOriginNumber()));
    draft
        .get(origin)
        .filter(bytes -> Row.read(bytes, OriginRow.parser()).getEmail() == number)
        .ifPresent(_ -> draft.delete(origin));
    return row;
  }

  private static void takeOut(Draft draft, Key key, long number) {
    draft
        .get(key)
        .ifPresent(bytes -> {
          EmailPage page = EmailPage.read(bytes);
          page.set(number, new byte[0]);
          page.row().ifPresentOrElse(left -> draft.put(key, left), () -> draft.delete(key));
        });
  }

  private static IntentChunkRow chunk(Entry entry) {
    return Row.read(entry.value(), IntentChunkRow.parser());
  }

  private static DeliveredRow delivered(Entry entry) {
    return Row.read(entry.value(), DeliveredRow.parser());
  }

  private boolean isOrphan(AccountId account, Entry expunged) {
    var mailbox = new MailboxId(expunged.key().group());
    return rows(account).get(MailKeys.mailbox(mailbox)).isEmpty();
  }

  /** Deletes rows that nobody writes again, some at a time. */
  private void clear(AccountId account, KeyRange range, Predicate<Entry> old) {
    KeyRange left = range;
    while (true) {
      List<Entry> page = rows(account).scan(left, false, ROWS);
      List<Key> gone = page.stream().filter(old).map(Entry::key).toList();
      if (!gone.isEmpty()) {
        store.update(
            MailKeys.partition(account),
            draft -> {
              draft.useReserve();
              gone.forEach(draft::delete);
            });
      }
      if (page.size() < ROWS) {
        return;
      }
      left = left.after(page.getLast().key(), false);
    }
  }

  /** Whether an email of the account, removed ones among them, lies in the blob. */
  @Override
  public boolean holds(AccountId account, BlobId blob) {
    return !rows(account).scan(MailKeys.blobUses(blob.bytes()), false, 1).isEmpty();
  }
}

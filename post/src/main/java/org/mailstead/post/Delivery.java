package org.mailstead.post;

import static java.lang.System.Logger.Level.INFO;

import java.time.InstantSource;
import org.mailstead.identity.Allowance;
import org.mailstead.post.rows.AccountRow;
import org.mailstead.post.rows.DeliveredRow;
import org.mailstead.store.Accounts;
import org.mailstead.store.Blob;
import org.mailstead.store.Blobs;
import org.mailstead.store.Key;
import org.mailstead.store.Row;
import org.mailstead.store.Rows;
import org.mailstead.words.AccountId;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * Puts a message that arrived into an account's INBOX, once. When it returns the message is
 * durable: whoever brought it may be told so.
 */
public final class Delivery {
  private static final System.Logger LOG = System.getLogger(Delivery.class.getName());

  private final Sorting sorting;
  private final Messages messages;
  private final Quota quota;
  private final Accounts store;
  private final Blobs blobs;
  private final InstantSource clock;

  Delivery(
      Accounts store,
      Blobs blobs,
      Sorting sorting,
      Messages messages,
      Quota quota,
      InstantSource clock) {
    this.store = store;
    this.blobs = blobs;
    this.sorting = sorting;
    this.messages = messages;
    this.quota = quota;
    this.clock = clock;
  }

  /**
   * Whether the account takes a message now, so that a sender is told at RCPT.
   *
   * @throws Refused OVER_QUOTA
   */
  public void check(AccountId account) {
    Allowance allowance = quota.of(account);
    Rows rows = store.read(MailKeys.partition(account));
    rows.get(MailKeys.account())
        .map(row -> Row.read(row, AccountRow.parser()))
        .ifPresent(row -> Quota.checkDelivery(row, rows, allowance));
  }

  /**
   * Delivers.
   *
   * @param key names this delivery for good: the same key delivers once, however often it is tried
   * @return the uid in INBOX or in Junk, or 0 when it had been delivered before
   * @throws Refused OVER_QUOTA, NO_SPACE, UNAVAILABLE: try again later
   */
  public int deliver(AccountId account, NewMessage message, String key) {
    return deliver(account, message, key, false);
  }

  /** The same for mail that was acknowledged: it may use the reserve of a disk that is full. */
  public int deliverPromised(AccountId account, NewMessage message, String key) {
    return deliver(account, message, key, true);
  }

  private int deliver(AccountId account, NewMessage message, String key, boolean promised) {
    Allowance allowance = quota.of(account);
    Key done = MailKeys.delivered(Threads.hash(key));
    // Mail for several is kept before it is known who will hold it; the sweeper asks holders only.
    if (message.body() instanceof Blob.Large(var id, _) && !blobs.hold(id, account)) {
      throw new Refused(Problem.Kind.NOT_FOUND, "blob.missing", id.toString());
    }
    int uid =
        messages.change(
            account,
            mail -> {
              if (mail.draft().get(done).isPresent()) {
                return 0;
              }
              Quota.checkDelivery(mail.account(), mail.draft(), allowance);
              if (promised) {
                mail.draft().useReserve();
              }
              Sorting.Sorted sorted = sorting.sort(mail, message, clock.instant());
              var member = Incoming.write(mail, account, sorted.message(), clock.millis());
              var row =
                  DeliveredRow.newBuilder().setEmail(member.getEmail()).setAtMs(clock.millis());
              mail.draft().put(done, Row.write(row.build()));
              return mail.add(sorted.mailbox(), member);
            });
    LOG.log(
        INFO, () -> "delivered account=" + account + " uid=" + uid + " bytes=" + message.size());
    return uid;
  }

  /** Whether a delivery of this key was done. */
  public boolean isDone(AccountId account, String key) {
    return store
        .read(MailKeys.partition(account))
        .get(MailKeys.delivered(Threads.hash(key)))
        .isPresent();
  }
}

package org.mailstead.post;

import com.google.protobuf.ByteString;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mailstead.post.rows.UrlKeyRow;
import org.mailstead.store.Accounts;
import org.mailstead.store.Key;
import org.mailstead.store.Row;
import org.mailstead.words.AccountId;
import org.mailstead.words.MailboxId;

/**
 * The secret of each mailbox under which URLs of its messages are given out (RFC 4467 section 2.2).
 * A URL is good as long as the key is: who takes it back resets the key. The account has one more,
 * under the number that no mailbox has, for links to octets that are given out by other ways.
 */
public final class UrlKeys {
  private static final int SIZE = 32;

  private final Accounts store;
  private final Intents intents;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  UrlKeys(Accounts store, Intents intents, InstantSource clock) {
    this.store = store;
    this.intents = intents;
    this.clock = clock;
  }

  /** The mailbox's key, if one was ever made. */
  public Optional<byte[]> find(AccountId account, MailboxId mailbox) {
    return store.read(MailKeys.partition(account)).get(MailKeys.urlKey(mailbox)).map(UrlKeys::key);
  }

  private static byte[] key(byte[] row) {
    return Row.read(row, UrlKeyRow.parser()).getKey().toByteArray();
  }

  /** The mailbox's key, which is made when there is none yet. */
  public byte[] provide(AccountId account, MailboxId mailbox) {
    Optional<byte[]> known = find(account, mailbox);
    return known.isPresent()
        ? known.get()
        : intents.change(
            account,
            mail -> {
              mail.mailbox(mailbox);
              return mail.draft()
                  .get(MailKeys.urlKey(mailbox))
                  .map(UrlKeys::key)
                  .orElseGet(() -> make(mail, MailKeys.urlKey(mailbox)));
            });
  }

  /** The account's own key, if one was ever made. */
  public Optional<byte[]> findOwn(AccountId account) {
    return store.read(MailKeys.partition(account)).get(MailKeys.ownUrlKey()).map(UrlKeys::key);
  }

  /** The account's own key, which is made when there is none yet. */
  public byte[] provideOwn(AccountId account) {
    Optional<byte[]> known = findOwn(account);
    return known.isPresent()
        ? known.get()
        : intents.change(
            account,
            mail ->
                mail.draft()
                    .get(MailKeys.ownUrlKey())
                    .map(UrlKeys::key)
                    .orElseGet(() -> make(mail, MailKeys.ownUrlKey())));
  }

  /** Makes all links that were given out under the account's own key worthless. */
  public void resetOwn(AccountId account) {
    intents.change(
        account,
        mail -> {
          mail.draft().useReserve();
          mail.draft().delete(MailKeys.ownUrlKey());
          return true;
        });
  }

  private byte[] make(MailDraft mail, Key at) {
    byte[] key = new byte[SIZE];
    random.nextBytes(key);
    var row = UrlKeyRow.newBuilder().setKey(ByteString.copyFrom(key)).setMadeMs(clock.millis());
    mail.draft().put(at, Row.write(row.build()));
    return key;
  }

  /** Makes all URLs of a mailbox's messages worthless. */
  public void reset(AccountId account, MailboxId mailbox) {
    intents.change(
        account,
        mail -> {
          mail.mailbox(mailbox);
          mail.draft().useReserve();
          mail.draft().delete(MailKeys.urlKey(mailbox));
          return true;
        });
  }

  /** The same for all mailboxes of an account. */
  public void resetAll(AccountId account) {
    List<Key> keys = new ArrayList<>();
    store
        .read(MailKeys.partition(account))
        .each(MailKeys.urlKeys(), entry -> keys.add(entry.key()));
    for (int at = 0; at < keys.size(); at += Messages.BATCH) {
      List<Key> batch = keys.subList(at, Math.min(keys.size(), at + Messages.BATCH));
      intents.change(
          account,
          mail -> {
            mail.draft().useReserve();
            batch.forEach(mail.draft()::delete);
            return true;
          });
    }
  }
}

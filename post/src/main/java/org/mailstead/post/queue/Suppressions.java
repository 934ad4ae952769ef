package org.mailstead.post.queue;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.mailstead.post.Timers;
import org.mailstead.post.rows.SuppressionRow;
import org.mailstead.store.Accounts;
import org.mailstead.store.Draft;
import org.mailstead.store.Key;
import org.mailstead.store.KeyRange;
import org.mailstead.store.Partition;
import org.mailstead.store.Row;
import org.mailstead.store.Rows;
import org.mailstead.words.EmailAddress;

/**
 * Addresses that nothing is sent to, because their server said several times that nobody is there,
 * or because the operator said so. Who goes on sending to such addresses is taken for a sender of
 * junk, and all our users pay for it. An entry ends by itself, since an address may be given anew.
 */
public final class Suppressions {
  /** So many answers within so long, and it is left alone for so long. */
  private static final int ANSWERS = 3;

  private static final Duration WITHIN = Duration.ofDays(30);
  private static final Duration FOR = Duration.ofDays(90);

  private final Accounts store;
  private final InstantSource clock;

  Suppressions(Accounts store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * An address that nothing is sent to.
   *
   * @param answers how often its server said that nobody is there
   * @param byOperator whether the operator said so
   * @param last what its server said last; empty when it was not asked
   */
  public record Entry(
      EmailAddress address,
      Instant since,
      Instant until,
      int answers,
      boolean byOperator,
      String last) {

    /** For the one who wants to send there. */
    public String why() {
      String day = until.toString().substring(0, 10);
      return byOperator
          ? "nothing is sent to this address until "
              + day
              + ": the operator of this server decided so"
          : "nothing is sent to this address until "
              + day
              + ": its server said "
              + answers
              + " times that nobody is there";
    }
  }

  // The case of a local part is its server's affair, but no server has two people who differ in it.
  private static String name(EmailAddress address) {
    return address.toString().toLowerCase(Locale.ROOT);
  }

  private static Partition shard(EmailAddress address) {
    return Timers.shard(name(address));
  }

  private static Key key(EmailAddress address) {
    QueueKeys hash = QueueKeys.of(name(address));
    var rest = ByteBuffer.allocate(8).putLong(hash.rest());
    return Key.of(QueueKeys.SUPPRESSION, hash.group(), rest.array());
  }

  /** Why nothing is sent there; empty when it is. */
  public Optional<Entry> find(EmailAddress address) {
    return store
        .read(shard(address))
        .get(key(address))
        .map(value -> Row.read(value, SuppressionRow.parser()))
        .filter(row -> isOn(row, clock.millis()))
        .map(Suppressions::entry);
  }

  private static boolean isOn(SuppressionRow row, long now) {
    return row.getUntilMs() > now;
  }

  private static Entry entry(SuppressionRow row) {
    return new Entry(
        Letter.address(row.getAddress()),
        Instant.ofEpochMilli(row.getSinceMs()),
        Instant.ofEpochMilli(row.getUntilMs()),
        row.getAnswers(),
        row.getByOperator(),
        row.getLast());
  }

  /** Calls back for every entry that is in force. */
  public void each(Consumer<Entry> entry) {
    long now = clock.millis();
    for (int shard = 0; shard < Timers.SHARDS; shard++) {
      rows(shard)
          .each(
              KeyRange.collection(QueueKeys.SUPPRESSION),
              row -> {
                SuppressionRow found = Row.read(row.value(), SuppressionRow.parser());
                if (isOn(found, now)) {
                  entry.accept(entry(found));
                }
              });
    }
  }

  private Rows rows(int shard) {
    return store.read(new Partition(Partition.Kind.QUEUE, shard));
  }

  /** By the operator. */
  public void add(EmailAddress address, Duration time) {
    long now = clock.millis();
    store.update(
        shard(address),
        draft ->
            write(
                draft,
                address,
                read(draft, address).orElseGet(SuppressionRow::getDefaultInstance).toBuilder()
                    .setSinceMs(now)
                    .setUntilMs(now + time.toMillis())
                    .setByOperator(true)));
  }

  /** False when it was not there. */
  public boolean remove(EmailAddress address) {
    return store.change(
        shard(address),
        draft -> {
          boolean there = read(draft, address).isPresent();
          draft.delete(key(address));
          return there;
        });
  }

  /** Its server said that nobody is there. */
  void nobody(EmailAddress address, String said) {
    nobody(address, said, false);
  }

  /** Its server took a message and said afterwards that nobody is there. */
  void reported(EmailAddress address, String said) {
    nobody(address, said, true);
  }

  private void nobody(EmailAddress address, String said, boolean afterwards) {
    long now = clock.millis();
    store.update(
        shard(address),
        draft -> {
          draft.useReserve();
          SuppressionRow before =
              read(draft, address)
                  .filter(row -> row.getLastMs() + WITHIN.toMillis() > now || isOn(row, now))
                  .orElseGet(SuppressionRow::getDefaultInstance);
          int answers = before.getAnswers() + 1;
          SuppressionRow.Builder row =
              before.toBuilder()
                  .setAnswers(answers)
                  .setReported(before.getReported() + (afterwards ? 1 : 0))
                  .setLastMs(now)
                  .setLast(said);
          if (answers >= ANSWERS && !isOn(before, now)) {
            row.setSinceMs(now).setUntilMs(now + FOR.toMillis());
          }
          write(draft, address, row);
        });
  }

  /**
   * Its server has taken a message for it. Of one that says only afterwards that nobody is there
   * that means nothing.
   */
  void somebody(EmailAddress address) {
    boolean known = store.read(shard(address)).get(key(address)).isPresent();
    if (known) {
      store.update(
          shard(address),
          draft -> {
            int reported = read(draft, address).map(SuppressionRow::getReported).orElse(0);
            if (reported == 0) {
              draft.delete(key(address));
            } else {
              read(draft, address)
                  .ifPresent(row -> write(draft, address, row.toBuilder().setAnswers(reported)));
            }
          });
    }
  }

  /** It is in somebody's mailbox. */
  void delivered(EmailAddress address) {
    boolean known = store.read(shard(address)).get(key(address)).isPresent();
    if (known) {
      var _ = remove(address);
    }
  }

  private static Optional<SuppressionRow> read(Draft draft, EmailAddress address) {
    return draft.get(key(address)).map(value -> Row.read(value, SuppressionRow.parser()));
  }

  private static void write(Draft draft, EmailAddress address, SuppressionRow.Builder row) {
    draft.put(key(address), Row.write(row.setAddress(Letter.parts(address)).build()));
  }

  /** Forgets what is over. */
  void sweep() {
    long now = clock.millis();
    for (int shard = 0; shard < Timers.SHARDS; shard++) {
      Rows rows = rows(shard);
      rows.each(
          KeyRange.collection(QueueKeys.SUPPRESSION),
          entry -> {
            SuppressionRow row = Row.read(entry.value(), SuppressionRow.parser());
            if (!isOn(row, now) && row.getLastMs() + WITHIN.toMillis() < now) {
              store.update(rows.partition(), draft -> draft.delete(entry.key()));
            }
          });
    }
  }
}

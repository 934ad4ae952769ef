package org.mailstead.post.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.mailstead.post.Timers;
import org.mailstead.post.rows.DeliveryState;
import org.mailstead.post.rows.QueuedRecipientRow;
import org.mailstead.post.rows.QueuedRow;
import org.mailstead.post.rows.ReportedRow;
import org.mailstead.store.Accounts;
import org.mailstead.store.Draft;
import org.mailstead.store.Entry;
import org.mailstead.store.Key;
import org.mailstead.store.KeyRange;
import org.mailstead.store.Partition;
import org.mailstead.store.Row;
import org.mailstead.store.Rows;
import org.mailstead.words.AccountId;
import org.mailstead.words.EmailAddress;

/**
 * What became of mail that accounts sent and that was sent on: the message's rows stay without its
 * content when it is done, in the commit that ends it. Nothing that happened can be lost between.
 */
final class SentLetters {
  private final Accounts store;
  private final InstantSource clock;
  private final Supplier<Duration> kept;

  /**
   * @param kept for how long; zero for not at all
   */
  SentLetters(Accounts store, Supplier<Duration> kept, InstantSource clock) {
    this.store = store;
    this.kept = kept;
    this.clock = clock;
  }

  /** Whether it will be kept. A report about a report is never made, so nobody can ask for one. */
  boolean keeps(Letter letter) {
    boolean asked =
        letter.sender().isPresent()
            || letter.recipients().stream()
                .anyMatch(to -> !to.isHere() && !to.row().getOnward().isEmpty());
    return asked && !kept.get().isZero() && letter.returnPath().isPresent();
  }

  /** A message that was accepted: from now on its account finds it, if it will be kept. */
  void begin(Draft draft, QueuedRow row) {
    if (row.getSender() != 0 && row.hasReturnPath() && !kept.get().isZero()) {
      Key key = QueueKeys.of(row.getId()).sentBy(row.getSender(), row.getArrivedMs());
      draft.put(key, row.getId().getBytes(UTF_8));
    }
  }

  /** A message that was never in the queue, since its only recipient had it at once. */
  void delivered(AccountId sender, EmailAddress from, String id, EmailAddress to, AccountId where) {
    QueueKeys keys = QueueKeys.of(id);
    QueuedRow row =
        QueuedRow.newBuilder()
            .setId(id)
            .setReturnPath(Letter.parts(from))
            .setArrivedMs(clock.millis())
            .setSender(sender.value())
            .setRecipients(1)
            .setEndedMs(clock.millis())
            .build();
    QueuedRecipientRow recipient =
        QueuedRecipientRow.newBuilder()
            .setAddress(Letter.parts(to))
            .setAccount(where.value())
            .setState(DeliveryState.DELIVERED)
            .setAttempts(1)
            .setNextMs(clock.millis())
            .build();
    store.update(
        Timers.shard(id),
        draft -> {
          begin(draft, row);
          draft.put(keys.sent(), Row.write(row));
          draft.put(keys.recipient(0), Row.write(recipient));
        });
  }

  /** A message that is done; its recipients stay as they are. */
  void end(Draft draft, Letter letter, boolean thrownAway) {
    QueuedRow row =
        letter.row().toBuilder()
            .clearPrefix()
            .clearBlob()
            .setEndedMs(clock.millis())
            .setThrownAway(thrownAway)
            .build();
    draft.put(letter.keys().sent(), Row.write(row));
  }

  Optional<Letter> find(String id) {
    QueueKeys keys = QueueKeys.of(id);
    return Letters.read(store.read(Timers.shard(id)), keys.sent(), keys);
  }

  /** Those of an account, the newest first, at most so many. */
  List<String> of(AccountId account, int most) {
    List<Entry> found = new ArrayList<>();
    for (int shard = 0; shard < Timers.SHARDS; shard++) {
      Rows rows = store.read(new Partition(Partition.Kind.QUEUE, shard));
      found.addAll(rows.scan(KeyRange.group(QueueKeys.SENT_BY, account.value()), true, most));
    }
    return found.stream()
        .sorted(Comparator.comparingLong((Entry entry) -> -entry.key().suffixLong(0)))
        .limit(most)
        .map(entry -> new String(entry.value(), UTF_8))
        .toList();
  }

  /**
   * Notes what was told of recipients, whether the message is done or not.
   *
   * @param told by recipient; empty for one of whom nothing was told
   * @return those of whom it was new
   */
  List<Letter.To> reported(Letter letter, Function<Letter.To, Optional<ReportedRow>> told) {
    return store.change(
        Timers.shard(letter.id()),
        draft -> {
          draft.useReserve();
          List<Letter.To> changed = new ArrayList<>();
          for (Letter.To to : letter.recipients()) {
            if (changed.size() < Letters.BATCH) {
              told.apply(to)
                  .flatMap(row -> put(draft, letter.keys().recipient(to.index()), to, row))
                  .ifPresent(changed::add);
            }
          }
          return changed;
        });
  }

  /**
   * What was said once counts, unless it was no last word. Who was not given the message for
   * somebody has nothing to tell of them.
   */
  private static Optional<Letter.To> put(Draft draft, Key key, Letter.To to, ReportedRow told) {
    Optional<QueuedRecipientRow> before =
        draft.get(key).map(value -> Row.read(value, QueuedRecipientRow.parser()));
    boolean isNew =
        before
            .filter(SentLetters::isTaken)
            .filter(row -> row.getReported().getAction() != told.getAction())
            .filter(row -> row.getReported().getAction() != Bounces.FAILED)
            .isPresent();
    if (!isNew) {
      return Optional.empty();
    }
    QueuedRecipientRow row = before.get().toBuilder().setReported(told).build();
    draft.put(key, Row.write(row));
    return Optional.of(new Letter.To(to.index(), row));
  }

  private static boolean isTaken(QueuedRecipientRow row) {
    return row.getState() == DeliveryState.RELAYED
        || row.getState() == DeliveryState.RELAYED_BLINDLY;
  }

  /** Forgets what is too old; the recipients are then for {@link Letters#sweep}. */
  void sweep() {
    Instant before = clock.instant().minus(kept.get());
    for (int shard = 0; shard < Timers.SHARDS; shard++) {
      Rows rows = store.read(new Partition(Partition.Kind.QUEUE, shard));
      List<QueuedRow> old = new ArrayList<>();
      rows.each(
          KeyRange.collection(QueueKeys.SENT),
          entry -> {
            QueuedRow row = Row.read(entry.value(), QueuedRow.parser());
            if (row.getEndedMs() <= before.toEpochMilli()) {
              old.add(row);
            }
          });
      for (int from = 0; from < old.size(); from += Letters.BATCH / 2) {
        List<QueuedRow> some = old.subList(from, Math.min(old.size(), from + Letters.BATCH / 2));
        store.update(rows.partition(), draft -> some.forEach(row -> forget(draft, row)));
      }
    }
  }

  private static void forget(Draft draft, QueuedRow row) {
    QueueKeys keys = QueueKeys.of(row.getId());
    draft.delete(keys.sent());
    if (row.getSender() != 0) {
      draft.delete(keys.sentBy(row.getSender(), row.getArrivedMs()));
    }
  }
}

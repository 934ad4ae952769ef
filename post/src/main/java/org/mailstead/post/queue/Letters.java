package org.mailstead.post.queue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.mailstead.post.QueuedMail;
import org.mailstead.post.Timers;
import org.mailstead.post.rows.DeliveryState;
import org.mailstead.post.rows.FinishedRow;
import org.mailstead.post.rows.QueuedRecipientRow;
import org.mailstead.post.rows.QueuedRow;
import org.mailstead.store.Accounts;
import org.mailstead.store.Blob;
import org.mailstead.store.Draft;
import org.mailstead.store.Entry;
import org.mailstead.store.Key;
import org.mailstead.store.KeyRange;
import org.mailstead.store.LogHorizon;
import org.mailstead.store.Partition;
import org.mailstead.store.Row;
import org.mailstead.store.Rows;
import org.mailstead.store.Trimming;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * The queue's rows. Everything about a message lies in one shard, so each step is one commit: the
 * message comes with its recipients, its body and its timer, and goes with all of them.
 */
final class Letters {
  /** The kind of the queue's timers. */
  static final String TIMER = "queue";

  /** Recipients written in a commit; more than that need several. */
  static final int BATCH = 500;

  /** A message with as many recipients as this, or less, is read and settled without a scan. */
  private static final int FEW = 16;

  /** How long an id is known after its message has gone. */
  private static final Duration REMEMBERED = Duration.ofDays(2);

  private final Accounts store;
  private final InstantSource clock;
  private final SentLetters sent;

  Letters(Accounts store, SentLetters sent, InstantSource clock) {
    this.store = store;
    this.sent = sent;
    this.clock = clock;
  }

  /**
   * Stores a message; false when it is or was here already.
   *
   * @param due when to begin; empty when nothing is to be done now
   */
  boolean add(QueuedMail mail, Optional<Instant> due, boolean sending) {
    QueueKeys keys = QueueKeys.of(mail.id());
    List<QueuedRecipientRow> rows =
        mail.recipients().stream().map(to -> QueuedRows.recipient(to, mail, sending)).toList();
    if (rows.isEmpty()) {
      throw new Refused(Problem.Kind.INVALID, "message.recipients");
    }
    int last = (rows.size() - 1) / BATCH * BATCH;
    // Those of a very long list come first. They count for nothing until the message is there.
    for (int from = 0; from < last; from += BATCH) {
      int at = from;
      store.update(keys.shard(), draft -> putRecipients(draft, keys, rows, at, at + BATCH));
    }
    QueuedRow row = QueuedRows.message(mail);
    return store.change(
        keys.shard(),
        draft -> {
          if (isKnown(draft, keys)) {
            return false;
          }
          putRecipients(draft, keys, rows, last, rows.size());
          draft.put(keys.message(), Row.write(row));
          sent.begin(draft, row);
          if (mail.body() instanceof Blob.Small(_, _, byte[] packed)) {
            draft.put(keys.body(), packed);
          }
          due.ifPresent(at -> Timers.write(draft, timer(mail, at)));
          if (!sending) {
            draft.delete(QueueKeys.NOTHING_HELD);
          }
          return true;
        });
  }

  /** The first timer of a message. */
  static Timers.Timer timer(QueuedMail mail, Instant due) {
    boolean here =
        mail.recipients().stream().anyMatch(to -> to.target() instanceof QueuedMail.Target.Here);
    String domain = mail.recipients().getFirst().address().domain();
    int priority = mail.options().timing().priority();
    return new Timers.Timer(TIMER, mail.id(), due, here ? Lanes.HERE : Lanes.of(domain, priority));
  }

  private static boolean isKnown(Draft draft, QueueKeys keys) {
    return draft.get(keys.message()).isPresent() || draft.get(keys.finished()).isPresent();
  }

  private static void putRecipients(
      Draft draft, QueueKeys keys, List<QueuedRecipientRow> rows, int from, int to) {
    if (isKnown(draft, keys)) {
      return;
    }
    for (int i = from; i < to; i++) {
      draft.put(keys.recipient(i), Row.write(rows.get(i)));
    }
  }

  Optional<Letter> find(String id) {
    QueueKeys keys = QueueKeys.of(id);
    return read(store.read(keys.shard()), keys);
  }

  private static Optional<Letter> read(Rows rows, QueueKeys keys) {
    return read(rows, keys.message(), keys);
  }

  /**
   * A message with its recipients.
   *
   * @param message where its own row is
   */
  static Optional<Letter> read(Rows rows, Key message, QueueKeys keys) {
    return rows.get(message)
        .map(value -> {
          QueuedRow row = Row.read(value, QueuedRow.parser());
          return new Letter(row, recipients(rows, row, keys));
        });
  }

  /** Those of a message with few are asked for one by one: a scan costs as much as many of them. */
  private static List<Letter.To> recipients(Rows rows, QueuedRow row, QueueKeys keys) {
    List<Letter.To> recipients = new ArrayList<>();
    if (!hasFew(row)) {
      rows.each(keys.recipients(), entry -> recipients.add(recipient(entry)));
      return recipients;
    }
    List<Key> all = IntStream.range(0, row.getRecipients()).mapToObj(keys::recipient).toList();
    Map<Key, byte[]> found = rows.multiGet(all);
    for (Key key : all) {
      byte[] value = found.get(key);
      if (value != null) {
        recipients.add(recipient(new Entry(key, value)));
      }
    }
    return recipients;
  }

  private static boolean hasFew(QueuedRow row) {
    return row.getRecipients() > 0 && row.getRecipients() <= FEW;
  }

  private static Letter.To recipient(Entry entry) {
    return new Letter.To(
        QueueKeys.index(entry.key()), Row.read(entry.value(), QueuedRecipientRow.parser()));
  }

  /** The packed body of a message whose body is small. */
  byte[] body(Letter letter) {
    QueueKeys keys = letter.keys();
    return store
        .read(keys.shard())
        .get(keys.body())
        .orElseThrow(() -> new Refused(Problem.Kind.CORRUPT, "queue.body", letter.id()));
  }

  /** Calls back for every message, shard by shard. */
  void each(Consumer<QueuedRow> message) {
    for (int shard = 0; shard < Timers.SHARDS; shard++) {
      rows(shard)
          .each(
              KeyRange.collection(QueueKeys.MESSAGE),
              entry -> message.accept(Row.read(entry.value(), QueuedRow.parser())));
    }
  }

  /** Makes mail wait that is held because sending was off; calls back for each such message. */
  void sendable(Consumer<String> message) {
    for (int shard = 0; shard < Timers.SHARDS; shard++) {
      Rows rows = rows(shard);
      if (rows.get(QueueKeys.NOTHING_HELD).isPresent()) {
        continue;
      }
      rows.each(
          KeyRange.collection(QueueKeys.RECIPIENT),
          entry -> {
            if (recipient(entry).row().getState() == DeliveryState.HELD) {
              rows.get(QueueKeys.of(entry.key()).message())
                  .map(value -> Row.read(value, QueuedRow.parser()).getId())
                  .filter(this::wait)
                  .ifPresent(message);
            }
          });
      // Looked at once more where nobody comes between: mail may be held that came meanwhile.
      store.update(
          rows.partition(),
          draft -> {
            if (!holdsAny(draft)) {
              draft.put(QueueKeys.NOTHING_HELD, new byte[0]);
            }
          });
    }
  }

  private static boolean holdsAny(Rows rows) {
    var found = new boolean[1];
    rows.each(
        KeyRange.collection(QueueKeys.RECIPIENT),
        entry -> found[0] |= recipient(entry).row().getState() == DeliveryState.HELD);
    return found[0];
  }

  /** False when nothing of the message was held. */
  private boolean wait(String id) {
    Instant now = clock.instant();
    List<Integer> held =
        find(id).stream()
            .flatMap(letter -> letter.recipients().stream())
            .filter(to -> to.row().getState() == DeliveryState.HELD)
            .map(Letter.To::index)
            .toList();
    recipients(id, held, to -> to.isWaiting() ? to : waiting(to, now));
    return !held.isEmpty();
  }

  private Rows rows(int shard) {
    return store.read(new Partition(Partition.Kind.QUEUE, shard));
  }

  /**
   * Changes a message's recipients that still wait or are held; others, and a message that is gone,
   * are left as they are. A message that is done with this is taken out in the same commit, unless
   * it has many recipients: {@link #settle} looks at those, once a round.
   *
   * @return whether it was taken out
   */
  boolean recipients(String id, List<Integer> indexes, UnaryOperator<Letter.To> change) {
    QueueKeys keys = QueueKeys.of(id);
    boolean out = false;
    for (int from = 0; from < indexes.size(); from += BATCH) {
      List<Integer> some = indexes.subList(from, Math.min(indexes.size(), from + BATCH));
      out =
          store.change(
              keys.shard(),
              draft -> {
                draft.useReserve();
                some.forEach(index -> change(draft, keys.recipient(index), change));
                return takeOutIfDone(draft, keys);
              });
    }
    return out;
  }

  private static void change(Draft draft, Key key, UnaryOperator<Letter.To> change) {
    draft
        .get(key)
        .map(value -> recipient(new Entry(key, value)))
        .filter(Letter.To::isOpen)
        .map(change)
        .ifPresent(to -> {
          draft.put(key, Row.write(to.row()));
          if (to.row().getState() == DeliveryState.HELD) {
            draft.delete(QueueKeys.NOTHING_HELD);
          }
        });
  }

  private boolean takeOutIfDone(Draft draft, QueueKeys keys) {
    Optional<Letter> done =
        draft
            .get(keys.message())
            .map(value -> Row.read(value, QueuedRow.parser()))
            .filter(Letters::hasFew)
            .map(row -> new Letter(row, recipients(draft, row, keys)))
            .filter(Letter::isDone);
    done.ifPresent(letter -> remove(draft, letter, false));
    return done.isPresent();
  }

  /** Changes rows of a message in one commit, if it is still there; returns it as it is then. */
  Optional<Letter> change(String id, UnaryOperator<QueuedRow> message) {
    QueueKeys keys = QueueKeys.of(id);
    return store.change(
        keys.shard(),
        draft -> {
          draft.useReserve();
          Optional<byte[]> value = draft.get(keys.message());
          value
              .map(bytes -> Row.read(bytes, QueuedRow.parser()))
              .ifPresent(row -> draft.put(keys.message(), Row.write(message.apply(row))));
          return read(draft, keys);
        });
  }

  /**
   * Decides whom the next report is about, or finds what was decided before a crash.
   *
   * @return the message with just these recipients, all of one report's number; empty when there is
   *     nothing to tell
   */
  Optional<Letter> beginReport(String id) {
    QueueKeys keys = QueueKeys.of(id);
    return store.change(
        keys.shard(),
        draft -> {
          draft.useReserve();
          Optional<Letter> letter = read(draft, keys);
          if (letter.isEmpty()) {
            return Optional.empty();
          }
          Optional<Letter> begun = letter.map(Letters::reported);
          return begun.get().recipients().isEmpty() ? number(draft, letter.get()) : begun;
        });
  }

  /** Only the recipients of the first report that is begun and not ended. */
  private static Letter reported(Letter letter) {
    int number =
        letter.recipients().stream()
            .mapToInt(to -> to.row().getReport())
            .filter(report -> report != 0)
            .min()
            .orElse(0);
    return new Letter(
        letter.row(),
        letter.recipients().stream()
            .filter(to -> number != 0 && to.row().getReport() == number)
            .toList());
  }

  private static Optional<Letter> number(Draft draft, Letter letter) {
    int number = letter.row().getReports() + 1;
    List<Letter.To> told = new ArrayList<>();
    letter.recipients().stream()
        .filter(to -> to.row().getReportWanted())
        .limit(BATCH)
        .forEach(to -> {
          var row = to.row().toBuilder().setReportWanted(false).setReport(number).build();
          draft.put(letter.keys().recipient(to.index()), Row.write(row));
          told.add(new Letter.To(to.index(), row));
        });
    if (told.isEmpty()) {
      return Optional.empty();
    }
    QueuedRow row = letter.row().toBuilder().setReports(number).build();
    draft.put(letter.keys().message(), Row.write(row));
    return Optional.of(new Letter(row, told));
  }

  /** A report was accepted. */
  void endReport(String id, int number) {
    QueueKeys keys = QueueKeys.of(id);
    store.update(
        keys.shard(),
        draft -> {
          draft.useReserve();
          read(draft, keys).stream()
              .flatMap(letter -> letter.recipients().stream())
              .filter(to -> to.row().getReport() == number)
              .forEach(to -> {
                var row = to.row().toBuilder().setReport(0).build();
                draft.put(keys.recipient(to.index()), Row.write(row));
              });
        });
  }

  /**
   * Ends a round of attempts: plans the next one, or takes a message out that is done.
   *
   * @return the timer that is to be scheduled; empty when there is nothing to wait for
   */
  Optional<Timers.Timer> settle(String id) {
    QueueKeys keys = QueueKeys.of(id);
    return store.change(
        keys.shard(),
        draft -> {
          draft.useReserve();
          Optional<Letter> letter = read(draft, keys);
          if (letter.isEmpty()) {
            return Optional.empty();
          }
          if (letter.get().isDone()) {
            remove(draft, letter.get(), false);
            return Optional.empty();
          }
          Optional<Timers.Timer> next = next(letter.get());
          next.ifPresentOrElse(
              timer -> Timers.write(draft, timer), () -> Timers.erase(draft, TIMER, id));
          return next;
        });
  }

  private static Optional<Timers.Timer> next(Letter letter) {
    if (letter.isHeld()) {
      return Optional.empty();
    }
    return letter.recipients().stream()
        .filter(Letter.To::isWaiting)
        .min(Comparator.comparingLong(to -> to.row().getNextMs()))
        .map(to -> {
          Instant due = Instant.ofEpochMilli(to.row().getNextMs());
          return new Timers.Timer(TIMER, letter.id(), due, Lanes.of(letter, to));
        });
  }

  /** Takes a message out, whatever became of it; false when it was not there. */
  boolean delete(String id) {
    QueueKeys keys = QueueKeys.of(id);
    return store.change(
        keys.shard(),
        draft -> {
          draft.useReserve();
          Optional<Letter> letter = read(draft, keys);
          letter.ifPresent(found -> remove(draft, found, true));
          return letter.isPresent();
        });
  }

  /** What does not fit into this commit is swept: without the message it counts for nothing. */
  private void remove(Draft draft, Letter letter, boolean thrownAway) {
    QueueKeys keys = letter.keys();
    if (sent.keeps(letter)) {
      sent.end(draft, letter, thrownAway);
    } else {
      letter.recipients().stream()
          .limit(BATCH)
          .forEach(to -> draft.delete(keys.recipient(to.index())));
    }
    draft.delete(keys.message());
    draft.delete(keys.body());
    Timers.erase(draft, TIMER, letter.id());
    var finished = FinishedRow.newBuilder().setAtMs(clock.millis()).build();
    draft.put(keys.finished(), Row.write(finished));
  }

  /** Removes what no message needs any more. */
  void sweep() {
    sent.sweep();
    long old = clock.instant().minus(REMEMBERED).toEpochMilli();
    for (int shard = 0; shard < Timers.SHARDS; shard++) {
      var partition = new Partition(Partition.Kind.QUEUE, shard);
      Rows rows = rows(shard);
      List<Key> dead = new ArrayList<>();
      rows.each(
          KeyRange.collection(QueueKeys.FINISHED),
          entry -> {
            if (Row.read(entry.value(), FinishedRow.parser()).getAtMs() < old) {
              dead.add(entry.key());
            }
          });
      rows.each(
          KeyRange.collection(QueueKeys.RECIPIENT),
          entry -> {
            // A message that is being accepted may not be there yet, so only old ones.
            QueueKeys keys = QueueKeys.of(entry.key());
            long at = Row.read(entry.value(), QueuedRecipientRow.parser()).getNextMs();
            boolean needed =
                rows.get(keys.message()).isPresent() || rows.get(keys.sent()).isPresent();
            if (at < old && !needed) {
              dead.add(entry.key());
            }
          });
      for (int from = 0; from < dead.size(); from += BATCH) {
        List<Key> some = dead.subList(from, Math.min(dead.size(), from + BATCH));
        store.update(partition, draft -> some.forEach(draft::delete));
      }
    }
    new Trimming(store, LogHorizon.UNREAD).all(Partition.Kind.QUEUE, clock.instant());
  }

  static QueuedRow unpaused(QueuedRow row) {
    return row.toBuilder().setPaused(false).build();
  }

  /** The recipient, to be tried from this time on. */
  static Letter.To waiting(Letter.To to, Instant due) {
    var row = to.row().toBuilder().setState(DeliveryState.WAITING).setNextMs(due.toEpochMilli());
    return new Letter.To(to.index(), row.build());
  }
}

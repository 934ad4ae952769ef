package org.mailstead.post.queue;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.mailstead.post.Timers;
import org.mailstead.post.rows.QueuedRow;
import org.mailstead.post.sending.Sender;
import org.mailstead.post.sending.SendingWatch;
import org.mailstead.store.Blobs;
import org.mailstead.words.AccountId;

/** What an operator sees of the queue, and does to messages in it. */
public final class QueueControl {
  private final Letters letters;
  private final Blobs blobs;
  private final Timers timers;
  private final Destinations destinations;
  private final SendingWatch senders;
  private final Traces traces;
  private final Submitted submitted;
  private final InstantSource clock;

  QueueControl(
      Letters letters,
      Blobs blobs,
      Timers timers,
      Destinations destinations,
      SendingWatch senders,
      Traces traces,
      Submitted submitted,
      InstantSource clock) {
    this.letters = letters;
    this.blobs = blobs;
    this.timers = timers;
    this.destinations = destinations;
    this.senders = senders;
    this.traces = traces;
    this.submitted = submitted;
    this.clock = clock;
  }

  /** The oldest messages in the queue, at most so many. */
  public List<QueuedMessage> list(int most) {
    Comparator<Arrived> order = Comparator.comparingLong(Arrived::at).thenComparing(Arrived::id);
    var oldest = new PriorityQueue<Arrived>(order.reversed());
    letters.each(row -> {
      oldest.add(new Arrived(row.getArrivedMs(), row.getId()));
      if (oldest.size() > most) {
        oldest.remove();
      }
    });
    return oldest.stream()
        .sorted(order)
        .flatMap(arrived -> letters.find(arrived.id()).stream())
        .map(QueuedMessage::of)
        .toList();
  }

  private record Arrived(long at, String id) {}

  /** Messages in the queue. */
  public long count() {
    var count = new long[1];
    letters.each(_ -> count[0]++);
    return count[0];
  }

  /**
   * A message with its header.
   *
   * @param header octets up to the empty line, at most 64 KiB of them
   */
  public record Shown(QueuedMessage message, byte[] header) {}

  /** Empty when it is not in the queue (any more). */
  public Optional<Shown> show(String id) throws IOException {
    Optional<Letter> letter = letters.find(id);
    if (letter.isEmpty()) {
      return Optional.empty();
    }
    byte[] header = new Content(letters, letter.get(), blobs).header();
    return Optional.of(new Shown(QueuedMessage.of(letter.get()), header));
  }

  /** Tries what waits now; false when it is not there. */
  public boolean retry(String id) {
    destinations.forgetDown();
    Instant now = clock.instant();
    return change(id, row -> row, to -> to.isWaiting() ? Letters.waiting(to, now) : to);
  }

  /** Tries all messages now; returns how many. */
  public int retryAll() {
    return all(this::retry);
  }

  /** Holds all messages; returns how many. */
  public int holdAll() {
    return all(this::hold);
  }

  private int all(Predicate<String> change) {
    var count = new int[1];
    letters.each(row -> count[0] += change.test(row.getId()) ? 1 : 0);
    return count[0];
  }

  /** Destinations of late, the busiest first, at most so many. */
  public List<DestinationState> destinations(int most) {
    return destinations.states(most);
  }

  /** Keeps a message from being tried, until it is released; false when it is not there. */
  public boolean hold(String id) {
    traces.note(id, "the operator holds it");
    return change(id, row -> row.toBuilder().setHeld(true).build(), to -> to);
  }

  /** Lets a held message go, also when sending is off; false when it is not there. */
  public boolean release(String id) {
    traces.note(id, "the operator lets it go");
    Instant now = clock.instant();
    return change(
        id,
        row -> Letters.unpaused(row).toBuilder().setHeld(false).build(),
        to -> {
          var row = Letters.waiting(to, now).row().toBuilder().setReleased(true).build();
          return new Letter.To(to.index(), row);
        });
  }

  private boolean change(String id, UnaryOperator<QueuedRow> row, UnaryOperator<Letter.To> to) {
    Optional<Letter> letter = letters.change(id, row);
    letter.ifPresent(found -> {
      letters.recipients(id, found.recipients().stream().map(Letter.To::index).toList(), to);
      submitted.changed(found);
      wake(id);
    });
    return letter.isPresent();
  }

  /** Plans what is to be done about a message now. */
  void wake(String id) {
    letters
        .settle(id)
        .ifPresentOrElse(timers::schedule, () -> timers.unschedule(Letters.TIMER, id));
  }

  /** Throws a message away without a report; false when it is not there. */
  public boolean delete(String id) {
    traces.note(id, "the operator throws it away");
    timers.unschedule(Letters.TIMER, id);
    Optional<Letter> letter = letters.find(id);
    boolean deleted = letters.delete(id);
    letter.ifPresent(submitted::changed);
    return deleted;
  }

  /** Lets a sender send again, with what was held meanwhile; false when it was not paused. */
  public boolean resume(Sender sender) {
    boolean was = senders.resume(sender);
    letters.each(row -> {
      if (row.getPaused() && !senders.isPaused(new AccountId(row.getSender()))) {
        change(row.getId(), Letters::unpaused, to -> to);
      }
    });
    return was;
  }
}

package org.mailstead.post.queue;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.mailstead.post.Timers;
import org.mailstead.post.rows.AnswerRow;
import org.mailstead.post.rows.DeliveryState;
import org.mailstead.post.rows.QueuedRecipientRow;
import org.mailstead.post.sending.SendingWatch;
import org.mailstead.store.Blobs;
import org.mailstead.store.HourlyCounts;
import org.mailstead.words.AccountId;
import org.mailstead.words.Refused;

/** One round for one message: everything that is due is tried, and what came of it is stored. */
final class Rounds {
  private static final System.Logger LOG = System.getLogger(Rounds.class.getName());

  private static final int NOTE_ATTEMPTS = 6;

  private final Letters letters;
  private final Blobs blobs;
  private final LocalDelivery local;
  private final InstantSource clock;
  private final Supplier<QueueConfig> config;
  private final Semaphore workers;
  private final Departures departures;
  private final Reports reports;
  private final Submitted submitted;
  private final Suppressions suppressions;
  private final Traces traces;
  private final SendingWatch senders;
  private final HourlyCounts counts;

  Rounds(
      Letters letters,
      Blobs blobs,
      LocalDelivery local,
      Departures departures,
      Reports reports,
      Submitted submitted,
      Suppressions suppressions,
      Traces traces,
      SendingWatch senders,
      HourlyCounts counts,
      Supplier<QueueConfig> config,
      InstantSource clock) {
    this.letters = letters;
    this.blobs = blobs;
    this.local = local;
    this.departures = departures;
    this.reports = reports;
    this.submitted = submitted;
    this.suppressions = suppressions;
    this.traces = traces;
    this.senders = senders;
    this.counts = counts;
    this.clock = clock;
    this.config = config;
    this.workers = new Semaphore(config.get().workers(), true);
  }

  /**
   * Tries what is due in the timer's lane, and in others as far as nothing need be waited for, and
   * tells senders. Returns when the next round is; empty when there is none.
   */
  Optional<Timers.Timer> work(Timers.Timer timer) {
    String id = timer.id();
    Optional<Letter> found = letters.find(id);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    if (found.get().recipients().stream().anyMatch(Letter.To::isUntold)) {
      reports.tell(id); // a crash came between
    }
    Letter letter = found.get();
    if (pauses(letter)) {
      return letters.settle(id);
    }
    long now = clock.millis();
    List<Letter.To> due =
        letter.isHeld()
            ? List.of()
            : letter.recipients().stream()
                .filter(to -> to.isWaiting() && to.row().getNextMs() <= now)
                .filter(to -> Lanes.isFor(timer, to))
                .toList();
    var content = new Content(letters, letter, blobs);
    var out = new AtomicBoolean();
    Consumer<Map<Integer, Result>> note =
        some -> {
          if (note(letter, some)) {
            out.set(true);
          }
        };
    note.accept(here(letter, content, due.stream().filter(Letter.To::isHere).toList()));
    List<Letter.To> outside = due.stream().filter(to -> !to.isHere()).toList();
    if (!outside.isEmpty()) {
      departures.elsewhere(letter, content, outside, timer.lane(), note);
    }
    if (out.get()) { // so nobody has to be told anything
      return Optional.empty();
    }
    reports.tell(id);
    return letters.settle(id);
  }

  /** Holds what an account sent that may send no more, unless the operator let it go. */
  private boolean pauses(Letter letter) {
    Optional<AccountId> sender = letter.sender();
    boolean released = letter.recipients().stream().anyMatch(to -> to.row().getReleased());
    if (released || letter.isHeld() || sender.filter(senders::isPaused).isEmpty()) {
      return false;
    }
    letters.change(letter.id(), row -> row.toBuilder().setPaused(true).build());
    if (!senders.isPaused(sender.get())) { // resumed meanwhile, perhaps before it was marked
      letters.change(letter.id(), Letters::unpaused);
      return false;
    }
    traces.note(letter.id(), "held: its sender is paused");
    return true;
  }

  private Map<Integer, Result> here(Letter letter, Content content, List<Letter.To> due) {
    Map<Integer, Result> results = new ConcurrentHashMap<>();
    List<Thread> threads = new ArrayList<>();
    for (Letter.To to : due) {
      workers.acquireUninterruptibly();
      threads.add(
          Thread.ofVirtual()
              .start(() -> {
                try {
                  results.put(to.index(), local.deliver(letter, content, to));
                } catch (RuntimeException e) {
                  results.put(to.index(), broken(letter, e));
                } finally {
                  workers.release();
                }
              }));
    }
    threads.forEach(Rounds::join);
    return results;
  }

  /** A fault of ours must not turn into a message that is tried without a pause. */
  private Result broken(Letter letter, RuntimeException e) {
    LOG.log(ERROR, "queued message " + letter.id() + " could not be tried", e);
    return new Result.Later(
        Result.Why.OURS,
        new Result.Said(0, "4.3.0", "this server has a fault", "", clock.instant()));
  }

  static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Stores what became of recipients; whoever was not tried keeps the row it has.
   *
   * @return whether the message is out of the queue with this
   */
  private boolean note(Letter letter, Map<Integer, Result> results) {
    if (results.isEmpty()) {
      return false;
    }
    Instant now = clock.instant();
    boolean out =
        persistently(
            letter.id(),
            List.copyOf(results.keySet()),
            to -> {
              Result result = results.get(to.index());
              return result == null
                  ? to
                  : new Letter.To(to.index(), after(letter, to, result, now));
            });
    submitted.changed(letter);
    results.forEach((index, result) -> {
      Letter.To to = letter.recipients().get(index);
      learn(letter, to, result);
      if (result instanceof Result.Relayed) {
        counts.add("out");
      }
      traces.note(letter.id(), Traces.words(to, result));
    });
    results.forEach((index, result) ->
        LOG.log(
            INFO,
            () ->
                "queue id="
                    + letter.id()
                    + " recipient="
                    + index
                    + " "
                    + result.getClass().getSimpleName()));
    return out;
  }

  /** Only a server's own word counts, not what became of somebody's rights or of its content. */
  private void learn(Letter letter, Letter.To to, Result result) {
    switch (result) {
      case Result.Relayed _ -> {
        suppressions.somebody(to.address());
        letter.sender().ifPresent(sender -> senders.answered(sender, false));
      }
      case Result.Failed(var said) -> {
        if (said.code() != 0) {
          letter.sender().ifPresent(sender -> senders.answered(sender, true));
        }
        if (said.code() != 0
            && Category.of(said.code(), said.status(), said.text()).meansNobody()) {
          suppressions.nobody(to.address(), said.code() + " " + said.text());
        }
      }
      case Result.Delivered _, Result.Later _, Result.Unsent _ -> {}
    }
  }

  /** What another server has taken must not be forgotten because the store stumbles. */
  private boolean persistently(String id, List<Integer> indexes, UnaryOperator<Letter.To> change) {
    for (int attempt = 1; ; attempt++) {
      try {
        return letters.recipients(id, indexes, change);
      } catch (Refused e) {
        if (attempt == NOTE_ATTEMPTS) {
          throw e;
        }
        pause(Duration.ofMillis(100L << attempt));
      }
    }
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private QueuedRecipientRow after(Letter letter, Letter.To to, Result result, Instant now) {
    QueuedRecipientRow.Builder row = to.row().toBuilder();
    switch (result) {
      case Result.Delivered() ->
          row.setState(DeliveryState.DELIVERED).setAttempts(row.getAttempts() + 1);
      case Result.Relayed(boolean tells, var said) ->
          row.setState(tells ? DeliveryState.RELAYED : DeliveryState.RELAYED_BLINDLY)
              .setAttempts(row.getAttempts() + 1)
              .setLast(answer(said));
      case Result.Failed(var said) ->
          row.setState(DeliveryState.FAILED)
              .setAttempts(row.getAttempts() + 1)
              .setLast(answer(said));
      case Result.Unsent() -> row.setState(DeliveryState.HELD);
      case Result.Later(var why, var said) -> {
        row.setAttempts(row.getAttempts() + 1).setLast(answer(said));
        new Backoff(config.get())
            .next(why, row.getAttempts(), letter.begin(), now)
            .map(next ->
                letter.by().filter(by -> now.isBefore(by) && by.isBefore(next)).orElse(next))
            .ifPresentOrElse(
                next -> row.setNextMs(next.toEpochMilli()),
                () -> row.setState(DeliveryState.FAILED));
      }
    }
    return new ReportRules(config.get().delayReport()).mark(letter, row, now).build();
  }

  private static AnswerRow answer(Result.Said said) {
    return AnswerRow.newBuilder()
        .setCode(said.code())
        .setStatus(said.status())
        .setText(said.text())
        .setHost(said.host())
        .setAtMs(said.at().toEpochMilli())
        .setCategory(Category.of(said.code(), said.status(), said.text()).name())
        .build();
  }
}

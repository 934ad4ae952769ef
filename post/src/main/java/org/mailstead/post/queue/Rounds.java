package org.mailstead.post.queue;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.function.UnaryOperator;
import org.mailstead.post.Timers;
import org.mailstead.post.rows.AnswerRow;
import org.mailstead.post.rows.DeliveryState;
import org.mailstead.post.rows.QueuedRecipientRow;
import org.mailstead.post.sending.SendingWatch;
import org.mailstead.store.Blobs;
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
  private final Backoff backoff;
  private final Semaphore workers;
  private final Outbound outbound;
  private final Reports reports;
  private final Suppressions suppressions;
  private final Traces traces;
  private final SendingWatch senders;
  private final Srs srs;
  private final ReportRules rules;
  private final boolean sending;

  Rounds(
      Letters letters,
      Blobs blobs,
      LocalDelivery local,
      Outbound outbound,
      Reports reports,
      Suppressions suppressions,
      Traces traces,
      SendingWatch senders,
      Srs srs,
      QueueConfig config,
      InstantSource clock) {
    this.letters = letters;
    this.blobs = blobs;
    this.local = local;
    this.outbound = outbound;
    this.reports = reports;
    this.suppressions = suppressions;
    this.traces = traces;
    this.senders = senders;
    this.srs = srs;
    this.rules = new ReportRules(config.delayReport());
    this.sending = config.sending();
    this.clock = clock;
    this.backoff = new Backoff(config);
    this.workers = new Semaphore(config.workers(), true);
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
    here(letter, content, due.stream().filter(Letter.To::isHere).toList());
    List<Letter.To> outside = due.stream().filter(to -> !to.isHere()).toList();
    if (!outside.isEmpty()) {
      elsewhere(letter, content, outside, timer.lane());
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

  private void here(Letter letter, Content content, List<Letter.To> due) {
    if (due.isEmpty()) {
      return;
    }
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
    note(letter, results);
  }

  /**
   * Each domain by itself. Only the lane's own domain is waited for: whoever would have to wait for
   * a turn at another one comes back in its lane, so that a slow one keeps no other waiting.
   */
  private void elsewhere(Letter letter, Content content, List<Letter.To> due, long lane) {
    Map<Integer, Result> unsent = new HashMap<>();
    Map<Group, List<Letter.To>> groups = new LinkedHashMap<>();
    for (Letter.To to : due) {
      Optional<Suppressions.Entry> suppressed = suppressions.find(to.address());
      if (letter.isOver(clock.instant())) {
        unsent.put(to.index(), late(to));
      } else if (suppressed.isPresent()) {
        unsent.put(to.index(), refused(suppressed.get()));
      } else if (sending || to.row().getReleased()) {
        groups.computeIfAbsent(Group.of(to), _ -> new ArrayList<>()).add(to);
      } else {
        unsent.put(to.index(), new Result.Unsent());
      }
    }
    note(letter, unsent);
    Queue<RuntimeException> failures = new ConcurrentLinkedQueue<>();
    List<Thread> threads = new ArrayList<>();
    groups.forEach((to, group) ->
        threads.add(
            Thread.ofVirtual()
                .name("to " + to.domain())
                .start(() -> {
                  long own = Lanes.of(to.domain(), letter.row().getPriority());
                  try {
                    send(letter, content, to, group, lane == 0 || lane == own);
                  } catch (RuntimeException e) {
                    failures.add(e);
                  }
                })));
    threads.forEach(Rounds::join);
    RuntimeException first = failures.poll();
    if (first != null) {
      throw first; // the timer comes again after a pause
    }
  }

  /** RFC 2852 section 4.1.4: what was to come back then. */
  private Result late(Letter.To to) {
    String last = to.row().hasLast() ? "; last: " + to.row().getLast().getText() : "";
    String why = "it was not delivered by the time asked for" + last;
    return new Result.Failed(new Result.Said(0, "5.4.7", why, "", clock.instant()));
  }

  private Result refused(Suppressions.Entry entry) {
    return new Result.Failed(new Result.Said(0, "5.1.1", entry.why(), "", clock.instant()));
  }

  private void send(
      Letter letter, Content content, Group to, List<Letter.To> group, boolean waits) {
    Letter sent = to.forwarded() ? letter.from(letter.returnPath().map(srs::forward)) : letter;
    outbound
        .way(sent, to.domain(), waits)
        .ifPresent(way ->
            note(letter, outbound.send(sent, content, way, group, some -> note(letter, some))));
  }

  /** Recipients that one conversation can reach, with one sender. */
  private record Group(String domain, boolean forwarded) {
    static Group of(Letter.To to) {
      return new Group(to.address().domain(), to.row().getForwarded());
    }
  }

  /** A fault of ours must not turn into a message that is tried without a pause. */
  private Result broken(Letter letter, RuntimeException e) {
    LOG.log(ERROR, "queued message " + letter.id() + " could not be tried", e);
    return new Result.Later(
        Result.Why.OURS,
        new Result.Said(0, "4.3.0", "this server has a fault", "", clock.instant()));
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Stores what became of recipients; whoever was not tried keeps the row it has. */
  private void note(Letter letter, Map<Integer, Result> results) {
    if (results.isEmpty()) {
      return;
    }
    Instant now = clock.instant();
    persistently(
        letter.id(),
        List.copyOf(results.keySet()),
        to -> {
          Result result = results.get(to.index());
          return result == null ? to : new Letter.To(to.index(), after(letter, to, result, now));
        });
    results.forEach((index, result) -> {
      Letter.To to = letter.recipients().get(index);
      learn(letter, to, result);
      traces.note(letter.id(), Traces.words(to, result));
    });
    results.forEach((index, result) ->
        LOG.log(
            INFO,
            "queue id={0} recipient={1} {2}",
            letter.id(),
            index,
            result.getClass().getSimpleName()));
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
  private void persistently(String id, List<Integer> indexes, UnaryOperator<Letter.To> change) {
    for (int attempt = 1; ; attempt++) {
      try {
        letters.recipients(id, indexes, change);
        return;
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
        backoff
            .next(why, row.getAttempts(), letter.begin(), now)
            .map(next ->
                letter.by().filter(by -> now.isBefore(by) && by.isBefore(next)).orElse(next))
            .ifPresentOrElse(
                next -> row.setNextMs(next.toEpochMilli()),
                () -> row.setState(DeliveryState.FAILED));
      }
    }
    return rules.mark(letter, row, now).build();
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

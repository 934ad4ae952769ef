package org.mailstead.post;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.WARNING;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.mailstead.store.Accounts;
import org.mailstead.store.Draft;
import org.mailstead.store.Partition;

/**
 * What is to happen at a time, also after a restart. A timer is a row in a queue shard, so it can
 * be set in the commit that makes it necessary. Memory holds only those that are due soon; the
 * others are read when their time comes near, so a million of them make no start slow. A job is
 * called at least once: it moves or removes its timer in its own commit, and one that did not
 * before the server stopped is called again.
 */
public final class Timers implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Timers.class.getName());

  /** Partitions of kind QUEUE. */
  public static final int SHARDS = 64;

  /** The clock may be set, and machines sleep: nothing is waited for longer without a look. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  private static final Duration AFTER_FAILURE = Duration.ofMinutes(1);

  private final Accounts store;
  private final InstantSource clock;
  private final Map<String, Consumer<Timer>> jobs = new ConcurrentHashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Condition room = lock.newCondition();
  private final TimerPlan plan = new TimerPlan();
  private final TimerReader reader;
  private boolean running;

  /**
   * One thing to happen.
   *
   * @param kind which job does it
   * @param id unique within the kind: setting it again moves the timer
   * @param payload the job's own
   * @param lane of those in one lane only some are done at a time, and the others wait without
   *     holding up other lanes; 0 for a timer that waits for none
   */
  public record Timer(String kind, String id, Instant due, byte[] payload, long lane) {
    private static final byte[] NOTHING = {};

    public Timer(String kind, String id, Instant due, long lane) {
      this(kind, id, due, NOTHING, lane);
    }

    public Timer(String kind, String id, Instant due, byte[] payload) {
      this(kind, id, due, payload, 0);
    }

    public Timer(String kind, String id, Instant due) {
      this(kind, id, due, NOTHING, 0);
    }

    /** The same at another time. */
    public Timer at(Instant time) {
      return new Timer(kind, id, time, payload, lane);
    }

    TimerRows.Mark mark() {
      return TimerRows.Mark.of(kind, id);
    }
  }

  public Timers(Accounts store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
    this.reader = new TimerReader(store, plan, lock);
  }

  /** The shard in which an id's timers stand. */
  public static Partition shard(String id) {
    return new Partition(Partition.Kind.QUEUE, Threads.hash(id)[0] & (SHARDS - 1));
  }

  /** Says who does timers of a kind; before the start. The job runs on a thread of its own. */
  public void on(String kind, Consumer<Timer> job) {
    jobs.put(kind, job);
  }

  /** Sets or moves a timer. */
  public void set(Timer timer) {
    store.update(
        shard(timer.id()),
        draft -> {
          draft.useReserve(); // what it is set for was promised, or makes room
          write(draft, timer);
        });
    schedule(timer);
  }

  /** Removes a timer; it may be running already. */
  public void cancel(String kind, String id) {
    store.update(shard(id), draft -> erase(draft, kind, id));
    unschedule(kind, id);
  }

  /** Sets a timer in a change of its shard; {@link #schedule} it when the change stands. */
  public static void write(Draft draft, Timer timer) {
    TimerRows.write(draft, timer);
  }

  /** Removes a timer in a change of its shard. */
  public static void erase(Draft draft, String kind, String id) {
    TimerRows.erase(draft, kind, id);
  }

  /** Plans a timer whose row is written, in the place of one of its name. */
  public void schedule(Timer timer) {
    lock.lock();
    try {
      reader.wrote(timer, clock.instant(), running);
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Plans a timer for this time although its row says another one. */
  public void postpone(Timer timer) {
    lock.lock();
    try {
      reader.touched(timer.mark());
      plan.put(timer);
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Forgets a timer's plan. */
  public void unschedule(String kind, String id) {
    var mark = TimerRows.Mark.of(kind, id);
    lock.lock();
    try {
      reader.touched(mark);
      plan.remove(mark);
    } finally {
      lock.unlock();
    }
  }

  /** Timers in memory. */
  public int size() {
    lock.lock();
    try {
      return plan.size();
    } finally {
      lock.unlock();
    }
  }

  /** Reads what is due soon, then begins. */
  public void start() {
    for (int shard = 0; shard < SHARDS; shard++) {
      TimerRows.order(store, new Partition(Partition.Kind.QUEUE, shard));
    }
    lock.lock();
    try {
      running = true;
    } finally {
      lock.unlock();
    }
    Thread.ofVirtual().name("timers").start(this::run);
    Thread.ofVirtual().name("timers' reader").start(this::readOn);
  }

  private void run() {
    lock.lock();
    try {
      while (running) {
        fire();
        boolean _ = changed.await(pause().toNanos(), TimeUnit.NANOSECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  /** Beside the thread that fires: what is in memory does not wait for what is read. */
  private void readOn() {
    while (true) {
      boolean behind = read();
      lock.lock();
      try {
        if (!running) {
          return;
        }
        changed.signal();
        if (!behind && !reader.wantsMissed()) {
          boolean _ = room.await(reader.untilMissed(LOOK).toNanos(), TimeUnit.NANOSECONDS);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } finally {
        lock.unlock();
      }
    }
  }

  /** Whether more is to be read at once. */
  private boolean read() {
    try {
      return reader.read(clock.instant());
    } catch (RuntimeException e) {
      LOG.log(WARNING, "timers cannot be read now", e);
      return false;
    }
  }

  private void fire() {
    Instant now = clock.instant();
    for (Optional<Timer> next = plan.next(now);
        running && next.isPresent();
        next = plan.next(now)) {
      Timer timer = next.get();
      reader.touched(timer.mark());
      Thread.ofVirtual().name("timer " + timer.kind()).start(() -> fire(timer));
    }
  }

  private Duration pause() {
    Duration wait = plan.nextDue().map(due -> Duration.between(clock.instant(), due)).orElse(LOOK);
    return wait.compareTo(LOOK) < 0 ? wait : LOOK;
  }

  private void fire(Timer timer) {
    Consumer<Timer> job = jobs.get(timer.kind());
    try {
      if (job == null) {
        throw new IllegalStateException("no job for timers of kind " + timer.kind());
      }
      job.accept(timer);
    } catch (RuntimeException e) {
      LOG.log(ERROR, "timer " + timer.kind() + " " + timer.id() + " failed", e);
      postpone(timer.at(clock.instant().plus(AFTER_FAILURE)));
    } finally {
      fired(timer);
    }
  }

  private void fired(Timer timer) {
    lock.lock();
    try {
      reader.touched(timer.mark());
      plan.end(timer);
      changed.signal();
      room.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Whether no job runs and none is due. */
  public boolean isQuiet() {
    lock.lock();
    try {
      Instant now = clock.instant();
      return plan.isQuiet(now) && (!running || reader.hasRead(now));
    } finally {
      lock.unlock();
    }
  }

  /** Looks at the clock now, which somebody has set. */
  public void look() {
    lock.lock();
    try {
      changed.signal();
      room.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Calls no job any more; those that run go on. */
  @Override
  public void close() {
    lock.lock();
    try {
      running = false;
      changed.signal();
      room.signal();
    } finally {
      lock.unlock();
    }
  }
}

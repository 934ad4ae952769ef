package org.mailstead.post;

import static java.lang.System.Logger.Level.ERROR;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.mailstead.post.rows.TimerRow;
import org.mailstead.store.Accounts;
import org.mailstead.store.Draft;
import org.mailstead.store.Key;
import org.mailstead.store.KeyRange;
import org.mailstead.store.Partition;
import org.mailstead.store.Row;

/**
 * What is to happen at a time, also after a restart. A timer is a row in a queue shard, so it can
 * be set in the commit that makes it necessary; the schedule is kept in memory and read anew at
 * start. A job is called at least once: it moves or removes its timer in its own commit, and one
 * that did not before the server stopped is called again.
 */
public final class Timers implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Timers.class.getName());

  /** Partitions of kind QUEUE. */
  public static final int SHARDS = 64;

  private static final int TIMER = 0x10;

  /** The clock may be set, and machines sleep: nothing is waited for longer without a look. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  private static final Duration AFTER_FAILURE = Duration.ofMinutes(1);

  private final Accounts store;
  private final InstantSource clock;
  private final Map<String, Consumer<Timer>> jobs = new ConcurrentHashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<Name, Timer> current = new HashMap<>();
  private final PriorityQueue<Timer> byTime = new PriorityQueue<>(Comparator.comparing(Timer::due));
  private boolean running;
  private int firing;

  private record Name(String kind, String id) {}

  /**
   * One thing to happen.
   *
   * @param kind which job does it
   * @param id unique within the kind: setting it again moves the timer
   * @param payload the job's own
   */
  public record Timer(String kind, String id, Instant due, byte[] payload) {
    private static final byte[] NOTHING = {};

    public Timer(String kind, String id, Instant due) {
      this(kind, id, due, NOTHING);
    }

    private Name name() {
      return new Name(kind, id);
    }
  }

  public Timers(Accounts store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
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
    var row =
        TimerRow.newBuilder()
            .setKind(timer.kind())
            .setId(timer.id())
            .setDueMs(timer.due().toEpochMilli())
            .setPayload(ByteString.copyFrom(timer.payload()));
    draft.put(key(timer.kind(), timer.id()), Row.write(row.build()));
  }

  /** Removes a timer in a change of its shard. */
  public static void erase(Draft draft, String kind, String id) {
    draft.delete(key(kind, id));
  }

  private static Key key(String kind, String id) {
    byte[] hash = Threads.hash(kind + "/" + id);
    return Key.of(TIMER, ByteBuffer.wrap(hash).getLong(), hash);
  }

  /** Plans a timer in memory, in the place of one of its name. */
  public void schedule(Timer timer) {
    lock.lock();
    try {
      current.put(timer.name(), timer);
      byTime.add(timer);
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Forgets a timer's plan. */
  public void unschedule(String kind, String id) {
    lock.lock();
    try {
      current.remove(new Name(kind, id));
    } finally {
      lock.unlock();
    }
  }

  /** Timers planned. */
  public int size() {
    lock.lock();
    try {
      return current.size();
    } finally {
      lock.unlock();
    }
  }

  /** Reads the schedule, then begins. */
  public void start() {
    for (int shard = 0; shard < SHARDS; shard++) {
      store
          .read(new Partition(Partition.Kind.QUEUE, shard))
          .each(KeyRange.collection(TIMER), entry -> schedule(timer(entry.value())));
    }
    lock.lock();
    try {
      running = true;
    } finally {
      lock.unlock();
    }
    Thread.ofVirtual().name("timers").start(this::run);
  }

  private static Timer timer(byte[] value) {
    TimerRow row = Row.read(value, TimerRow.parser());
    Instant due = Instant.ofEpochMilli(row.getDueMs());
    return new Timer(row.getKind(), row.getId(), due, row.getPayload().toByteArray());
  }

  private void run() {
    lock.lock();
    try {
      while (running) {
        Timer next = next();
        Instant now = clock.instant();
        if (next != null && !next.due().isAfter(now)) {
          byTime.remove();
          current.remove(next.name());
          firing++;
          Thread.ofVirtual().name("timer " + next.kind()).start(() -> fire(next));
          continue;
        }
        Duration wait = next == null ? LOOK : Duration.between(now, next.due());
        long nanos = Math.min(wait.toNanos(), LOOK.toNanos());
        boolean _ = changed.await(nanos, TimeUnit.NANOSECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  /** The earliest; those that were moved or removed meanwhile are left out. */
  private @Nullable Timer next() {
    Timer first = byTime.peek();
    while (first != null && !first.equals(current.get(first.name()))) {
      byTime.remove();
      first = byTime.peek();
    }
    return first;
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
      Instant later = clock.instant().plus(AFTER_FAILURE);
      schedule(new Timer(timer.kind(), timer.id(), later, timer.payload()));
    } finally {
      fired();
    }
  }

  private void fired() {
    lock.lock();
    try {
      firing--;
    } finally {
      lock.unlock();
    }
  }

  /** Whether no job runs and none is due. */
  public boolean isQuiet() {
    lock.lock();
    try {
      Timer next = next();
      return firing == 0 && (next == null || next.due().isAfter(clock.instant()));
    } finally {
      lock.unlock();
    }
  }

  /** Looks at the clock now, which somebody has set. */
  public void look() {
    lock.lock();
    try {
      changed.signal();
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
    } finally {
      lock.unlock();
    }
  }
}

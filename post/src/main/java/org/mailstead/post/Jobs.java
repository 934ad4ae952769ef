package org.mailstead.post;

import static java.lang.System.Logger.Level.INFO;

import com.google.protobuf.ByteString;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.mailstead.post.rows.JobRow;
import org.mailstead.store.Accounts;
import org.mailstead.store.Draft;
import org.mailstead.store.Key;
import org.mailstead.store.KeyRange;
import org.mailstead.store.Partition;
import org.mailstead.store.Row;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * Work too long for one commit or one answer: it goes on after a crash where it was, tells how far
 * it is, and can be stopped. A job is a row beside a {@link Timers timer}, which starts it and
 * starts it again; when it has ended the timer removes it some days later.
 *
 * <p>A part is done, then the row tells so: the same part may be done twice, when a crash falls
 * between. When no server runs, whoever asks for a job does it.
 */
public final class Jobs implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Jobs.class.getName());

  /** The kind of the timers. */
  private static final String TIMER = "job";

  /** Beside the collections of {@link Timers} and of the queue; stored: never change it. */
  private static final int JOBS = 0x11;

  /** How long it is told how a job ended. */
  private static final Duration KEPT = Duration.ofDays(7);

  private static final Duration BUSY = Duration.ofSeconds(1);
  private static final Duration LOOK = Duration.ofMillis(100);

  private final Accounts store;
  private final Timers timers;
  private final InstantSource clock;
  private final Map<String, Work> kinds = new ConcurrentHashMap<>();
  private final Set<String> working = ConcurrentHashMap.newKeySet();
  private volatile boolean serving;
  private volatile boolean closed;

  /** What jobs of a kind do. */
  public interface Work {
    /** Does a part, for at most a second or so. With the same cursor again it must do no harm. */
    Step step(Job job);

    /** Whether it may stop half-way. */
    boolean isCancellable();

    /** It is stopped half-way; what must know of that is told here. */
    default void stopped(Job job) {}
  }

  /** What a part of a job came to. */
  public sealed interface Step {
    /**
     * There is more.
     *
     * @param done of the whole, up to now
     */
    record More(byte[] cursor, long done) implements Step {}

    /** That was all. */
    record End(long done, String result) implements Step {}
  }

  public Jobs(Accounts store, Timers timers, InstantSource clock) {
    this.store = store;
    this.timers = timers;
    this.clock = clock;
    timers.on(TIMER, timer -> due(timer.id()));
  }

  /** Says who does jobs of a kind; before the timers start. */
  public void on(String kind, Work work) {
    kinds.put(kind, work);
  }

  /** From here on the timers, which are started next, do the jobs. */
  public void serve() {
    serving = true;
  }

  private static Partition shard(String id) {
    return Timers.shard(id);
  }

  private static Key key(String id) {
    byte[] hash = Threads.hash(id);
    return Key.of(JOBS, java.nio.ByteBuffer.wrap(hash).getLong(), hash);
  }

  private static Optional<JobRow> row(Draft draft, String id) {
    return draft.get(key(id)).map(row -> Row.read(row, JobRow.parser()));
  }

  // ---- what others ask

  /** Begins a job, unless one of its id runs already; returns the one that runs. */
  public Job begin(Job job) {
    Instant now = clock.instant();
    var timer = new Timers.Timer(TIMER, job.id(), now);
    JobRow stands =
        store.change(
            shard(job.id()),
            draft -> {
              Optional<JobRow> known = row(draft, job.id()).filter(r -> Job.of(r).isRunning());
              if (known.isPresent()) {
                return known.get();
              }
              draft.put(key(job.id()), Row.write(job.row(now)));
              Timers.write(draft, timer);
              return job.row(now);
            });
    timers.schedule(timer);
    return Job.of(stands);
  }

  public Optional<Job> find(String id) {
    return store.read(shard(id)).get(key(id)).map(row -> Job.of(Row.read(row, JobRow.parser())));
  }

  /** All jobs, the ended ones of the last days among them; the oldest first. */
  public List<Job> list() {
    List<Job> all = new ArrayList<>();
    for (int shard = 0; shard < Timers.SHARDS; shard++) {
      store
          .read(new Partition(Partition.Kind.QUEUE, shard))
          .each(
              KeyRange.collection(JOBS),
              entry -> all.add(Job.of(Row.read(entry.value(), JobRow.parser()))));
    }
    all.sort(Comparator.comparing(Job::begun).thenComparing(Job::id));
    return all;
  }

  /**
   * Has a job stop after the part that it is at; what is done stays done.
   *
   * @throws Refused NOT_FOUND, NOT_PERMITTED for one that must come to its end
   */
  public void cancel(String id) {
    Job job = find(id).filter(Job::isRunning).orElseThrow(() -> missing(id));
    if (!work(job.kind()).isCancellable()) {
      throw new Refused(Problem.Kind.NOT_PERMITTED, "job.must-end", id);
    }
    store.update(
        shard(id),
        draft ->
            row(draft, id)
                .ifPresent(
                    row -> draft.put(key(id), Row.write(row.toBuilder().setCancel(true).build()))));
  }

  private static Refused missing(String id) {
    return new Refused(Problem.Kind.NOT_FOUND, "job.missing", id);
  }

  /**
   * Waits for a job's end, and does it itself where no server does.
   *
   * @param looking is shown the job now and then; false when nobody looks any more
   * @return the job as it is then
   */
  public Job follow(String id, Predicate<Job> looking) {
    if (!serving) {
      return run(id, looking);
    }
    Job job = find(id).orElseThrow(() -> missing(id));
    while (job.isRunning() && looking.test(job) && !closed) {
      pause();
      job = find(id).orElseThrow(() -> missing(id));
    }
    return job;
  }

  private static void pause() {
    try {
      Thread.sleep(LOOK);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refused(Problem.Kind.UNAVAILABLE, "job.interrupted");
    }
  }

  // ---- doing them

  private void due(String id) {
    if (!working.add(id)) {
      // Its last run is just ending, or it was begun twice.
      timers.postpone(new Timers.Timer(TIMER, id, clock.instant().plus(BUSY)));
      return;
    }
    try {
      if (find(id).filter(Job::isRunning).isPresent()) {
        run(id, _ -> true);
      } else {
        forget(id);
      }
    } finally {
      working.remove(id);
    }
  }

  private Job run(String id, Predicate<Job> looking) {
    Job job = find(id).orElseThrow(() -> missing(id));
    while (job.isRunning() && looking.test(job) && !closed) {
      job = advance(job);
    }
    return job;
  }

  private Work work(String kind) {
    Work work = kinds.get(kind);
    if (work == null) {
      throw new IllegalStateException("nobody does jobs of kind " + kind);
    }
    return work;
  }

  private Job advance(Job job) {
    if (job.cancelled()) {
      work(job.kind()).stopped(job);
      return end(job.id(), Job.State.CANCELLED, job.done(), "stopped");
    }
    return switch (work(job.kind()).step(job)) {
      case Step.More(byte[] cursor, long done) -> note(job.id(), cursor, done);
      case Step.End(long done, String result) -> end(job.id(), Job.State.DONE, done, result);
    };
  }

  private Job note(String id, byte[] cursor, long done) {
    return store.change(
        shard(id),
        draft -> {
          draft.useReserve();
          JobRow row =
              row(draft, id).orElseThrow(() -> missing(id)).toBuilder()
                  .setCursor(ByteString.copyFrom(cursor))
                  .setDone(done)
                  .build();
          draft.put(key(id), Row.write(row));
          return Job.of(row);
        });
  }

  private Job end(String id, Job.State state, long done, String result) {
    Instant now = clock.instant();
    var timer = new Timers.Timer(TIMER, id, now.plus(KEPT));
    Job ended =
        store.change(
            shard(id),
            draft -> {
              draft.useReserve();
              JobRow row =
                  row(draft, id).orElseThrow(() -> missing(id)).toBuilder()
                      .setState(Job.row(state))
                      .setDone(done)
                      .setResult(result)
                      .setEndedMs(now.toEpochMilli())
                      .build();
              draft.put(key(id), Row.write(row));
              Timers.write(draft, timer);
              return Job.of(row);
            });
    timers.schedule(timer);
    LOG.log(INFO, "job {0} {1}: {2} {3}", id, ended.subject(), state, result);
    return ended;
  }

  private void forget(String id) {
    store.update(
        shard(id),
        draft -> {
          if (row(draft, id).filter(row -> Job.of(row).isRunning()).isEmpty()) {
            draft.delete(key(id));
            Timers.erase(draft, TIMER, id);
          }
        });
  }

  /** Waits a while for the parts that are being done; the next start goes on. */
  @Override
  public void close() {
    closed = true;
    for (int i = 0; i < 100 && !working.isEmpty(); i++) {
      pause();
    }
  }
}

package org.mailstead.store;

import static java.lang.System.Logger.Level.WARNING;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/**
 * The one way to change a partition. Works on one partition are done one after the other, and those
 * that wait while a commit is under way share the next one: sixteen deliveries to one account cost
 * a few flushes, not sixteen. The compare-and-set of the engine is the fence that keeps this right
 * when another node does the same; the lane here only makes losing it rare.
 */
public final class Accounts {
  private static final System.Logger LOG = System.getLogger(Accounts.class.getName());
  private static final int MAX_ATTEMPTS = 12;
  private static final int MAX_TOGETHER = 64;
  private static final int MOST_TAILS = 128;

  private final Engine engine;
  private final Watchers watchers;
  private final Space space;
  private final LogTails tails = new LogTails(MOST_TAILS);
  private final Map<Partition, Lane> lanes = new ConcurrentHashMap<>();

  /** For an engine that cannot run out of space. */
  public Accounts(Engine engine, Watchers watchers) {
    this(engine, watchers, Space.endless());
  }

  /**
   * @param space refuses works that write rows when it is low; those that only delete, and those
   *     that called {@link Draft#useReserve}, may go on into its reserve
   */
  public Accounts(Engine engine, Watchers watchers, Space space) {
    this.engine = engine;
    this.watchers = watchers;
    this.space = space;
  }

  /** A work and who waits for it. The turn completes with true for "lead", false for "done". */
  private static final class Task<T> {
    final Function<Draft, T> work;
    final CompletableFuture<Boolean> turn = new CompletableFuture<>();
    final CompletableFuture<T> result = new CompletableFuture<>();

    Task(Function<Draft, T> work) {
      this.work = work;
    }

    /** Runs the work on the draft; what it gives is told only once the commit stands. */
    Runnable on(Draft draft) {
      T value = work.apply(draft);
      return () -> {
        result.complete(value);
        turn.complete(false);
      };
    }

    void fail(RuntimeException why) {
      result.completeExceptionally(why);
      turn.complete(false);
    }
  }

  /** Those who want to change one partition; its monitor guards it. */
  private static final class Lane {
    final Deque<Task<?>> waiting = new ArrayDeque<>();
    boolean led;
  }

  /**
   * Changes a partition in one commit and returns what the work returned. The work may run several
   * times, on the thread of another caller and in one commit with others' works, so it must touch
   * nothing but the draft. When it throws, nothing of it is done.
   *
   * @throws Refused what the work throws, or UNAVAILABLE when the outcome cannot be known, or
   *     CONFLICT when others kept coming first, or NO_SPACE when the disk is nearly full
   */
  public <T> T change(Partition partition, Function<Draft, T> work) {
    var task = new Task<T>(work);
    if (enter(partition, task) || task.turn.join()) {
      lead(partition, task);
    }
    try {
      return task.result.join();
    } catch (java.util.concurrent.CompletionException e) {
      throw e.getCause() instanceof RuntimeException why ? why : e;
    }
  }

  /** The same for a work that has nothing to tell. */
  public void update(Partition partition, Consumer<Draft> work) {
    change(
        partition,
        draft -> {
          work.accept(draft);
          return true;
        });
  }

  private boolean enter(Partition partition, Task<?> task) {
    var first = new boolean[1];
    lanes.compute(
        partition,
        (_, known) -> {
          Lane lane = known == null ? new Lane() : known;
          lane.waiting.add(task);
          first[0] = !lane.led;
          lane.led = true;
          return lane;
        });
    return first[0];
  }

  /** Does its own work and those that came with it, then hands the lead to whoever waits. */
  private void lead(Partition partition, Task<?> own) {
    try {
      while (!own.result.isDone()) {
        together(partition);
      }
    } finally {
      lanes.computeIfPresent(
          partition,
          (_, lane) -> {
            Task<?> next = lane.waiting.peek();
            if (next == null) {
              return null;
            }
            next.turn.complete(true);
            return lane;
          });
    }
  }

  private void together(Partition partition) {
    List<Task<?>> batch = new ArrayList<>();
    lanes.computeIfPresent(
        partition,
        (_, lane) -> {
          while (batch.size() < MAX_TOGETHER && !lane.waiting.isEmpty()) {
            batch.add(lane.waiting.poll());
          }
          return lane;
        });
    List<Task<?>> left = batch;
    while (!left.isEmpty()) {
      try {
        left = commit(partition, left);
      } catch (RuntimeException | Error e) {
        RuntimeException why =
            e instanceof RuntimeException known ? known : new RuntimeException(e);
        left.forEach(task -> task.fail(why));
        throw e;
      }
    }
  }

  /** Commits as many of the tasks as fit together; returns those that did not. */
  private List<Task<?>> commit(Partition partition, List<Task<?>> tasks) {
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      Head head = engine.head(partition, attempt == 0 ? Level.SESSION : Level.LINEAR);
      var draft = new Draft(engine, partition, head);
      List<Runnable> done = new ArrayList<>();
      List<Task<?>> taken = new ArrayList<>();
      int next = 0;
      for (; next < tasks.size(); next++) {
        if (!add(draft, tasks.get(next), done, taken)) {
          break;
        }
      }
      if (draft.isEmpty() || apply(draft)) {
        done.forEach(Runnable::run);
        return List.copyOf(tasks.subList(next, tasks.size()));
      }
      // Those that failed have their answer; the others try again from the new head.
      tasks = new ArrayList<>(tasks);
      tasks.subList(0, next).retainAll(taken);
      pause(attempt);
    }
    var busy = new Refused(Problem.Kind.CONFLICT, "store.busy", partition.toString());
    tasks.forEach(task -> task.fail(busy));
    return List.of();
  }

  /** False when the draft is full: the task waits for the next commit. */
  private boolean add(Draft draft, Task<?> task, List<Runnable> done, List<Task<?>> taken) {
    Draft.Mark mark = draft.mark();
    Runnable finish;
    try {
      finish = task.on(draft);
      draft.check(space, mark);
    } catch (RuntimeException e) {
      draft.back(mark);
      task.fail(e);
      return true;
    }
    if (!draft.fits()) {
      draft.back(mark);
      if (taken.isEmpty()) {
        task.fail(new IllegalStateException("a work that no commit can hold: " + draft));
        return true;
      }
      return false;
    }
    done.add(finish);
    taken.add(task);
    return true;
  }

  /** True when it is durable; false when it must be made anew. */
  private boolean apply(Draft draft) {
    Commit commit = draft.commit(CommitId.random(ThreadLocalRandom.current()));
    boolean applied = false;
    boolean known = false;
    try {
      applied = apply(commit);
      known = true;
      space.took(commit.bytes());
      return applied;
    } finally {
      if (applied || !known) { // whether or not it came about, somebody should look
        watchers.wake(commit.partition(), commit.version());
      }
    }
  }

  private boolean apply(Commit commit) {
    boolean doubtful = false;
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      switch (engine.commit(commit)) {
        case Outcome.Applied(long version) -> {
          var entry = new LogEntry(version, commit.id(), Instant.now(), commit.log());
          tails.add(commit.partition(), entry);
          return true;
        }
        case Outcome.Unknown(String why) -> {
          LOG.log(WARNING, "commit of unknown outcome on {0}: {1}", commit.partition(), why);
          doubtful = true;
          if (applied(commit)) {
            return true;
          }
          pause(attempt);
        }
        // The version that stands there may be our own, from an attempt that seemed lost.
        case Outcome.Conflict _, Outcome.Fenced _ -> {
          return doubtful && applied(commit);
        }
      }
    }
    throw new Refused(Problem.Kind.UNAVAILABLE, "store.unknown", commit.partition().toString());
  }

  private boolean applied(Commit commit) {
    return engine.resolve(commit.partition(), commit.id(), commit.expectedVersion());
  }

  private static void pause(int attempt) {
    long most = Math.min(200, 1L << Math.min(attempt, 8));
    try {
      Thread.sleep(Duration.ofMillis(ThreadLocalRandom.current().nextLong(most + 1)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refused(Problem.Kind.UNAVAILABLE, "store.stopping");
    }
  }

  /** The partition as it is stored. */
  public Rows read(Partition partition) {
    return new Stored(engine, partition);
  }

  private record Stored(Engine engine, Partition partition) implements Rows {
    @Override
    public Optional<byte[]> get(Key key) {
      return engine.get(partition, key, Level.SESSION);
    }

    @Override
    public Map<Key, byte[]> multiGet(Collection<Key> keys) {
      return engine.multiGet(partition, keys, Level.SESSION);
    }

    @Override
    public List<Entry> scan(KeyRange range, boolean reverse, int limit) {
      return engine.scan(partition, range, reverse, limit, Level.SESSION);
    }
  }

  public Head head(Partition partition) {
    return engine.head(partition, Level.SESSION);
  }

  /** What happened after a version that a client or a view remembers. */
  public Since changes(Partition partition, long since, int limit) {
    Head head = head(partition);
    if (since < head.version()) {
      Optional<List<LogEntry>> recent = tails.between(partition, since, head.version());
      if (recent.isPresent() && recent.get().size() <= limit) {
        return new Since.Entries(recent.get(), head.version(), false);
      }
    }
    List<LogEntry> entries = engine.changes(partition, since, limit);
    // The horizon last: had entries been trimmed before they were read, it tells so by now.
    if (since < horizon(partition) || isLost(partition, head, since)) {
      return new Since.Forgotten(head.version());
    }
    boolean more = entries.size() == limit;
    long version = entries.isEmpty() ? head.version() : entries.getLast().version();
    return new Since.Entries(entries, Math.max(version, since), more);
  }

  /** The oldest version since which the log is whole. */
  public long horizon(Partition partition) {
    return History.version(read(partition).get(History.horizon()), 0);
  }

  /**
   * Whether somebody was told a version that a restore took back: what it was a version of never
   * was. One that is only too old is not lost.
   */
  public boolean isLost(Partition partition, long version) {
    return isLost(partition, head(partition), version);
  }

  /** Whether a version was given out in an old epoch after the point that survived, or never. */
  private boolean isLost(Partition partition, Head head, long since) {
    int epoch = Versions.epoch(since);
    if (epoch >= head.epoch()) {
      return since > head.version();
    }
    return since > History.version(read(partition).get(History.epochEnd(epoch)), -1);
  }

  /** The first entry after a version that the log still has. */
  Optional<LogEntry> entryAfter(Partition partition, long version) {
    return engine.changes(partition, version, 1).stream().findFirst();
  }

  /** Forgets log entries up to and with a version, and remembers that it did. */
  public void trim(Partition partition, long upToVersion) {
    update(
        partition,
        draft -> {
          draft.useReserve();
          // Another one may have trimmed more meanwhile, and what it forgot does not come back.
          if (History.version(draft.get(History.horizon()), 0) < upToVersion) {
            draft.put(History.horizon(), History.version(upToVersion));
          }
        });
    tails.forget(partition);
    engine.trimLog(partition, upToVersion);
  }

  /** Calls back for every partition of a kind. */
  void partitions(Partition.Kind kind, Consumer<Partition> each) {
    engine.partitions(kind, each);
  }

  public Watchers watchers() {
    return watchers;
  }
}

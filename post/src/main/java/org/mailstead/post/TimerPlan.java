package org.mailstead.post;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import org.mailstead.post.TimerRows.Mark;
import org.mailstead.post.Timers.Timer;

/**
 * The timers in memory: those due soon, and of each lane a few that wait for their turn. Whom there
 * is no room for is missed, and read again from its row when its lane moves on; so memory is
 * bounded, and a lane that stands still keeps nobody else from going. For one thread at a time.
 */
final class TimerPlan {
  /** Timers in memory. */
  static final int MOST = 50_000;

  /**
   * Jobs of one lane at the same time: fewer while many run, so that there is room for a lane that
   * has none yet.
   */
  private static final int LANE = 64;

  private static final int LANE_BUSY = 4;
  private static final int BUSY = 400;
  private static final int CROWDED = 1_000;

  /** Jobs of all lanes at the same time. */
  private static final int ALL = 5_000;

  /** A lane that has fewer in memory is given more. */
  private static final int FEW = 32;

  private final Map<Mark, Timer> planned = new HashMap<>();
  private final PriorityQueue<Timer> byTime = new PriorityQueue<>(Comparator.comparing(Timer::due));
  private final Map<Long, Lane> lanes = new HashMap<>();
  private final Deque<Long> ready = new ArrayDeque<>();
  private final Set<Mark> running = new HashSet<>();
  private Set<Long> missed = new HashSet<>();
  private int inLanes;

  private static final class Lane {
    final Deque<Timer> waiting = new ArrayDeque<>();
    int running;
    boolean ready;
  }

  /** Plans a timer, in the place of one of its name. */
  void put(Timer timer) {
    planned.put(timer.mark(), timer);
    if (!running.contains(timer.mark())) {
      byTime.add(timer); // else when its job has ended, which plans the next before that
    }
  }

  void remove(Mark mark) {
    planned.remove(mark);
  }

  boolean knows(Mark mark) {
    return planned.containsKey(mark) || running.contains(mark);
  }

  int size() {
    return planned.size();
  }

  int running() {
    return running.size();
  }

  boolean isFull() {
    return planned.size() >= MOST;
  }

  /** Takes the next timer that may go now. */
  Optional<Timer> next(Instant now) {
    while (true) {
      Optional<Timer> turn = turn();
      if (turn.isPresent()) {
        return turn;
      }
      Timer first = first();
      if (first == null || first.due().isAfter(now)) {
        return Optional.empty();
      }
      byTime.remove();
      if (first.lane() == 0) {
        return Optional.of(begin(first));
      }
      enter(first);
    }
  }

  /** The earliest by time; those that were moved or removed meanwhile are left out. */
  private @org.jspecify.annotations.Nullable Timer first() {
    Timer first = byTime.peek();
    while (first != null && !first.equals(planned.get(first.mark()))) {
      byTime.remove();
      first = byTime.peek();
    }
    return first;
  }

  /** When the next one is due that waits for its time only; empty when there is none. */
  Optional<Instant> nextDue() {
    return Optional.ofNullable(first()).map(Timer::due);
  }

  /** Plans a timer that is due. */
  void enter(Timer timer) {
    planned.put(timer.mark(), timer);
    Lane lane = lanes.computeIfAbsent(timer.lane(), _ -> new Lane());
    if (lane.waiting.size() >= room()) {
      planned.remove(timer.mark());
      missed.add(timer.lane());
      return;
    }
    lane.waiting.add(timer);
    ready(timer.lane(), lane);
  }

  /** How many of one lane may wait in memory: fewer, the more wait in all. */
  private int room() {
    int all = planned.size();
    return all < MOST * 2 / 5 ? 2_000 : all < MOST * 4 / 5 ? 100 : 4;
  }

  private void ready(long name, Lane lane) {
    if (!lane.ready && !lane.waiting.isEmpty() && lane.running < most()) {
      lane.ready = true;
      ready.add(name);
    }
  }

  private int most() {
    return inLanes < BUSY ? LANE : inLanes < CROWDED ? LANE_BUSY : 1;
  }

  /** One of the lane whose turn it is: they take turns. */
  private Optional<Timer> turn() {
    while (inLanes < ALL && !ready.isEmpty()) {
      long name = ready.remove();
      Lane lane = lanes.get(name);
      if (lane == null) {
        continue;
      }
      lane.ready = false;
      Timer timer = null;
      while (timer == null && !lane.waiting.isEmpty() && lane.running < most()) {
        Timer waiting = lane.waiting.remove();
        timer = waiting.equals(planned.get(waiting.mark())) ? waiting : null;
      }
      if (timer != null) {
        lane.running++;
        inLanes++;
        ready(name, lane);
        return Optional.of(begin(timer));
      }
      forget(name, lane);
    }
    return Optional.empty();
  }

  private Timer begin(Timer timer) {
    planned.remove(timer.mark());
    running.add(timer.mark());
    return timer;
  }

  /** Its job has ended. */
  void end(Timer timer) {
    running.remove(timer.mark());
    Timer again = planned.get(timer.mark());
    if (again != null) {
      byTime.add(again);
    }
    Lane lane = lanes.get(timer.lane());
    if (timer.lane() != 0 && lane != null) {
      lane.running--;
      inLanes--;
      ready(timer.lane(), lane);
      forget(timer.lane(), lane);
    }
  }

  private void forget(long name, Lane lane) {
    if (lane.running == 0 && lane.waiting.isEmpty()) {
      lanes.remove(name);
    }
  }

  /** Whether something is due that is not in memory. */
  boolean misses() {
    return !missed.isEmpty();
  }

  boolean hasRoom(long name) {
    Lane lane = lanes.get(name);
    return !isFull() && (lane == null || lane.waiting.size() < room());
  }

  /** Whether a lane of which some were missed has hardly any left in memory. */
  boolean wants() {
    return planned.size() < MOST * 4 / 5 && missed.stream().anyMatch(this::isShort);
  }

  private boolean isShort(long name) {
    Lane lane = lanes.get(name);
    return lane == null || lane.waiting.size() < FEW;
  }

  /** One that has no room; its row is read again later. */
  void miss(long lane) {
    missed.add(lane);
  }

  /** Begins a look through all rows that are due: whoever finds no room is missed anew. */
  Set<Long> missed() {
    Set<Long> before = missed;
    missed = new HashSet<>();
    return before;
  }

  /** The look was not made to its end. */
  void missAll(Collection<Long> lanes) {
    missed.addAll(lanes);
  }

  /** Whether nothing runs, waits in a lane, or is due. */
  boolean isQuiet(Instant now) {
    Timer first = first();
    return running.isEmpty()
        && lanes.isEmpty()
        && missed.isEmpty()
        && (first == null || first.due().isAfter(now));
  }
}

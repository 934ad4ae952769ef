package org.mailstead.post;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.mailstead.post.TimerRows.Due;
import org.mailstead.post.TimerRows.Mark;
import org.mailstead.post.Timers.Timer;
import org.mailstead.store.Accounts;
import org.mailstead.store.Key;
import org.mailstead.store.Partition;
import org.mailstead.store.Rows;

/**
 * Brings timers from their rows into the plan, shard by shard in the order of time, up to a minute
 * before they are due. One thread reads; the lock guards the plan and the places read up to, and is
 * never held while rows are read. What others change meanwhile is noted, because a page may have
 * been read before that.
 */
final class TimerReader {
  /** How far ahead is read. */
  private static final Duration AHEAD = Duration.ofMinutes(1);

  private static final Duration SOON = Duration.ofMillis(50);

  private static final int PAGE = 500;

  /** Pages read at a time. */
  private static final int PAGES = 8;

  /** Looks for what was missed are this many times farther apart than one takes. */
  private static final int REST = 4;

  private final Accounts store;
  private final TimerPlan plan;
  private final ReentrantLock lock;

  /** Rows before these places are in the plan, or were missed. */
  private final Key[] upTo = new Key[Timers.SHARDS];

  private final Set<Mark> touched = new HashSet<>();
  private boolean reading;
  private long lookAgain = System.nanoTime();
  private int firstShard;
  private int nextShard;

  TimerReader(Accounts store, TimerPlan plan, ReentrantLock lock) {
    this.store = store;
    this.plan = plan;
    this.lock = lock;
    Arrays.fill(upTo, TimerRows.from(Instant.EPOCH));
  }

  /** A timer was set in a commit that stands. With the lock. */
  void wrote(Timer timer, Instant now, boolean started) {
    touched(timer.mark());
    int shard = (int) Timers.shard(timer.id()).id();
    plan.remove(timer.mark());
    boolean read = TimerRows.place(timer).compareTo(upTo[shard]) < 0;
    // What is due at once need not wait until all that was due before has been read.
    if (!read && (!started || timer.due().isAfter(now) || plan.isFull())) {
      return; // it will be read
    }
    if (timer.lane() != 0 && plan.isFull()) {
      upTo[shard] = TimerRows.place(timer); // to be read when there is room
    } else {
      plan.put(timer);
    }
  }

  /** What a page says of a timer may be old. With the lock. */
  void touched(Mark mark) {
    if (reading) {
      touched.add(mark);
    }
  }

  /** Whether everything up to this time is in the plan. With the lock. */
  boolean hasRead(Instant now) {
    Key to = TimerRows.from(now.plusMillis(1));
    return !reading && Arrays.stream(upTo).allMatch(key -> key.compareTo(to) >= 0);
  }

  /** With the lock. */
  boolean wantsMissed() {
    if (!plan.misses() || lookAgain - System.nanoTime() > 0) {
      return false;
    }
    boolean wants = plan.wants();
    if (!wants) {
      lookAgain = System.nanoTime() + SOON.toNanos();
    }
    return wants;
  }

  /** How long nothing need be looked at, as far as what was missed goes. */
  Duration untilMissed(Duration atMost) {
    Duration wait = SOON.compareTo(atMost) < 0 ? SOON : atMost;
    return plan.misses() ? wait : atMost;
  }

  /** Reads what is due soon; true when more is to be read. */
  boolean read(Instant now) {
    boolean more = false;
    // Shards are read ahead by halves, so that most calls read nothing.
    Key near = TimerRows.from(now.plus(AHEAD.dividedBy(2)));
    Key far = TimerRows.from(now.plus(AHEAD));
    int pages = 0;
    for (int i = 0; i < Timers.SHARDS; i++) {
      int shard = (nextShard + i) % Timers.SHARDS;
      Key from = place(shard);
      if (from.compareTo(near) < 0) {
        if (pages++ == PAGES) {
          nextShard = shard; // what was read may go before more is
          more = true;
          break;
        }
        more |= ahead(shard, from, far, now);
      }
    }
    if (looksForMissed()) {
      missed(TimerRows.from(now.plusMillis(1)));
    }
    return more;
  }

  private boolean looksForMissed() {
    lock.lock();
    try {
      return wantsMissed();
    } finally {
      lock.unlock();
    }
  }

  private Key place(int shard) {
    lock.lock();
    try {
      return upTo[shard];
    } finally {
      lock.unlock();
    }
  }

  /** Whether the shard has more; not while there is no room for it. */
  private boolean ahead(int shard, Key from, Key to, Instant now) {
    if (!begin(shard, to)) {
      return false;
    }
    List<Due> page = List.of();
    List<Timer> timers = List.of();
    Key next = from;
    try {
      Rows rows = store.read(new Partition(Partition.Kind.QUEUE, shard));
      page = TimerRows.page(rows, from, to, PAGE);
      timers = TimerRows.read(rows, wanted(page, TimerRows.from(now)));
      next = page.size() == PAGE ? after(page.getLast().key()) : to;
    } finally {
      end(shard, next, timers, now);
    }
    return page.size() == PAGE;
  }

  private void end(int shard, Key next, List<Timer> timers, Instant now) {
    lock.lock();
    try {
      for (Timer timer : timers) {
        if (isNew(timer) && timer.lane() != 0 && !timer.due().isAfter(now)) {
          plan.enter(timer);
        } else if (isNew(timer)) {
          plan.put(timer);
        }
      }
      // It may have gone back meanwhile, because the plan was full.
      if (upTo[shard].compareTo(next) > 0) {
        upTo[shard] = next;
      }
      end();
    } finally {
      lock.unlock();
    }
  }

  private static Key after(Key key) {
    return Key.of(key.collection(), key.group(), withZero(key.suffix()));
  }

  private static byte[] withZero(byte[] suffix) {
    return Arrays.copyOf(suffix, suffix.length + 1);
  }

  /** From now on a timer that is written in the range counts as read: the page may be too old. */
  private boolean begin(int shard, Key to) {
    lock.lock();
    try {
      boolean begun = begin();
      if (begun) {
        upTo[shard] = to;
      }
      return begun;
    } finally {
      lock.unlock();
    }
  }

  private boolean begin() {
    lock.lock();
    try {
      reading = !plan.isFull();
      touched.clear();
      return reading;
    } finally {
      lock.unlock();
    }
  }

  private void end() {
    reading = false;
    touched.clear();
  }

  private boolean isNew(Timer timer) {
    return !touched.contains(timer.mark()) && !plan.knows(timer.mark());
  }

  /** Looks through all that is due for timers of lanes that have room again. */
  private void missed(Key to) {
    long began = System.nanoTime();
    Set<Long> lanes = lanesMissed();
    boolean whole = true;
    for (int i = 0; i < Timers.SHARDS && whole; i++) {
      whole = missed((firstShard + i) % Timers.SHARDS, to, lanes);
    }
    firstShard = (firstShard + 1) % Timers.SHARDS;
    lock.lock();
    try {
      if (!whole) {
        plan.missAll(lanes);
      }
      lookAgain = System.nanoTime() + (System.nanoTime() - began) * REST;
    } finally {
      lock.unlock();
    }
  }

  private Set<Long> lanesMissed() {
    lock.lock();
    try {
      return plan.missed();
    } finally {
      lock.unlock();
    }
  }

  /** False when nothing more has room. */
  private boolean missed(int shard, Key end, Set<Long> lanes) {
    Rows rows = store.read(new Partition(Partition.Kind.QUEUE, shard));
    Key from = TimerRows.from(Instant.EPOCH);
    while (true) {
      Key read = place(shard);
      if (!begin()) {
        return false;
      }
      Key to = read.compareTo(end) < 0 ? read : end;
      List<Due> page = TimerRows.page(rows, from, to, Rows.PAGE);
      List<Due> wanted = wanted(page, lanes);
      List<Timer> timers = TimerRows.read(rows, wanted);
      lock.lock();
      try {
        timers.stream().filter(this::isNew).forEach(plan::enter);
        end();
        if (page.size() < Rows.PAGE) {
          return true;
        }
        if (lanes.stream().noneMatch(plan::hasRoom)) {
          return false;
        }
      } finally {
        lock.unlock();
      }
      from = after(page.getLast().key());
    }
  }

  private List<Due> wanted(List<Due> page, Set<Long> lanes) {
    lock.lock();
    try {
      return page.stream()
          .filter(due -> lanes.contains(due.lane()) && !plan.knows(due.mark()))
          .filter(this::hasRoom)
          .toList();
    } finally {
      lock.unlock();
    }
  }

  /** Without those that are due and would find no room: their rows need not be read. */
  private List<Due> wanted(List<Due> page, Key now) {
    lock.lock();
    try {
      return page.stream()
          .filter(due -> !plan.knows(due.mark()))
          .filter(due -> due.lane() == 0 || due.key().compareTo(now) >= 0 || hasRoom(due))
          .toList();
    } finally {
      lock.unlock();
    }
  }

  private boolean hasRoom(Due due) {
    boolean room = plan.hasRoom(due.lane());
    if (!room) {
      plan.miss(due.lane());
    }
    return room;
  }
}

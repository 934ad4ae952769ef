package org.mailstead.imap.state;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Tells idling clients now and then that the server is still there, so that no box on the way
 * forgets their connections. They wait in the slots of a circle that one thread goes round, so that
 * each costs an entry in a set, and its turn comes once in an interval.
 */
public final class KeepAlive implements AutoCloseable {
  private static final int SLOTS = 60;

  private final List<Set<Runnable>> slots =
      Stream.generate(() -> (Set<Runnable>) ConcurrentHashMap.<Runnable>newKeySet())
          .limit(SLOTS)
          .toList();
  private final Duration step;
  private final Thread thread;
  private volatile int at;

  /**
   * Does nothing yet.
   *
   * @param interval zero for never
   */
  public KeepAlive(Duration interval) {
    this.step = interval.dividedBy(SLOTS);
    this.thread = Thread.ofVirtual().name("imap-keep-alive").unstarted(this::run);
  }

  public void start() {
    if (step.isPositive()) {
      thread.start();
    }
  }

  /** Ends the waiting. */
  public interface Waiting extends AutoCloseable {
    @Override
    void close();
  }

  /** Calls back once in an interval, from now on; the callback must not block. */
  public Waiting add(Runnable turn) {
    Set<Runnable> slot = slots.get(at);
    slot.add(turn);
    return () -> slot.remove(turn);
  }

  private void run() {
    try {
      while (true) {
        Thread.sleep(step);
        step();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Goes on to the next slot. */
  public void step() {
    int next = (at + 1) % SLOTS;
    at = next;
    slots.get(next).forEach(Runnable::run);
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}

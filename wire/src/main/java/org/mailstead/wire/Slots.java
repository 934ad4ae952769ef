package org.mailstead.wire;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** How many do something at once, in all and for each of some names. The others wait. */
public final class Slots {
  private final int most;
  private final int mostEach;
  private final int mostWaiting;
  private final Map<String, Integer> taken = new HashMap<>();
  private int all;
  private final Map<String, Integer> waiting = new HashMap<>();

  /**
   * @param mostWaiting for each name: no other is kept out by a flood of one
   */
  public Slots(int most, int mostEach, int mostWaiting) {
    this.most = most;
    this.mostEach = mostEach;
    this.mostWaiting = mostWaiting;
  }

  /** Taken until it is closed. */
  public interface Slot extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * @param end by {@link System#nanoTime}: nobody waits longer
   * @throws IOException when there was none until then, or too many wait
   */
  public synchronized Slot take(String name, long end) throws IOException {
    if (waiting.getOrDefault(name, 0) >= mostWaiting) {
      throw new IOException("too many wait for " + name);
    }
    waiting.merge(name, 1, Integer::sum);
    try {
      while (all >= most || taken.getOrDefault(name, 0) >= mostEach) {
        long millis = (end - System.nanoTime()) / 1_000_000;
        if (millis <= 0) {
          throw new IOException("there was no turn in time to ask " + name);
        }
        wait(millis);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("the server stops", e);
    } finally {
      less(waiting, name);
    }
    all++;
    taken.merge(name, 1, Integer::sum);
    return () -> leave(name);
  }

  private synchronized void leave(String name) {
    all--;
    less(taken, name);
    notifyAll();
  }

  private static void less(Map<String, Integer> counts, String name) {
    counts.computeIfPresent(name, (_, count) -> count == 1 ? null : count - 1);
  }
}

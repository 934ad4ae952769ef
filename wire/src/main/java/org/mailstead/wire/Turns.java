package org.mailstead.wire;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets others have their turn while one session computes for long: nothing takes the processor away
 * from a virtual thread that does not wait, and a few such ones would hold up everybody.
 */
public final class Turns {
  private static final long TURN = Duration.ofMillis(5).toNanos();

  /**
   * Waiting, however shortly, and not yielding: who yields stands first in the line of its own
   * carrier again, which looks at what came from outside only when that line is empty.
   */
  private static final long PAUSE = Duration.ofNanos(50_000).toNanos();

  private long since = System.nanoTime();

  /** Steps aside when it has been long enough; to be called every millisecond or so. */
  public void pass() {
    if (System.nanoTime() - since > TURN) {
      LockSupport.parkNanos(PAUSE);
      since = System.nanoTime();
    }
  }
}

package org.mailstead.wire;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What all connections of one process share: the buffers, the watch over deadlines, and the permits
 * for the costly part of TLS handshakes.
 */
public final class Wire implements AutoCloseable {
  private static final Duration WATCH_INTERVAL = Duration.ofSeconds(1);
  private static final int KEPT_BUFFERS = 256;

  private final BufferPool buffers = new BufferPool(KEPT_BUFFERS);
  private final Watchdog watchdog;
  // Without a bound a storm of reconnecting clients slows every session instead of only itself.
  private final Semaphore handshakes =
      new Semaphore(2 * Runtime.getRuntime().availableProcessors(), true);
  private final Talk talk = new Talk(4 * Runtime.getRuntime().availableProcessors());
  private final AtomicLong connections = new AtomicLong();

  public Wire() {
    this(WATCH_INTERVAL);
  }

  /**
   * @param watchInterval how late a deadline may be noticed
   */
  Wire(Duration watchInterval) {
    watchdog = new Watchdog(watchInterval);
  }

  BufferPool buffers() {
    return buffers;
  }

  Watchdog watchdog() {
    return watchdog;
  }

  Semaphore handshakes() {
    return handshakes;
  }

  Talk talk() {
    return talk;
  }

  long nextNumber() {
    return connections.incrementAndGet();
  }

  /** Stops the watch. Listeners are closed before. */
  @Override
  public void close() {
    watchdog.close();
    talk.close();
    buffers.clear();
  }
}

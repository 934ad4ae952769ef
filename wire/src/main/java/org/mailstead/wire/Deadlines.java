package org.mailstead.wire;

import java.time.Duration;

/**
 * Until when the peer must have done something. Set by the connection's threads just before they
 * block, looked at by the {@link Watchdog}.
 */
final class Deadlines {
  private static final long NEVER = Long.MAX_VALUE;
  // nanoTime may be any number; counted from here it stays far from NEVER.
  private static final long ORIGIN = System.nanoTime();

  private final Timeouts timeouts;
  private volatile long idleNanos;
  private volatile long writeNanos;
  private volatile long read = NEVER;
  private volatile long write = NEVER;
  private volatile long whole = NEVER;
  private volatile Closing.Why late = Closing.Why.IDLE;

  Deadlines(Timeouts timeouts) {
    this.timeouts = timeouts;
    idleNanos = timeouts.idle().toNanos();
    writeNanos = timeouts.write().toNanos();
  }

  Timeouts timeouts() {
    return timeouts;
  }

  static long now() {
    return System.nanoTime() - ORIGIN;
  }

  void idle(Duration timeout) {
    idleNanos = timeout.toNanos();
  }

  /** Shortens what a write may take from now on. */
  void hurry(Duration atMost) {
    writeNanos = Math.min(writeNanos, atMost.toNanos());
  }

  /** The read that follows waits for a new command. */
  void readingIdle() {
    late = Closing.Why.IDLE;
    read = now() + idleNanos;
  }

  /** The read that follows waits for more of what began then, of which so many octets came. */
  void readingMore(long began, long octets) {
    late = Closing.Why.SLOW;
    read = Math.min(now() + idleNanos, began + timeouts.allowance(octets).toNanos());
  }

  void read() {
    read = NEVER;
  }

  void writing() {
    write = now() + writeNanos;
  }

  void written() {
    write = NEVER;
  }

  /** All that follows has to be done by then, until {@link #anyTime}. */
  void within(Duration whole) {
    this.whole = now() + whole.toNanos();
  }

  void anyTime() {
    whole = NEVER;
  }

  /** Whether a PROXY header or TLS handshake goes on. */
  boolean opening() {
    return whole != NEVER;
  }

  boolean readOverdue(long now) {
    return now >= read;
  }

  /** Nothing can be said to the peer any more. */
  boolean hopeless(long now) {
    return now >= write || now >= whole;
  }

  Closing.Why late() {
    return late;
  }
}

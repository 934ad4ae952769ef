package org.mailstead.http;

import java.util.concurrent.atomic.AtomicLong;

/** How much memory all messages of a port's sockets may take before they are understood. */
final class MessageRoom {
  private static final long MOST = 64L << 20;

  private final AtomicLong taken = new AtomicLong();

  /** False when there is no room for it now. */
  boolean take(int octets) {
    if (taken.addAndGet(octets) <= MOST) {
      return true;
    }
    taken.addAndGet(-octets);
    return false;
  }

  void give(int octets) {
    taken.addAndGet(-octets);
  }
}

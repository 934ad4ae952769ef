package org.mailstead.wire;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The byte arrays that connections borrow while bytes really move. A connection that waits holds
 * none, which is what keeps an idle one small.
 *
 * <p>Borrowing never blocks, since a session may hold one buffer while it asks for another; the
 * limits on connections bound how many exist, and the pool only bounds how many are kept. Returned
 * arrays keep their old content: a reader never looks beyond what it has itself filled.
 */
final class BufferPool {
  /** A TLS 1.2 record with its header at its largest (RFC 5246 section 6.2.3), rounded up. */
  static final int SIZE = 18 * 1024 + 512;

  private final byte[][] kept;
  private int count;

  /**
   * @param keep how many unused arrays of {@link #SIZE} octets stay for the next borrower
   */
  BufferPool(int keep) {
    kept = new byte[keep][];
  }

  byte[] borrow() {
    byte[] found = taken();
    return found != null ? found : new byte[SIZE];
  }

  private synchronized byte @Nullable [] taken() {
    // The latest one is the likeliest to be in the processor's cache.
    return count == 0 ? null : kept[--count];
  }

  synchronized void giveBack(byte[] buffer) {
    if (buffer.length == SIZE && count < kept.length) {
      kept[count++] = buffer;
    }
  }

  synchronized int kept() {
    return count;
  }

  synchronized void clear() {
    Arrays.fill(kept, null);
    count = 0;
  }
}

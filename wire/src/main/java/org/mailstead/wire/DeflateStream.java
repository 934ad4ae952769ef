package org.mailstead.wire;

import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Raw DEFLATE over another transport (RFC 4978, RFC 1951). Every write ends on an octet, so that
 * the peer can read all of it. What the peer sends is inflated no faster than it is read, so that a
 * few octets that stand for gigabytes cost what gigabytes cost, and no memory.
 *
 * <p>A compressor takes a quarter of a megabyte outside the heap. It is dropped while the
 * connection rests: the next one begins with an empty window, which the peer need not know of.
 */
final class DeflateStream implements Transport {
  private final Transport below;
  private final BufferPool pool;
  private final Inflater inflater = new Inflater(true);
  // One thread reads, another may write.
  private final ReentrantLock writing = new ReentrantLock();
  private @Nullable Deflater deflater;
  private boolean over;

  /** What came from below and is not inflated yet; borrowed. */
  private byte @Nullable [] packed;

  /** Whether the inflater may have more to give without any input. */
  private boolean full;

  DeflateStream(Transport below, BufferPool pool) {
    this.below = below;
    this.pool = pool;
  }

  @Override
  public boolean await() throws IOException {
    return packed != null || full || below.await();
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (packed == null && !full) {
      int got = receive();
      if (got <= 0) {
        return got;
      }
    }
    try {
      int count = inflater.inflate(into, offset, length);
      full = count == length;
      if (inflater.finished()) {
        return count > 0 ? count : -1;
      }
      return count;
    } catch (DataFormatException _) {
      throw new IOException("the peer sent what is not compressed");
    } finally {
      if (packed != null && inflater.getRemaining() == 0) {
        pool.giveBack(packed);
        packed = null;
      }
    }
  }

  private int receive() throws IOException {
    byte[] buffer = pool.borrow();
    int got = 0;
    try {
      got = below.read(buffer, 0, buffer.length);
      if (got > 0) {
        inflater.setInput(buffer, 0, got);
        packed = buffer;
      }
      return got;
    } finally {
      if (got <= 0) {
        pool.giveBack(buffer);
      }
    }
  }

  @Override
  public void write(byte[] from, int offset, int length) throws IOException {
    writing.lock();
    byte[] out = pool.borrow();
    try {
      if (over) {
        throw new IOException("the connection is closed");
      }
      Deflater packer = deflater;
      if (packer == null) {
        packer = new Deflater(Deflater.BEST_SPEED, true);
        deflater = packer;
      }
      packer.setInput(from, offset, length);
      int count;
      do {
        count = packer.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
        below.write(out, 0, count);
      } while (count == out.length);
    } finally {
      pool.giveBack(out);
      writing.unlock();
    }
  }

  @Override
  public int pending() {
    return packed == null ? 0 : inflater.getRemaining();
  }

  @Override
  public void rest() {
    // Whoever writes at this moment needs it, and the next rest comes.
    if (writing.tryLock()) {
      try {
        drop();
      } finally {
        writing.unlock();
      }
    }
    below.rest();
  }

  private void drop() {
    if (deflater != null) {
      deflater.end();
      deflater = null;
    }
  }

  @Override
  public void farewell() {
    writing.lock();
    try {
      over = true;
      drop();
    } finally {
      writing.unlock();
    }
    inflater.end();
    if (packed != null) {
      pool.giveBack(packed);
      packed = null;
    }
    below.farewell();
  }
}

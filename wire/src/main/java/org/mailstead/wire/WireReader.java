package org.mailstead.wire;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;

/**
 * Lines, literals and bulk bytes from the peer. For one thread. While it waits for a new line it
 * holds no buffer; an unfinished line is kept in an array of its own size.
 *
 * <p>Every read may throw {@link Closing} when the peer is idle or slow for too long, or when the
 * server stops.
 */
public final class WireReader {
  /** How much of a line over its limit is read to find its end. */
  private static final int MOST_DROPPED = 1 << 20;

  private static final byte[] NONE = {};

  private final Connection connection;
  private final BufferPool pool;
  private byte[] buffer = NONE;
  private int from;
  private int to;
  // Where the current command, literal or message began, for the watch on slow peers.
  private long began;
  private long octets;
  private boolean inside;
  private long literalLeft;

  WireReader(Connection connection, BufferPool pool) {
    this.connection = connection;
    this.pool = pool;
  }

  /**
   * Reads up to the next LF.
   *
   * @param limit octets before the line's end that are taken; over it comes {@link Line.TooLong}
   * @throws EOFException when the peer ends its side within the line
   */
  public Line readLine(int limit) throws IOException {
    if (literalLeft > 0) {
      throw new IllegalStateException(literalLeft + " octets of a literal are unread");
    }
    connection.checkStopping();
    inside = false;
    if (from == to && !fill(false)) {
      return new Line.End();
    }
    begin();
    int end = lineFeed();
    if (end >= 0 && end - from <= limit + 1) {
      return taken(Arrays.copyOfRange(buffer, from, end), end, limit);
    }
    return gathered(limit);
  }

  /** A line that came in pieces, or is too long. */
  private Line gathered(int limit) throws IOException {
    var start = new ByteArrayOutputStream();
    do {
      int end = lineFeed();
      // One octet more than the limit: it may be the CR.
      int wanted = Math.min((end < 0 ? to : end) - from, limit + 1 - start.size());
      start.write(buffer, from, wanted);
      consume(wanted);
      if (end >= 0 && from == end) {
        return taken(start.toByteArray(), end, limit);
      }
      if (start.size() > limit && from < to) {
        dropLine(end);
        return new Line.TooLong(Arrays.copyOf(start.toByteArray(), limit));
      }
    } while (from < to || fill(false));
    throw new EOFException("the peer went within a line");
  }

  private Line taken(byte[] line, int lineFeed, int limit) {
    consume(lineFeed + 1 - from);
    inside = false;
    boolean crlf = line.length > 0 && line[line.length - 1] == '\r';
    byte[] text = crlf ? Arrays.copyOf(line, line.length - 1) : line;
    return text.length > limit
        ? new Line.TooLong(Arrays.copyOf(text, limit))
        : new Line.Text(text, crlf);
  }

  private void dropLine(int lineFeed) throws IOException {
    int end = lineFeed;
    for (int dropped = 0; end < 0; end = lineFeed()) {
      dropped += to - from;
      consume(to - from);
      if (dropped > MOST_DROPPED) {
        throw new IOException("a line without end");
      }
      if (!fill(false)) {
        throw new EOFException("the peer went within a line");
      }
    }
    consume(end + 1 - from);
    inside = false;
  }

  private int lineFeed() {
    for (int i = from; i < to; i++) {
      if (buffer[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  /**
   * The next octets as a stream of just that length. It must be read to its end, or closed (which
   * drops the rest), before the next line is read. It throws {@link EOFException} when the peer
   * ends its side before.
   */
  public InputStream literal(long length) {
    if (literalLeft > 0) {
      throw new IllegalStateException(literalLeft + " octets of a literal are unread");
    }
    inside = false;
    begin();
    literalLeft = length;
    return new Literal();
  }

  /** The next octets in one array; for lengths that the caller has checked. */
  public byte[] readOctets(int length) throws IOException {
    try (InputStream literal = literal(length)) {
      return literal.readNBytes(length);
    }
  }

  /**
   * Makes at least one octet visible in {@link #buffer()}, blocking when there is none, so that
   * bulk data can be scanned in place. The first call after a line begins a message.
   *
   * @return false when the peer has ended its side
   */
  public boolean more() throws IOException {
    begin();
    return from < to || fill(true);
  }

  /** Valid from {@link #from()} to {@link #to()} until the next call that reads. Not to change. */
  public byte[] buffer() {
    return buffer;
  }

  public int from() {
    return from;
  }

  public int to() {
    return to;
  }

  /** Takes so many octets away from the visible ones. */
  public void consume(int count) {
    if (count < 0 || count > to - from) {
      throw new IllegalArgumentException(count + " of " + (to - from));
    }
    from += count;
  }

  /** How many octets are here already: the client pipelines when this is not 0. */
  public int buffered() {
    return to - from;
  }

  /** Waits until the peer sends something or has gone, and takes nothing of it. */
  void await() throws IOException {
    if (from < to) {
      return;
    }
    giveBack();
    inside = false;
    connection.beforeIdleRead();
    try {
      connection.transport().rest();
      boolean ignored = connection.transport().await();
    } finally {
      connection.afterRead();
    }
  }

  /**
   * Waits until the peer sends something, and takes nothing of it. The idle timeout goes on.
   *
   * @return false when nothing came in that time; true also when the peer has ended its side
   */
  public boolean awaitInput(Duration atMost) throws IOException {
    if (from < to) {
      return true;
    }
    giveBack();
    connection.checkStopping();
    inside = false;
    connection.socket().setSoTimeout(Math.clamp(atMost.toMillis(), 1, Integer.MAX_VALUE));
    connection.beforeIdleRead();
    try {
      boolean ignored = connection.transport().await();
      connection.checkInterrupted();
      return true;
    } catch (SocketTimeoutException e) {
      connection.checkInterrupted();
      return false;
    } finally {
      connection.afterRead();
      connection.socket().setSoTimeout(0);
    }
  }

  /**
   * Waits a moment for the peer's next words where this thread is one of the system's, which hears
   * of them soonest; see {@link Talk}. In another one it does not wait.
   *
   * @return whether there are some, or the peer has gone; otherwise the session had better wait
   *     without a thread
   */
  public boolean soon() throws IOException {
    if (from < to) {
      return true;
    }
    if (Thread.currentThread().isVirtual()) {
      return false;
    }
    if (connection.tls().isPresent()) {
      // A record comes in two reads; a time-out between them would lose the first.
      return awaitInput(Talk.PAUSE);
    }
    inside = false;
    connection.socket().setSoTimeout((int) Talk.PAUSE.toMillis());
    connection.beforeIdleRead();
    try {
      boolean ignored = read(connection.transport(), true);
      return true;
    } catch (SocketTimeoutException e) {
      giveBack();
      connection.checkInterrupted();
      return false;
    } finally {
      connection.afterRead();
      connection.socket().setSoTimeout(0);
    }
  }

  private void begin() {
    if (!inside) {
      inside = true;
      began = Deadlines.now();
      octets = 0;
    }
  }

  /**
   * Gets more into the empty buffer.
   *
   * @param bulk whether much is expected, so that the buffer is kept while waiting
   */
  private boolean fill(boolean bulk) throws IOException {
    if (!bulk) {
      giveBack();
    }
    if (inside) {
      connection.beforeRead(began, octets);
    } else {
      connection.beforeIdleRead();
    }
    try {
      return read(connection.transport(), bulk);
    } finally {
      connection.afterRead();
    }
  }

  private boolean read(Transport transport, boolean bulk) throws IOException {
    int count = 0;
    while (count == 0) {
      if (!bulk && !transport.await()) {
        count = -1;
      } else {
        buffer = buffer.length == 0 ? pool.borrow() : buffer;
        count = transport.read(buffer, 0, buffer.length);
      }
      if (count == 0 && !bulk) {
        giveBack();
      }
    }
    if (count < 0) {
      giveBack();
      connection.checkInterrupted();
      return false;
    }
    from = 0;
    to = count;
    octets += count;
    return true;
  }

  /** Returns the borrowed buffer, which must be empty. */
  void giveBack() {
    if (buffer.length > 0) {
      pool.giveBack(buffer);
      buffer = NONE;
    }
    from = 0;
    to = 0;
  }

  private final class Literal extends InputStream {
    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (literalLeft == 0) {
        return -1;
      }
      if (!more()) {
        throw new EOFException("the peer went within a literal");
      }
      int count = (int) Math.min(Math.min(length, to - from), literalLeft);
      System.arraycopy(buffer, from, into, offset, count);
      took(count);
      return count;
    }

    @Override
    public int available() {
      return (int) Math.min(to - from, literalLeft);
    }

    @Override
    public void close() throws IOException {
      while (literalLeft > 0) {
        if (!more()) {
          literalLeft = 0;
          throw new EOFException("the peer went within a literal");
        }
        took((int) Math.min(to - from, literalLeft));
      }
    }

    private void took(int count) {
      consume(count);
      literalLeft -= count;
      if (literalLeft == 0) {
        inside = false;
      }
    }
  }
}

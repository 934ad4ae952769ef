package org.mailstead.wire;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Replies to the peer, gathered until {@link #flush}, so that one reply is one packet or TLS
 * record. For one thread at a time. Holds a buffer only between the first write and the flush.
 */
public final class WireWriter {
  /** The most that one TLS record carries (RFC 8446 section 5.1). */
  private static final int RECORD = 16 * 1024;

  private static final int MOST_DIGITS = 20;

  private static final byte[] NONE = {};

  private final Connection connection;
  private final BufferPool pool;
  private byte[] buffer = NONE;
  private int count;

  WireWriter(Connection connection, BufferPool pool) {
    this.connection = connection;
    this.pool = pool;
  }

  /** Writes text as UTF-8; what is not yet allowed to be UTF-8 is the room's to check. */
  public WireWriter print(String text) throws IOException {
    int length = text.length();
    if (room() < length) {
      write(text.getBytes(StandardCharsets.UTF_8));
      return this;
    }
    int at = count;
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        write(text.getBytes(StandardCharsets.UTF_8)); // over what was begun here
        return this;
      }
      buffer[at++] = (byte) c;
    }
    count = at;
    return this;
  }

  public WireWriter print(long number) throws IOException {
    if (number < 0 || room() < MOST_DIGITS) {
      return print(Long.toString(number));
    }
    int digits = 1;
    for (long rest = number / 10; rest > 0; rest /= 10) {
      digits++;
    }
    long rest = number;
    for (int at = count + digits - 1; at >= count; at--) {
      buffer[at] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    count += digits;
    return this;
  }

  public WireWriter crlf() throws IOException {
    write((byte) '\r');
    write((byte) '\n');
    return this;
  }

  public void write(byte octet) throws IOException {
    if (room() == 0) {
      send();
      room();
    }
    buffer[count++] = octet;
  }

  public void write(byte[] octets) throws IOException {
    write(octets, 0, octets.length);
  }

  /** What is larger than the buffer goes out straight from the array. */
  public void write(byte[] octets, int offset, int length) throws IOException {
    int fitting = Math.min(room(), length);
    System.arraycopy(octets, offset, buffer, count, fitting);
    count += fitting;
    int rest = length - fitting;
    if (rest == 0) {
      return;
    }
    send();
    int whole = rest - rest % RECORD;
    if (whole > 0) {
      connection.transport().write(octets, offset + fitting, whole);
    }
    if (rest > whole) {
      int tail = room();
      assert tail >= rest - whole;
      System.arraycopy(octets, offset + fitting + whole, buffer, count, rest - whole);
      count += rest - whole;
    }
  }

  /** Copies the stream to its end; returns how many octets that were. */
  public long copy(InputStream source) throws IOException {
    long total = 0;
    while (true) {
      if (room() == 0) {
        send();
        room();
      }
      int got = source.read(buffer, count, RECORD - count);
      if (got < 0) {
        return total;
      }
      count += got;
      total += got;
    }
  }

  /** Sends what was gathered, and gives the buffer back. */
  public void flush() throws IOException {
    try {
      send();
    } finally {
      giveBack();
    }
  }

  /** How many octets wait for a flush. */
  public int gathered() {
    return count;
  }

  private int room() {
    if (buffer.length == 0) {
      buffer = pool.borrow();
    }
    return RECORD - count;
  }

  private void send() throws IOException {
    if (count > 0) {
      int length = count;
      count = 0; // a failed write is not tried again
      connection.transport().write(buffer, 0, length);
    }
  }

  void giveBack() {
    if (buffer.length > 0) {
      pool.giveBack(buffer);
      buffer = NONE;
    }
    count = 0;
  }
}

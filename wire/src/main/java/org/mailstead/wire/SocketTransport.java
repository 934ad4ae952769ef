package org.mailstead.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/** The lowest layer: a socket whose writes are under a deadline. */
final class SocketTransport implements Transport {
  /** What must leave within the write timeout. */
  private static final int WRITE_CHUNK = 32 * 1024;

  private final Deadlines deadlines;
  private final InputStream in;
  private final OutputStream out;
  // While it waits, a connection has room for one octet, and borrows a buffer when that has come.
  private final byte[] first = new byte[1];
  private boolean hasFirst;

  SocketTransport(Socket socket, Deadlines deadlines) throws IOException {
    this.deadlines = deadlines;
    in = socket.getInputStream();
    out = socket.getOutputStream();
  }

  @Override
  public boolean await() throws IOException {
    if (!hasFirst) {
      hasFirst = in.read(first) > 0;
    }
    return hasFirst;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (!hasFirst) {
      return in.read(into, offset, length);
    }
    hasFirst = false;
    into[offset] = first[0];
    int more = Math.min(in.available(), length - 1);
    return more <= 0 ? 1 : 1 + Math.max(0, in.read(into, offset + 1, more));
  }

  @Override
  public void write(byte[] from, int offset, int length) throws IOException {
    for (int done = 0; done < length; ) {
      int chunk = Math.min(WRITE_CHUNK, length - done);
      deadlines.writing();
      try {
        out.write(from, offset + done, chunk);
      } finally {
        deadlines.written();
      }
      done += chunk;
    }
  }

  @Override
  public int pending() {
    return hasFirst ? 1 : 0;
  }

  @Override
  public void farewell() {}

  /** For headers of which no octet too many may be taken: nothing is read ahead. */
  InputStream exact() {
    return in;
  }
}

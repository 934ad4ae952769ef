package org.mailstead.smtp;

import java.io.IOException;
import java.io.InputStream;
import org.mailstead.wire.WireReader;

/** A message that comes in chunks (RFC 3030). */
final class Chunks {
  private final Sink sink;
  private boolean clean = true;
  private byte last = '\n';

  Chunks(Sink sink) {
    this.sink = sink;
  }

  Sink sink() {
    return sink;
  }

  /** Whether nothing stood in it that text must not have. */
  boolean isClean() {
    return clean && last != '\r';
  }

  void take(WireReader in, long size, boolean binary) throws IOException {
    byte[] buffer = new byte[(int) Math.min(size, 16 << 10)];
    try (InputStream chunk = in.literal(size)) {
      for (int n = read(chunk, buffer); n > 0; n = read(chunk, buffer)) {
        if (!binary) {
          look(buffer, n);
        }
        sink.write(buffer, 0, n);
      }
    }
  }

  private static int read(InputStream chunk, byte[] buffer) throws IOException {
    return buffer.length == 0 ? 0 : chunk.read(buffer, 0, buffer.length);
  }

  private void look(byte[] buffer, int length) {
    for (int i = 0; i < length; i++) {
      byte b = buffer[i];
      // A LF comes after each CR, and only there.
      clean &= b != 0 && (b == '\n') == (last == '\r');
      last = b;
    }
  }

  void abandon() {
    sink.close();
  }
}

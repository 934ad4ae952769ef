package org.mailstead.imap.fetch;

import java.io.IOException;
import java.io.InputStream;
import org.mailstead.wire.WireWriter;

/** How many octets a stream has, and whether there is a NUL among them. */
public record Measured(long size, boolean hasNul) {
  private static final int PIECE = 8192;

  public static Measured of(SectionOctets.Opening opening) throws IOException {
    long size = 0;
    boolean hasNul = false;
    try (InputStream in = opening.open()) {
      byte[] piece = new byte[PIECE];
      for (int got = in.read(piece); got >= 0; got = in.read(piece)) {
        size += got;
        hasNul = hasNul || WithoutNul.isIn(piece, 0, got);
      }
    }
    return new Measured(size, hasNul);
  }

  /** Sends so many octets of a stream. */
  public static void copy(InputStream in, long count, WireWriter wire) throws IOException {
    byte[] piece = new byte[PIECE];
    long left = count;
    while (left > 0) {
      int got = in.read(piece, 0, (int) Math.min(piece.length, left));
      if (got < 0) {
        // The client counts on what was announced: nothing sensible can follow.
        throw new IOException("a message is shorter than it should be");
      }
      wire.write(piece, 0, got);
      left -= got;
    }
  }
}

package org.mailstead.store;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/** A blob's name: HMAC-SHA-256 of its plain bytes under its scope's key, as four numbers. */
public record BlobId(long a, long b, long c, long d) {
  /** Octets of an id. */
  public static final int BYTES = 32;

  /** Takes what {@link #bytes} gave. */
  public static BlobId ofBytes(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("a blob id of " + bytes.length + " B");
    }
    return read(ByteBuffer.wrap(bytes));
  }

  static BlobId read(ByteBuffer in) {
    return new BlobId(in.getLong(), in.getLong(), in.getLong(), in.getLong());
  }

  public byte[] bytes() {
    return ByteBuffer.allocate(BYTES).putLong(a).putLong(b).putLong(c).putLong(d).array();
  }

  /** In hexadecimal, as file names have it. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes());
  }
}

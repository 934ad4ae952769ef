package org.mailstead.store;

import java.util.Arrays;
import java.util.OptionalInt;

/** Octets inside a row, packed with zstd. */
public final class Packed {
  /** Shared by all: what it keeps is a few working memories. */
  private static final Zstd ZSTD = new Zstd();

  private Packed() {}

  public static byte[] pack(byte[] octets) {
    byte[] room = new byte[(int) Zstd.bound(octets.length)];
    int length = ZSTD.pack(octets, octets.length, room).orElseThrow();
    return Arrays.copyOf(room, length);
  }

  /**
   * Unpacks a part of an array into another; octets written, or empty when they are not packed or
   * do not fit.
   */
  public static OptionalInt unpack(byte[] from, int offset, int length, byte[] into) {
    return ZSTD.unpack(from, offset, length, into);
  }
}

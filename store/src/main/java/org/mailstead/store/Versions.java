package org.mailstead.store;

/**
 * How versions are numbered: version = epoch · 2^40 + counter. With fewer than 8,192 epochs every
 * version is below 2^53, so that JSON and IMAP's 63-bit mod-sequences (RFC 7162 section 7) hold it.
 */
public final class Versions {
  static final int COUNTER_BITS = 40;

  /** Epochs are below this. */
  public static final int MAX_EPOCHS = 8192;

  private Versions() {}

  /** The first version of an epoch: what the head shows after the epoch was raised. */
  public static long start(int epoch) {
    if (epoch < 0 || epoch >= MAX_EPOCHS) {
      throw new IllegalArgumentException("epoch " + epoch);
    }
    return (long) epoch << COUNTER_BITS;
  }

  public static int epoch(long version) {
    return (int) (version >>> COUNTER_BITS);
  }
}

package org.mailstead.post;

/**
 * The flags and keywords of a message as bits: the system flags of RFC 9051 section 2.3.2 first,
 * then the account's keywords in the order in which they were first used ({@link Keywords}).
 */
public record Flags(long low, long high) {
  public static final Flags NONE = new Flags(0, 0);
  public static final Flags SEEN = new Flags(1, 0);
  public static final Flags ANSWERED = new Flags(2, 0);
  public static final Flags FLAGGED = new Flags(4, 0);
  public static final Flags DELETED = new Flags(8, 0);
  public static final Flags DRAFT = new Flags(16, 0);

  /** The first keyword's bit. */
  static final int FIRST_KEYWORD = 6;

  /** How many different keywords an account can have. */
  public static final int MAX_KEYWORDS = 128 - FIRST_KEYWORD;

  static Flags bit(int bit) {
    return bit < 64 ? new Flags(1L << bit, 0) : new Flags(0, 1L << (bit - 64));
  }

  public boolean has(Flags other) {
    return (low & other.low) == other.low && (high & other.high) == other.high;
  }

  public Flags with(Flags other) {
    return new Flags(low | other.low, high | other.high);
  }

  public Flags without(Flags other) {
    return new Flags(low & ~other.low, high & ~other.high);
  }

  boolean hasBit(int bit) {
    return ((bit < 64 ? low >>> bit : high >>> (bit - 64)) & 1) != 0;
  }
}

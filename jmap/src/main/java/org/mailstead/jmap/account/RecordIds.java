package org.mailstead.jmap.account;

import java.util.Optional;

/** Ids of records: a letter, and a number in base 32. */
public final class RecordIds {
  private static final int RADIX = 32;

  private RecordIds() {}

  public static String write(char letter, long number) {
    return letter + Long.toString(number, RADIX);
  }

  /** Empty for what is none. */
  public static Optional<Long> parse(char letter, String id) {
    if (id.length() < 2
        || id.charAt(0) != letter
        || !id.substring(1).matches("[1-9a-v][0-9a-v]{0,11}")) {
      return Optional.empty();
    }
    return Optional.of(Long.parseLong(id.substring(1), RADIX));
  }
}

package org.mailstead.jmap.core;

import java.util.Optional;

/**
 * A state as clients are told it: a version of the account; up to which place what that one changed
 * has been told, where that is not all; and what the account looked like to whoever asked, where it
 * is not his own.
 *
 * @param looks what may change what is seen without changing what is there; may be empty
 */
public record State(long version, long told, String looks) {
  private static final int MAX = 80;

  /** All of a version. */
  public State(long version, String looks) {
    this(version, 0, looks);
  }

  @Override
  public String toString() {
    return Long.toString(version, 36)
        + (told == 0 ? "" : "." + told)
        + (looks.isEmpty() ? "" : "-" + looks);
  }

  /** Empty for what this server never said. */
  public static Optional<State> parse(String text) {
    if (text.isEmpty() || text.length() > MAX) {
      return Optional.empty();
    }
    int cut = text.indexOf('-');
    String looks = cut < 0 ? "" : text.substring(cut + 1);
    String number = cut < 0 ? text : text.substring(0, cut);
    int dot = number.indexOf('.');
    try {
      long version = Long.parseUnsignedLong(dot < 0 ? number : number.substring(0, dot), 36);
      long told = dot < 0 ? 0 : Long.parseLong(number.substring(dot + 1));
      return version < 0 || told < 0
          ? Optional.empty()
          : Optional.of(new State(version, told, looks));
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }
}

package org.mailstead.words;

/** An account's number: never given to another account, also after deletion. */
public record AccountId(long value) implements Comparable<AccountId> {
  public AccountId {
    if (value <= 0) {
      throw new IllegalArgumentException("an account id is positive: " + value);
    }
  }

  @Override
  public int compareTo(AccountId other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return "a" + value;
  }
}

package org.mailstead.words;

/** A mailbox's number inside its account: never given to another mailbox of it. */
public record MailboxId(long value) implements Comparable<MailboxId> {
  public MailboxId {
    if (value <= 0) {
      throw new IllegalArgumentException("a mailbox id is positive: " + value);
    }
  }

  @Override
  public int compareTo(MailboxId other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return "m" + value;
  }
}

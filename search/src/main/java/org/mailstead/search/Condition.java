package org.mailstead.search;

/** What was typed of mailboxes and flags: the index does not know them. */
public sealed interface Condition {
  /** Whether it must not be so. */
  boolean not();

  /** In the mailbox of this name or role. */
  record In(String mailbox, boolean not) implements Condition {}

  /** With this mark. */
  record Is(Mark mark, boolean not) implements Condition {}

  /** A state that people ask for. */
  enum Mark {
    READ,
    UNREAD,
    FLAGGED,
    ANSWERED,
    FORWARDED,
    DRAFT
  }
}

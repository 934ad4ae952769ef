package org.mailstead.post;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.mailstead.words.AccountId;

/**
 * Somebody who acts for an account: in all of its mailboxes, and in its name.
 *
 * @param sendAs writes as the account, and nobody sees that it was he
 * @param onBehalf writes for the account; the message names him as its sender
 */
public record Delegate(AccountId member, Access access, boolean sendAs, boolean onBehalf) {
  private static final Rights READ = Rights.of(Right.LOOKUP, Right.READ, Right.SEEN);

  private static final Rights WRITE =
      READ.with(
          Rights.of(Right.WRITE, Right.INSERT, Right.POST, Right.DELETE_MESSAGES, Right.EXPUNGE));

  private static final Rights FULL = Rights.ALL.without(Rights.of(Right.ADMINISTER));

  /** What he may do in the account's mailboxes, those to come too. The codes are stored. */
  public enum Access {
    NONE(0),
    /** Reads, and marks as read. */
    READ(1),
    /** Also files, flags, deletes and adds messages. */
    WRITE(2),
    /** Also makes, renames and removes mailboxes. Whom they are shared with is not his to say. */
    FULL(3);

    private final int code;

    Access(int code) {
      this.code = code;
    }

    int code() {
      return code;
    }

    /** What a later release may have written counts for nothing here. */
    static Access ofCode(int code) {
      return Arrays.stream(values()).filter(one -> one.code == code).findFirst().orElse(NONE);
    }

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Access> of(String word) {
      return Arrays.stream(values()).filter(one -> one.word().equals(word)).findFirst();
    }
  }

  Rights rights() {
    return switch (access) {
      case NONE -> Rights.NONE;
      case READ -> READ;
      case WRITE -> WRITE;
      case FULL -> FULL;
    };
  }

  /** What he may, in words: those of {@link Access}, {@code send-as}, {@code on-behalf}. */
  public List<String> may() {
    List<String> may = new ArrayList<>();
    if (access != Access.NONE) {
      may.add(access.word());
    }
    if (sendAs) {
      may.add("send-as");
    }
    if (onBehalf) {
      may.add("on-behalf");
    }
    return may;
  }

  boolean isNothing() {
    return access == Access.NONE && !sendAs && !onBehalf;
  }
}

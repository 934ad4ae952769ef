package org.mailstead.words;

import java.util.List;

/**
 * Why a request cannot be done, in no protocol's words. Each room turns the kind into its own reply
 * in one switch.
 *
 * @param kind the closed list that rooms switch on
 * @param key names the sentence for people, such as {@code mailbox.missing}
 * @param arguments what the sentence speaks of; never a secret or message content
 */
public record Problem(Kind kind, String key, List<String> arguments) {
  /** What went wrong, as far as a protocol can tell its client. */
  public enum Kind {
    /** The thing asked for does not exist (or the asker may not know that it does). */
    NOT_FOUND,
    /** A thing of that name exists already. */
    EXISTS,
    /** The request is understood and makes no sense: a bad name, a bad value. */
    INVALID,
    /** The asker is known and lacks the right. */
    NOT_PERMITTED,
    /** Sign in first. */
    NOT_AUTHENTICATED,
    /** The credentials are wrong, or the account is switched off. */
    BAD_CREDENTIALS,
    /** The connection must be encrypted first. */
    NEEDS_TLS,
    /** The account's storage is used up. */
    OVER_QUOTA,
    /** Larger than any limit allows; trying again will not help. */
    TOO_LARGE,
    /** More things than a limit allows, such as recipients or mailboxes. */
    TOO_MANY,
    /** Too often in too short a time; later it works. */
    RATE_LIMITED,
    /** Somebody else holds it; later it works. */
    BUSY,
    /** It changed meanwhile; look again and decide anew. */
    CONFLICT,
    /** The token is older than what the server remembers: start over. */
    EXPIRED,
    /** A part of the server is not there now; later it works. */
    UNAVAILABLE,
    /** The disk is full, or nearly. */
    NO_SPACE,
    /** Known, and not offered by this server. */
    UNSUPPORTED,
    /** The address is not one of ours and we do not relay. */
    NOT_LOCAL,
    /** A message went round in circles. */
    LOOP,
    /** A policy of the owner or operator forbids it. */
    REFUSED,
    /** What is stored cannot be read: someone must look. */
    CORRUPT
  }

  public Problem {
    arguments = List.copyOf(arguments);
  }

  public static Problem of(Kind kind, String key, String... arguments) {
    return new Problem(kind, key, List.of(arguments));
  }

  /** For logs: {@code NOT_FOUND mailbox.missing [Archive]}. */
  @Override
  public String toString() {
    return arguments.isEmpty() ? kind + " " + key : kind + " " + key + " " + arguments;
  }
}

package org.mailstead.identity.audit;

import org.mailstead.words.AccountId;

/** Who did something. */
public sealed interface Actor {
  /**
   * Somebody who has signed in.
   *
   * @param address as it was then
   */
  record Person(AccountId account, String address) implements Actor {}

  /** A program with a token for administration. */
  record Token(String id, String name) implements Actor {}

  /** Whoever may use the command line on this machine. */
  record Operator() implements Actor {}

  /** The server, by itself. */
  record Service() implements Actor {}

  /** Somebody who could not prove who he is, or did not have to. */
  record Stranger() implements Actor {}

  /** How the log names it. */
  default String word() {
    return switch (this) {
      case Person(AccountId _, String address) -> address;
      case Token(String id, String name) -> "token " + id + " (" + name + ")";
      case Operator _ -> "operator";
      case Service _ -> "server";
      case Stranger _ -> "stranger";
    };
  }
}

package org.mailstead.filter.dkim;

/** What became of a signature (RFC 8601 section 2.7.1). */
public sealed interface DkimResult {
  /** The signing domain vouches for the message as it is here. */
  record Pass() implements DkimResult {}

  /** The message is not what was signed, or the signature is over. */
  record Fail(String why) implements DkimResult {}

  /** It verifies and is not good enough for us. */
  record Policy(String why) implements DkimResult {}

  /** It cannot be understood, or comes from a domain that only tries. */
  record Neutral(String why) implements DkimResult {}

  /** The key could not be asked for; later it may. */
  record TempError(String why) implements DkimResult {}

  /** It can never be verified. */
  record PermError(String why) implements DkimResult {}

  /** The word for it in header fields. */
  default String code() {
    return switch (this) {
      case Pass _ -> "pass";
      case Fail _ -> "fail";
      case Policy _ -> "policy";
      case Neutral _ -> "neutral";
      case TempError _ -> "temperror";
      case PermError _ -> "permerror";
    };
  }

  /** Why, in words; empty for a pass. */
  default String why() {
    return switch (this) {
      case Pass _ -> "";
      case Fail(String why) -> why;
      case Policy(String why) -> why;
      case Neutral(String why) -> why;
      case TempError(String why) -> why;
      case PermError(String why) -> why;
    };
  }
}

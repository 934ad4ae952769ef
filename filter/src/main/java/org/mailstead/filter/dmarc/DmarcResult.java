package org.mailstead.filter.dmarc;

/** What DMARC finds (RFC 8601 section 2.7.7, RFC 9989 section 5). */
public sealed interface DmarcResult {
  /**
   * The domain vouches for the message.
   *
   * @param by how, such as {@code dkim=example.org}
   */
  record Pass(String by) implements DmarcResult {}

  /** The domain says how its mail can be known, and this message cannot. */
  record Fail(String why) implements DmarcResult {}

  /** The domain says nothing. */
  record None(String why) implements DmarcResult {}

  /** The DNS did not answer; later it may. */
  record TempError(String why) implements DmarcResult {}

  /** It cannot be said who the message claims to be from. */
  record PermError(String why) implements DmarcResult {}

  /** The word for it in header fields. */
  default String code() {
    return switch (this) {
      case Pass _ -> "pass";
      case Fail _ -> "fail";
      case None _ -> "none";
      case TempError _ -> "temperror";
      case PermError _ -> "permerror";
    };
  }
}

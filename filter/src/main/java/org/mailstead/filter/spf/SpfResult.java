package org.mailstead.filter.spf;

import java.util.Optional;

/** What SPF finds (RFC 7208 section 2.6). */
public sealed interface SpfResult {
  /** There is no domain or no record to ask. */
  record None(String why) implements SpfResult {}

  /**
   * The domain says nothing about this client.
   *
   * @param by the term of the record that decided, or that none did
   */
  record Neutral(String by) implements SpfResult {}

  /** The client may send in the domain's name. */
  record Pass(String by) implements SpfResult {}

  /**
   * The client may not.
   *
   * @param explanation the domain owner's text for the sender: a stranger's words, in ASCII
   */
  record Fail(String by, Optional<String> explanation) implements SpfResult {}

  /** The client probably may not. */
  record SoftFail(String by) implements SpfResult {}

  /** The DNS did not answer; later it may. */
  record TempError(String why) implements SpfResult {}

  /** The domain's record cannot be understood, or asks too much. */
  record PermError(String why) implements SpfResult {}

  /** The word for it in header fields (RFC 8601 section 2.7.2). */
  default String code() {
    return switch (this) {
      case None _ -> "none";
      case Neutral _ -> "neutral";
      case Pass _ -> "pass";
      case Fail _ -> "fail";
      case SoftFail _ -> "softfail";
      case TempError _ -> "temperror";
      case PermError _ -> "permerror";
    };
  }
}

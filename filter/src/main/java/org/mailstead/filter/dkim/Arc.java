package org.mailstead.filter.dkim;

import java.util.List;

/** What becomes of a message's chain of custodians (RFC 8617 section 4.4). */
public sealed interface Arc {
  /** Nobody claims to have had the message. */
  record None() implements Arc {}

  /**
   * The chain holds.
   *
   * @param oldestPass the first custodian since whom nothing that was signed has changed; 0 when
   *     that holds for all
   * @param hops the first custodian first; at least one
   */
  record Pass(int oldestPass, List<ArcHop> hops) implements Arc {
    public Pass {
      hops = List.copyOf(hops);
    }
  }

  /**
   * The chain is broken, which is as good as none.
   *
   * @param highest the last instance number in use, as far as there is one
   * @param closed whether the last custodian has said so already; nobody adds to such a chain
   */
  record Fail(String why, int highest, boolean closed) implements Arc {}

  /** The word for it in header fields. */
  default String code() {
    return switch (this) {
      case None _ -> "none";
      case Pass _ -> "pass";
      case Fail _ -> "fail";
    };
  }

  /** The finding in a sentence for people. */
  default String explanation() {
    return switch (this) {
      case None _ -> "nobody says that they passed the message on";
      case Pass(_, List<ArcHop> hops) ->
          "passed on by "
              + String.join(", then ", hops.stream().map(ArcHop::sealer).toList())
              + ", who tell how it came to them";
      case Fail(String why, _, _) ->
          "what is said about who passed the message on cannot be believed: " + why;
    };
  }
}

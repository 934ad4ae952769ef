package org.mailstead.filter.dmarc;

import java.util.Optional;

/**
 * What DMARC finds about the domain that a message says it is from.
 *
 * @param domain A-labels, lower case; empty when there is none
 * @param policy the domain's; empty when it has none
 */
public record Dmarc(String domain, DmarcResult result, Optional<Applied> policy) {
  /**
   * The policy that holds.
   *
   * @param at whose record it is of
   * @param wanted for mail that fails
   * @param testing the domain only tries: one level less is to be applied
   */
  public record Applied(Located at, DmarcPolicy wanted, boolean testing) {
    /** What is to be applied now. */
    DmarcPolicy now() {
      return testing ? wanted.oneLess() : wanted;
    }
  }

  /** Whether the domain vouches for the message. */
  public boolean passed() {
    return result instanceof DmarcResult.Pass;
  }

  /** What the domain wants to happen to this message. */
  public DmarcPolicy disposition() {
    return result instanceof DmarcResult.Fail
        ? policy.map(Applied::now).orElse(DmarcPolicy.NONE)
        : DmarcPolicy.NONE;
  }

  /**
   * Whether the domain has such mail at least put aside that only pretends to be its own, all of
   * it: names below too.
   */
  public boolean enforced() {
    return policy
        .filter(applied -> !applied.testing() && applied.wanted() != DmarcPolicy.NONE)
        .filter(applied -> applied.at().record().policies().own() != DmarcPolicy.NONE)
        .filter(applied -> applied.at().record().policies().forBelow() != DmarcPolicy.NONE)
        .isPresent();
  }

  /** The finding in a sentence for people. */
  public String explanation() {
    return switch (result) {
      case DmarcResult.Pass(String by) -> domain + " vouches for this message (" + by + ")";
      case DmarcResult.Fail(String why) ->
          "this message does not come from %s as %s says its mail does: %s; %s"
              .formatted(domain, domain, why, wish());
      case DmarcResult.None(String why) ->
          domain + " does not say how its mail can be known: " + why;
      case DmarcResult.TempError(String why) ->
          "whether " + domain + " vouches for this message could not be asked: " + why;
      case DmarcResult.PermError(String why) ->
          "it cannot be said who vouches for this message: " + why;
    };
  }

  private String wish() {
    return policy
        .map(applied ->
            "it wants such mail "
                + switch (applied.wanted()) {
                  case NONE -> "treated as any other";
                  case QUARANTINE -> "put aside";
                  case REJECT -> "refused";
                }
                + (applied.testing() ? ", but only tries this yet" : ""))
        .orElse("");
  }
}

package org.mailstead.filter.dkim;

/**
 * What became of one signature.
 *
 * @param domain who signed, in A-labels; empty when the field cannot be understood
 * @param identity {@code i}, for whom
 * @param algorithm as the field names it
 * @param start of the signature's base64, by which signatures of one domain can be told apart (RFC
 *     6008)
 * @param unsubscribing whether it covers all that says how to leave a list at one click (RFC 8058
 *     section 4)
 * @param testing whether the key's record says that the domain only tries
 */
public record Dkim(
    String domain,
    String selector,
    String identity,
    String algorithm,
    String start,
    boolean unsubscribing,
    boolean testing,
    DkimResult result) {
  private static final int START = 8;

  static Dkim unreadable(String why) {
    return new Dkim("", "", "", "", "", false, false, new DkimResult.Neutral(why));
  }

  /** The same of one that covers how to leave a list. */
  Dkim withUnsubscribing() {
    return new Dkim(domain, selector, identity, algorithm, start, true, testing, result);
  }

  static Dkim of(DkimSignature signature, boolean testing, DkimResult result) {
    SignatureTags tags = signature.tags();
    String base64 = tags.signature();
    return new Dkim(
        tags.key().domain(),
        tags.key().selector(),
        signature.identity(),
        tags.algorithm(),
        base64.substring(0, Math.min(START, base64.length())),
        false,
        testing,
        result);
  }

  /** Whether the domain vouches for the message. */
  public boolean passed() {
    return result instanceof DkimResult.Pass;
  }

  /** The finding in a sentence for people. */
  public String explanation() {
    String who = domain.isEmpty() ? "a signature" : "the signature of " + domain;
    return switch (result) {
      case DkimResult.Pass _ -> domain + " signed this message, and it has not been changed since";
      case DkimResult.Fail(String why) -> who + " does not hold: " + why;
      case DkimResult.Policy(String why) -> who + " holds, and is not good enough: " + why;
      case DkimResult.Neutral(String why) -> who + " says nothing: " + why;
      case DkimResult.TempError(String why) -> who + " could not be checked: " + why;
      case DkimResult.PermError(String why) -> who + " cannot be checked: " + why;
    };
  }
}

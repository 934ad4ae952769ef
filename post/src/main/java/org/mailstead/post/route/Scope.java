package org.mailstead.post.route;

import java.util.Locale;
import java.util.Optional;
import org.mailstead.words.EmailAddress;

/**
 * Whose mail a route is for: an exact domain in A-labels, {@code .example.org} for one with all
 * that lie below it, or empty for any.
 *
 * @param from of the sender
 * @param to of the recipient
 */
public record Scope(String from, String to) {
  public static final Scope ALL = new Scope("", "");

  /** As an operator writes a side of it; empty when it is no domain. */
  public static Optional<String> side(String text) {
    String word = text.strip().toLowerCase(Locale.ROOT);
    if (word.isEmpty() || word.equals("*")) {
      return Optional.of("");
    }
    boolean below = word.startsWith(".");
    return EmailAddress.domain(below ? word.substring(1) : word)
        .map(domain -> below ? "." + domain : domain);
  }

  /** Whether it is for mail from one domain to another; an empty one is of no domain. */
  boolean covers(String sender, String recipient) {
    return isIn(from, sender) && isIn(to, recipient);
  }

  private static boolean isIn(String side, String domain) {
    if (side.isEmpty()) {
      return true;
    }
    return side.startsWith(".")
        ? domain.equals(side.substring(1)) || domain.endsWith(side)
        : domain.equals(side);
  }

  /**
   * How much it says, the more the larger. What names the recipient goes before what names the
   * sender: how a server is reached is first of all an affair of where it is.
   */
  long weight() {
    return ((long) weight(to) << 32) + weight(from);
  }

  private static int weight(String side) {
    return side.isEmpty() ? 0 : 2 * side.length() + (side.startsWith(".") ? 0 : 1_000);
  }

  @Override
  public String toString() {
    return "from " + (from.isEmpty() ? "*" : from) + " to " + (to.isEmpty() ? "*" : to);
  }
}

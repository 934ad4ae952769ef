package org.mailstead.smtp;

import java.util.Optional;
import org.mailstead.words.EmailAddress;

/**
 * A reverse-path or forward-path (RFC 5321 section 4.1.2).
 *
 * @param address empty for {@code <>}, and for {@code <postmaster>} without domain
 */
record Path(Optional<EmailAddress> address, boolean postmaster) {
  static final Path NULL = new Path(Optional.empty(), false);

  /** What a path is and what follows it on the line. */
  record Found(Path path, String rest) {}

  // Path = "<" [ A-d-l ":" ] Mailbox ">"
  static Found parse(String text) throws SyntaxException {
    int end = end(text);
    if (!text.startsWith("<") || end < 0) {
      throw new SyntaxException(Reply.of(501, "5.1.7", "an address stands in angle brackets"));
    }
    String inside = text.substring(1, end);
    String rest = text.substring(end + 1);
    if (!rest.isEmpty() && !rest.startsWith(" ")) {
      throw new SyntaxException(Reply.SYNTAX);
    }
    return new Found(path(inside), rest.strip());
  }

  private static Path path(String inside) throws SyntaxException {
    if (inside.isEmpty()) {
      return NULL;
    }
    if (inside.equalsIgnoreCase("postmaster")) {
      return new Path(Optional.empty(), true);
    }
    // Source routes are accepted and ignored (RFC 5321 appendix C).
    int colon = inside.startsWith("@") ? inside.indexOf(':') : -1;
    Optional<EmailAddress> address = EmailAddress.parse(inside.substring(colon + 1));
    if (address.isEmpty()) {
      throw new SyntaxException(Reply.of(553, "5.1.3", "that is no address"));
    }
    return new Path(address, false);
  }

  /** Where the bracket closes; one inside a quoted local part does not count. */
  private static int end(String text) {
    boolean quoted = false;
    for (int i = 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && quoted) {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == '>' && !quoted) {
        return i;
      }
    }
    return -1;
  }
}

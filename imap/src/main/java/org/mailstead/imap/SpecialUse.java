package org.mailstead.imap;

import java.util.Locale;
import java.util.Optional;
import org.mailstead.post.Mailbox;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** The attributes that say what a mailbox is for (RFC 6154). */
final class SpecialUse {
  /** The key of a problem with a use that cannot be given (RFC 6154 section 3). */
  static final String REFUSED = "mailbox.use";

  private SpecialUse() {}

  static Optional<String> attribute(Mailbox.Role role) {
    return switch (role) {
      case NONE, INBOX -> Optional.empty();
      case DRAFTS -> Optional.of("\\Drafts");
      case SENT -> Optional.of("\\Sent");
      case JUNK -> Optional.of("\\Junk");
      case TRASH -> Optional.of("\\Trash");
      case ARCHIVE -> Optional.of("\\Archive");
    };
  }

  static Mailbox.Role role(String attribute) {
    return switch (attribute.toLowerCase(Locale.ROOT)) {
      case "\\drafts" -> Mailbox.Role.DRAFTS;
      case "\\sent" -> Mailbox.Role.SENT;
      case "\\junk" -> Mailbox.Role.JUNK;
      case "\\trash" -> Mailbox.Role.TRASH;
      case "\\archive" -> Mailbox.Role.ARCHIVE;
      case String _ -> throw new Refused(Problem.Kind.UNSUPPORTED, REFUSED, attribute);
    };
  }
}

package org.mailstead.imap.grammar;

import java.util.Locale;
import java.util.Optional;
import org.mailstead.imap.response.Respond;
import org.mailstead.post.Mailbox;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** The attributes that say what a mailbox is for (RFC 6154). */
public final class SpecialUse {
  private SpecialUse() {}

  public static Optional<String> attribute(Mailbox.Role role) {
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
      case String _ -> throw new Refused(Problem.Kind.UNSUPPORTED, Respond.BAD_USE, attribute);
    };
  }
}

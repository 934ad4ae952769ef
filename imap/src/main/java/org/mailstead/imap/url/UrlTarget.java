package org.mailstead.imap.url;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.mailstead.formats.imap.ModifiedUtf7;
import org.mailstead.imap.fetch.SectionOctets;
import org.mailstead.imap.grammar.ImapReader;
import org.mailstead.imap.state.Client;
import org.mailstead.imap.state.Location;
import org.mailstead.post.Email;
import org.mailstead.post.MailboxView;
import org.mailstead.post.Right;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** The message that a URL refers to. */
record UrlTarget(Location location, Email email, ImapUrl url) {
  /** Looks as the client may look; empty when there is no such message, or never was. */
  static Optional<UrlTarget> find(Client as, ImapUrl url) {
    try {
      Optional<Location> location =
          mailbox(as, url.mailbox())
              .filter(found ->
                  url.uidValidity().orElse(found.mailbox().uidValidity())
                      == found.mailbox().uidValidity());
      return location.flatMap(there -> email(as, there, url));
    } catch (Refused e) {
      // Removed at this moment, or not to be read: nobody learns which.
      if (e.problem().kind() == Problem.Kind.NOT_FOUND
          || e.problem().kind() == Problem.Kind.NOT_PERMITTED) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Names in URLs are UTF-8; some clients put modified UTF-7 there. */
  static Optional<Location> mailbox(Client as, String octets) {
    String path = ImapReader.utf8(octets);
    String spelt =
        as.utf8() ? new String(path.getBytes(UTF_8), ISO_8859_1) : ModifiedUtf7.encode(path);
    Optional<Location> found = as.find(spelt, Right.READ);
    return found.isPresent() || as.utf8()
        ? found
        : ModifiedUtf7.decode(octets).flatMap(_ -> as.find(octets, Right.READ));
  }

  private static Optional<UrlTarget> email(Client as, Location location, ImapUrl url) {
    if (url.uid() > Integer.MAX_VALUE) {
      return Optional.empty();
    }
    MailboxView view = as.post().view(location.owner(), location.mailbox().id());
    int at = view.indexOf((int) url.uid());
    if (at < 0) {
      return Optional.empty();
    }
    long number = view.get(at).email();
    Map<Long, Email> emails = as.post().emails().get(location.owner(), java.util.List.of(number));
    return Optional.ofNullable(emails.get(number))
        .map(email -> new UrlTarget(location, email, url));
  }

  /** The octets meant; empty when the message has no such section. */
  Optional<SectionOctets> octets(Client as) throws IOException {
    return SectionOctets.of(
        as.post().emails(), location.owner(), email, url.section(), url.partial());
  }
}

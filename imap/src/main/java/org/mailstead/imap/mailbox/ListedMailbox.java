package org.mailstead.imap.mailbox;

import java.util.Optional;
import org.mailstead.imap.state.Location;
import org.mailstead.post.Mailbox;
import org.mailstead.post.Rights;

/**
 * A name that LIST may tell.
 *
 * @param location empty for a name that is only subscribed to, or only has others below it
 * @param rights what the client may do with it
 * @param implied whether it is there only because others lie below it
 */
public record ListedMailbox(
    String path,
    Optional<Location> location,
    Mailbox.Role role,
    boolean subscribed,
    Rights rights,
    boolean implied) {
  static ListedMailbox own(String path, Location location) {
    Mailbox mailbox = location.mailbox();
    return new ListedMailbox(
        path, Optional.of(location), mailbox.role(), mailbox.subscribed(), Rights.ALL, false);
  }

  /** What it is for the owner, it is not for others. */
  static ListedMailbox shared(String path, Location location, boolean subscribed, Rights rights) {
    return new ListedMailbox(
        path, Optional.of(location), Mailbox.Role.NONE, subscribed, rights, false);
  }

  static ListedMailbox onlySubscribed(String path) {
    return new ListedMailbox(path, Optional.empty(), Mailbox.Role.NONE, true, Rights.NONE, false);
  }

  static ListedMailbox above(String path) {
    return new ListedMailbox(path, Optional.empty(), Mailbox.Role.NONE, false, Rights.NONE, true);
  }
}

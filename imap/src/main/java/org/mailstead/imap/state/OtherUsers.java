package org.mailstead.imap.state;

import java.util.Optional;
import org.mailstead.post.MailboxTree;
import org.mailstead.post.Sharing;
import org.mailstead.words.AccountId;
import org.mailstead.words.EmailAddress;

/**
 * The names of what others share: {@code Other Users/ada@example.test/Projects} (RFC 2342 section
 * 5). An address may have a slash in it, so its end is where it first is an address.
 */
public record OtherUsers(AccountId viewer, Sharing sharing) {
  public static final String PREFIX = MailboxTree.OTHER_USERS + MailboxTree.SEPARATOR;

  /**
   * A name that leads to another account.
   *
   * @param path in the owner's tree; empty for the account as a whole
   */
  public record Name(AccountId owner, String path) {}

  public static boolean isHere(String path) {
    return path.equals(MailboxTree.OTHER_USERS) || path.startsWith(PREFIX);
  }

  /** Empty when there is no such account, or none that the viewer may know of. */
  public Optional<Name> find(String path) {
    if (!path.startsWith(PREFIX)) {
      return Optional.empty();
    }
    String rest = path.substring(PREFIX.length());
    int end = -1;
    do {
      end = rest.indexOf(MailboxTree.SEPARATOR, end + 1);
      Optional<EmailAddress> address = EmailAddress.parse(end < 0 ? rest : rest.substring(0, end));
      if (address.isPresent()) {
        String inner = end < 0 ? "" : rest.substring(end + 1);
        return sharing.account(viewer, address.get()).map(owner -> new Name(owner, inner));
      }
    } while (end >= 0);
    return Optional.empty();
  }

  /** What stands before the paths of an account; empty when the account is gone. */
  public Optional<String> prefix(AccountId owner) {
    return sharing.address(owner).map(address -> PREFIX + address + MailboxTree.SEPARATOR);
  }
}

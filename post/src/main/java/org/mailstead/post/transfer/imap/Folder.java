package org.mailstead.post.transfer.imap;

import java.util.List;
import java.util.Optional;

/**
 * A mailbox of another server.
 *
 * @param wireName its name as it is said there, one character for each octet
 * @param path the names from the top, as people read them; INBOX is {@code INBOX}
 * @param use what the server says that it is for
 */
public record Folder(String wireName, List<String> path, Optional<Use> use) {
  /** RFC 6154 section 2. */
  public enum Use {
    ALL,
    ARCHIVE,
    DRAFTS,
    FLAGGED,
    IMPORTANT,
    JUNK,
    SENT,
    TRASH
  }

  public Folder {
    path = List.copyOf(path);
  }

  public boolean isInbox() {
    return path.equals(List.of("INBOX"));
  }
}

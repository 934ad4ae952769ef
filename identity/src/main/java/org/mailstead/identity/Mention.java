package org.mailstead.identity;

import org.mailstead.words.EmailAddress;

/** A place in the directory that names somebody's address and gives mail to it. */
public sealed interface Mention {
  /**
   * A group with such a member.
   *
   * @param only whether it has no others
   */
  record Group(EmailAddress address, boolean only) implements Mention {}

  /** A domain whose mail for unknown addresses goes there. */
  record CatchAll(String domain) implements Mention {}
}

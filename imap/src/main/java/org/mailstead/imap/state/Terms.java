package org.mailstead.imap.state;

import java.util.Optional;
import java.util.Set;

/**
 * What the operator lets clients do, as far as commands need to know.
 *
 * @param hostname what the server calls itself
 * @param maxAppend octets of a message (RFC 7889)
 * @param messageLimit how many messages a command works on at most (RFC 9738)
 * @param saveLimit how many messages one command puts into a mailbox (RFC 9738)
 * @param withheld capabilities that are not offered
 * @param jmap the address of JMAP's session object
 */
public record Terms(
    String hostname,
    long maxAppend,
    int messageLimit,
    int saveLimit,
    Set<String> withheld,
    Optional<String> jmap) {
  public Terms {
    withheld = Set.copyOf(withheld);
  }

  /** Where the same mail is by JMAP, unless that is withheld (RFC 9698). */
  public Optional<String> jmapAccess() {
    return jmap.filter(_ -> offers("JMAPACCESS"));
  }

  public boolean offers(String capability) {
    return !withheld.contains(capability);
  }
}

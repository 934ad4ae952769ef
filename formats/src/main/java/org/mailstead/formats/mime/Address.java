package org.mailstead.formats.mime;

import java.util.List;
import java.util.Optional;

/** One entry of an address list (RFC 5322 section 3.4), as it was written. */
public sealed interface Address {
  /**
   * A mailbox. Whatever could not be understood is a local part without domain.
   *
   * @param name the display name, quoting removed, encoded words kept
   * @param route the obsolete route (RFC 5322 section 4.4) without its colon
   * @param local the local part, quoting removed
   * @param domain empty when it is missing
   */
  record Mailbox(Optional<Octets> name, Optional<Octets> route, Octets local, Octets domain)
      implements Address {
    /** The display name for people, without the characters that could break a line. */
    public Optional<String> displayName() {
      return name.map(Octets::decoded)
          .map(text -> text.replaceAll("[\\p{Cntrl}]+", " ").strip())
          .filter(text -> !text.isEmpty());
    }

    /** {@code local@domain} in characters, without quoting; the local part alone without domain. */
    public String address() {
      return domain.isEmpty() ? local.text() : local.text() + "@" + domain.text();
    }
  }

  /** Mailboxes under a name, perhaps none. */
  record Group(Octets name, List<Mailbox> members) implements Address {
    public Group {
      members = List.copyOf(members);
    }

    /** The group's name for people. */
    public String displayName() {
      return name.decoded();
    }
  }
}

package org.mailstead.filter.spf;

import java.util.Optional;

/** What a client is compared with (RFC 7208 section 5). Without a domain, the record's own. */
sealed interface Mechanism {
  record All() implements Mechanism {}

  record Include(MacroString domain) implements Mechanism {}

  record A(Optional<MacroString> domain, Prefixes prefixes) implements Mechanism {}

  record Mx(Optional<MacroString> domain, Prefixes prefixes) implements Mechanism {}

  record Ptr(Optional<MacroString> domain) implements Mechanism {}

  /** {@code ip4} or {@code ip6}. */
  record Ip(Network network) implements Mechanism {}

  record Exists(MacroString domain) implements Mechanism {}

  /** How many bits of an address count, in either family. */
  record Prefixes(int four, int six) {
    static final Prefixes WHOLE = new Prefixes(32, 128);
  }
}

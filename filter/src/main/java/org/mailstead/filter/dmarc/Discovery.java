package org.mailstead.filter.dmarc;

import java.util.Optional;
import org.mailstead.filter.dmarc.DmarcLookup.Unanswered;

/** Finds the record that holds for a name, and the name of its owner. */
record Discovery(Organizations organizations, DmarcLookup lookup) {
  /** The record that holds for a name. */
  Optional<Located> policy(String domain) throws Unanswered {
    return switch (organizations) {
      case Organizations.TreeWalk() -> Walk.up(domain, lookup).policy();
      case Organizations.SuffixList(PublicSuffixes list) -> {
        Optional<Located> own = located(domain);
        Optional<String> above = list.registered(domain).filter(name -> !name.equals(domain));
        yield own.isPresent() || above.isEmpty() ? own : located(above.get());
      }
    };
  }

  /** The name that stands for all that belong to its owner. */
  String organization(String domain) throws Unanswered {
    return switch (organizations) {
      case Organizations.TreeWalk() -> Walk.up(domain, lookup).organization();
      case Organizations.SuffixList(PublicSuffixes list) -> list.registered(domain).orElse(domain);
    };
  }

  private Optional<Located> located(String domain) throws Unanswered {
    return lookup.find(domain).map(record -> new Located(domain, record));
  }
}

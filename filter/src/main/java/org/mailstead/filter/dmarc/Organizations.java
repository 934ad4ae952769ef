package org.mailstead.filter.dmarc;

/** How it is found out which names belong together, and which record holds for a name. */
public sealed interface Organizations {
  /** By walking up the DNS: as the owners say (RFC 9989 section 4.10). */
  record TreeWalk() implements Organizations {}

  /** By the list of public suffixes (RFC 7489 section 3.2). */
  record SuffixList(PublicSuffixes list) implements Organizations {}
}

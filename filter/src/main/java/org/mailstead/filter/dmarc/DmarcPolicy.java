package org.mailstead.filter.dmarc;

import java.util.Optional;

/** What a domain wishes for mail that only pretends to be its own, the mildest first (RFC 9989). */
public enum DmarcPolicy {
  NONE,
  QUARANTINE,
  REJECT;

  // dmarc-request = "none" / "quarantine" / "reject"
  static Optional<DmarcPolicy> of(String text) {
    for (DmarcPolicy policy : values()) {
      if (policy.name().equalsIgnoreCase(text)) {
        return Optional.of(policy);
      }
    }
    return Optional.empty();
  }

  /** What is applied while a domain only tries (section 4.7). */
  DmarcPolicy oneLess() {
    return switch (this) {
      case NONE, QUARANTINE -> NONE;
      case REJECT -> QUARANTINE;
    };
  }

  /** The word for it in records and header fields. */
  public String word() {
    return switch (this) {
      case NONE -> "none";
      case QUARANTINE -> "quarantine";
      case REJECT -> "reject";
    };
  }
}

package org.mailstead.filter.dmarc;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a record wishes (RFC 9989 section 4.7).
 *
 * @param own for the domain itself
 * @param below for names below it; empty for the same
 * @param missing for names below it that do not exist; empty for the same as {@code below}
 * @param testing the domain only tries: one level less is to be applied
 * @param percent {@code pct} of RFC 7489, which RFC 9989 has removed; 0 was how one tried then, and
 *     makes {@code testing} true; other values change nothing
 */
public record Policies(
    DmarcPolicy own,
    Optional<DmarcPolicy> below,
    Optional<DmarcPolicy> missing,
    boolean testing,
    OptionalInt percent) {

  /** What holds for a name below that exists. */
  DmarcPolicy forBelow() {
    return below.orElse(own);
  }

  /** What holds for a name below that does not. */
  DmarcPolicy forMissing() {
    return missing.orElse(forBelow());
  }
}

package org.mailstead.wire.acme;

import java.time.Instant;
import java.util.Optional;

/** There is no new certificate; says why, in words for an operator. */
public final class NotIssued extends Exception {
  private final String why;
  private final transient Optional<Instant> notBefore;

  NotIssued(String why) {
    this(why, Optional.empty());
  }

  NotIssued(String why, Optional<Instant> notBefore) {
    super(why);
    this.why = why;
    this.notBefore = notBefore;
  }

  public String why() {
    return why;
  }

  /** When the CA wants to be asked again at the earliest. */
  Optional<Instant> notBefore() {
    return notBefore;
  }
}

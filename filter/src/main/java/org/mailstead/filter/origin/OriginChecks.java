package org.mailstead.filter.origin;

import java.time.Duration;
import java.time.InstantSource;
import org.mailstead.filter.dmarc.Organizations;
import org.mailstead.wire.dns.Resolver;

/**
 * Checks who sent messages: SPF, DKIM, ARC, DMARC and the client's name.
 *
 * @param hostname our own name
 * @param time how long the DNS may take while a message comes in, and once more at its end
 */
public record OriginChecks(
    Resolver resolver,
    Organizations organizations,
    String hostname,
    InstantSource clock,
    Duration time) {
  /** What is long for the DNS, and short for a client that waits. */
  public static final Duration TIME = Duration.ofSeconds(10);

  /** Begins to check a message that is about to come. */
  public OriginCheck begin(Envelope envelope) {
    var check = new OriginCheck(this, envelope);
    check.start();
    return check;
  }
}

package org.mailstead.smtp;

import static java.lang.System.Logger.Level.INFO;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.mailstead.filter.dkim.SignedMessage;
import org.mailstead.filter.origin.Handling;
import org.mailstead.filter.origin.Origin;
import org.mailstead.filter.origin.OriginCheck;
import org.mailstead.filter.results.AuthenticationResults;
import org.mailstead.post.OriginReasons;
import org.mailstead.post.Reason;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** Finds out who sent a message that comes from outside. */
final class OutsideInspection implements Inspection {
  private static final System.Logger LOG = System.getLogger(OutsideInspection.class.getName());

  private final OriginCheck check;
  private final Handling handling;
  private final String service;
  private final InstantSource clock;
  private Optional<AuthenticationResults> results = Optional.empty();

  /**
   * @param service our own name
   */
  OutsideInspection(OriginCheck check, Handling handling, String service, InstantSource clock) {
    this.check = check;
    this.handling = handling;
    this.service = service;
    this.clock = clock;
  }

  @Override
  public void header(SignedMessage header) {
    check.header(header);
  }

  @Override
  public void body(byte[] bytes, int off, int len) {
    check.body(bytes, off, len);
  }

  @Override
  public void judge() {
    Origin origin = check.finish();
    AuthenticationResults found = origin.results(service);
    results = Optional.of(found);
    LOG.log(INFO, () -> "origin " + found.payload());
    handling
        .refusal(origin)
        .ifPresent(why -> {
          throw new Refused(Problem.Kind.REFUSED, "dmarc.reject", why);
        });
  }

  @Override
  public String fields(String added) {
    return results.map(AuthenticationResults::field).orElse("");
  }

  @Override
  public List<Reason> reasons() {
    return results.map(found -> OriginReasons.of(found, clock.instant())).orElse(List.of());
  }
}

package org.mailstead.smtp;

import static java.lang.System.Logger.Level.INFO;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mailstead.filter.client.DnsLists;
import org.mailstead.filter.dkim.SignedMessage;
import org.mailstead.filter.hook.Asking;
import org.mailstead.filter.hook.Opinion;
import org.mailstead.filter.judge.Sighting;
import org.mailstead.filter.origin.Envelope;
import org.mailstead.filter.origin.Origin;
import org.mailstead.filter.origin.OriginCheck;
import org.mailstead.filter.results.AuthenticationResults;
import org.mailstead.filter.spf.SpfResult;
import org.mailstead.filter.verdict.Clue;
import org.mailstead.filter.verdict.Verdict;
import org.mailstead.filter.verdict.VerdictField;
import org.mailstead.post.OriginReasons;
import org.mailstead.post.Reason;
import org.mailstead.post.VerdictReasons;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** Finds out who sent a message that comes from outside, and whether it is wanted. */
final class OutsideInspection implements Inspection {
  private static final System.Logger LOG = System.getLogger(OutsideInspection.class.getName());

  private final OutsideConfig config;
  private final Envelope envelope;
  private final String service;
  private final InstantSource clock;
  private final OriginCheck check;
  private final DnsLists.Asked lists;
  private final Asking asking;
  private Optional<Found> found = Optional.empty();

  /**
   * What was found.
   *
   * @param denied whether the domain of MAIL FROM says that this client does not send for it, and
   *     no signature says otherwise
   */
  private record Found(
      AuthenticationResults results, Verdict verdict, Asking.Said said, boolean denied) {}

  /**
   * Begins to ask.
   *
   * @param service our own name
   */
  OutsideInspection(
      OutsideConfig config, Envelope envelope, Asking asking, String service, InstantSource clock) {
    this.asking = asking;
    this.config = config;
    this.envelope = envelope;
    this.service = service;
    this.clock = clock;
    this.check = config.checks().begin(envelope);
    this.lists = config.lists().ask(envelope.client());
  }

  @Override
  public void header(SignedMessage header) {
    check.header(header);
    asking.header(header);
  }

  @Override
  public void body(byte[] bytes, int off, int len) {
    check.body(bytes, off, len);
    asking.body(bytes, off, len);
  }

  @Override
  public void judge() {
    Origin origin = check.finish();
    AuthenticationResults results = origin.results(service);
    List<Clue> clues = new ArrayList<>(lists.clues());
    config.reputation().of(envelope.client()).ifPresent(clues::add);
    Asking.Said said = asking.finish(config.junk());
    clues.addAll(said.clues());
    Verdict verdict = config.judge().judge(new Sighting(origin, clues));
    boolean denied =
        origin.mailFrom().result() instanceof SpfResult.Fail && !origin.dmarc().passed();
    found = Optional.of(new Found(results, verdict, said, denied));
    LOG.log(
        INFO,
        () ->
            "verdict %s points=%d client=%s origin %s"
                .formatted(
                    verdict.kind().word(),
                    verdict.points(),
                    envelope.client().getHostAddress(),
                    results.payload()));
    Optional<String> forged = config.handling().refusal(origin);
    config
        .reputation()
        .add(envelope.client(), forged.isPresent() ? Verdict.Kind.REFUSED : verdict.kind());
    forged.ifPresent(why -> {
      throw new Refused(Problem.Kind.REFUSED, "dmarc.reject", why);
    });
    HookedInspection.obey(said);
    if (verdict.kind() == Verdict.Kind.REFUSED) {
      throw new Refused(
          Problem.Kind.REFUSED, "verdict.refused", "taken for junk: " + verdict.against());
    }
    if (config.greylist().sendsAway(envelope.client(), envelope.sender(), verdict, config.junk())) {
      throw new Refused(
          Problem.Kind.BUSY, "greylist", "not known here yet; try again in 5 minutes");
    }
  }

  @Override
  public String fields(String added) {
    return found
        .map(f -> f.results().field() + VerdictField.write(f.verdict()) + f.said().fields())
        .orElse("");
  }

  @Override
  public boolean discards() {
    return found.filter(f -> f.said().action() == Opinion.Action.DISCARD).isPresent();
  }

  @Override
  public boolean doubtsSender() {
    return found.filter(f -> f.denied() || f.verdict().kind() == Verdict.Kind.JUNK).isPresent();
  }

  @Override
  public void close() {
    asking.close();
  }

  @Override
  public List<Reason> reasons() {
    List<Reason> reasons = new ArrayList<>();
    found.ifPresent(f -> {
      reasons.addAll(OriginReasons.of(f.results(), clock.instant()));
      reasons.addAll(VerdictReasons.of(f.verdict(), clock.instant()));
    });
    return reasons;
  }
}

package org.mailstead.filter.origin;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.mailstead.filter.dkim.ArcValidator;
import org.mailstead.filter.dkim.DkimLimits;
import org.mailstead.filter.dkim.DkimVerifier;
import org.mailstead.filter.dkim.Flow;
import org.mailstead.filter.dkim.SignedMessage;
import org.mailstead.filter.dmarc.Authors;
import org.mailstead.filter.dmarc.Dmarc;
import org.mailstead.filter.dmarc.DmarcCheck;
import org.mailstead.filter.spf.Spf;
import org.mailstead.filter.spf.SpfCheck;
import org.mailstead.filter.spf.SpfLimits;

/** The check of one message: its client is asked about while it comes in, the rest at its end. */
public final class OriginCheck implements MessageFlow.Eyes {
  private final OriginChecks checks;
  private final Envelope envelope;
  private final CompletableFuture<ByClient> byClient = new CompletableFuture<>();
  private final TimedResolver resolver;
  private Optional<Looking> looking = Optional.empty();

  private record ByClient(Iprev iprev, Spf helo, Spf mailFrom) {}

  private record Looking(SignedMessage header, Flow flow) {}

  OriginCheck(OriginChecks checks, Envelope envelope) {
    this.checks = checks;
    this.envelope = envelope;
    this.resolver = new TimedResolver(checks.resolver(), checks.time());
  }

  void start() {
    Thread.startVirtualThread(() -> {
      try {
        byClient.complete(askAboutClient());
      } catch (RuntimeException | Error e) {
        byClient.completeExceptionally(e);
      }
    });
  }

  private ByClient askAboutClient() {
    var timed = new TimedResolver(checks.resolver(), checks.time());
    var spf = new SpfCheck(timed, checks.clock(), SpfLimits.STANDARD, checks.hostname());
    Spf mailFrom = spf.mailFrom(envelope.client(), envelope.helo(), envelope.sender());
    Spf helo =
        envelope.sender().isEmpty() ? mailFrom : spf.helo(envelope.client(), envelope.helo());
    return new ByClient(Iprev.check(envelope.client(), timed), helo, mailFrom);
  }

  @Override
  public void header(SignedMessage header) {
    var verifier = new DkimVerifier(resolver, checks.clock(), DkimLimits.DEFAULT);
    var validator = new ArcValidator(resolver, DkimLimits.DEFAULT);
    looking = Optional.of(new Looking(header, new Flow(header, verifier, validator)));
  }

  @Override
  public void body(byte[] bytes, int off, int len) {
    looking.ifPresent(now -> now.flow().write(bytes, off, len));
  }

  /**
   * The message is over. What the DNS has not answered when the time is up is a temporary error.
   *
   * @throws IllegalStateException when the header was never seen
   */
  public Origin finish() {
    Looking seen = looking.orElseThrow(() -> new IllegalStateException("no header"));
    resolver.start();
    Flow.Found signed = seen.flow().finish();
    ByClient client;
    try {
      client = byClient.join();
    } catch (CompletionException e) {
      throw new IllegalStateException(e.getCause());
    }
    Authors authors = Authors.of(seen.header().header());
    Dmarc dmarc =
        new DmarcCheck(resolver, checks.organizations())
            .check(authors, client.mailFrom(), signed.signatures());
    return new Origin(
        envelope,
        client.iprev(),
        client.helo(),
        client.mailFrom(),
        signed.signatures(),
        signed.chain(),
        dmarc);
  }
}

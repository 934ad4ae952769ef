package org.mailstead.filter.spf;

import java.net.InetAddress;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import org.mailstead.wire.dns.Resolver;
import org.mailstead.words.EmailAddress;

/** Checks whether clients may send in the names that they use (RFC 7208). */
public final class SpfCheck {
  private final Resolver resolver;
  private final InstantSource clock;
  private final SpfLimits limits;
  private final String receiver;

  /**
   * @param receiver our own name, which explanations may tell
   */
  public SpfCheck(Resolver resolver, InstantSource clock, SpfLimits limits, String receiver) {
    this.resolver = resolver;
    this.clock = clock;
    this.limits = limits;
    this.receiver = receiver;
  }

  /** What the domain that a client names in HELO or EHLO says of it. */
  public Spf helo(InetAddress client, String helo) {
    return check(client, SpfIdentity.HELO, helo, "postmaster", helo);
  }

  /**
   * What the sender's domain says of a client.
   *
   * @param sender of MAIL FROM; empty for the null sender, for which the client's own name stands
   *     (section 2.4)
   */
  public Spf mailFrom(InetAddress client, String helo, String sender) {
    int at = sender.lastIndexOf('@');
    String local = at > 0 ? sender.substring(0, at) : "postmaster";
    String domain = sender.isEmpty() ? helo : sender.substring(at + 1);
    return check(client, SpfIdentity.MAIL_FROM, helo, local, domain);
  }

  private Spf check(
      InetAddress client, SpfIdentity identity, String helo, String local, String domain) {
    Optional<String> ascii = EmailAddress.domain(domain);
    String asked = ascii.orElse(domain.toLowerCase(Locale.ROOT));
    var about = new SpfClient(Network.unmapped(client), helo, local, asked, receiver);
    var questions = new SpfQuestions(resolver, clock, limits, about);
    SpfResult result = new SpfEvaluation(questions, about, clock).run();
    return new Spf(about.address(), identity, asked, result);
  }
}

package org.mailstead.filter.origin;

import java.util.ArrayList;
import java.util.List;
import org.mailstead.filter.dkim.Arc;
import org.mailstead.filter.dkim.ArcHop;
import org.mailstead.filter.dkim.Dkim;
import org.mailstead.filter.dmarc.Dmarc;
import org.mailstead.filter.dmarc.DmarcResult;
import org.mailstead.filter.results.AuthenticationResults;
import org.mailstead.filter.results.MethodResult;
import org.mailstead.filter.spf.Spf;
import org.mailstead.filter.spf.SpfResult;

/** All that was found about who sent a message. */
public record Origin(
    Envelope envelope,
    Iprev iprev,
    Spf helo,
    Spf mailFrom,
    List<Dkim> signatures,
    Arc chain,
    Dmarc dmarc) {
  /**
   * A property of our own of a signature that holds, and covers how to leave a list (RFC 8058): it
   * is not known any more when somebody wants to.
   */
  public static final MethodResult.Property UNSUBSCRIBING =
      new MethodResult.Property("policy", "unsubscribe", "signed");

  public Origin {
    signatures = List.copyOf(signatures);
  }

  /**
   * Everything in a header field.
   *
   * @param service our own name
   */
  public AuthenticationResults results(String service) {
    List<MethodResult> all = new ArrayList<>();
    all.add(dmarcResult());
    if (signatures.isEmpty()) {
      all.add(MethodResult.of("dkim", "none"));
    }
    signatures.forEach(dkim -> all.add(dkimResult(dkim)));
    all.addAll(spfResults());
    all.add(arcResult());
    all.add(iprevResult());
    return new AuthenticationResults(service, all);
  }

  private MethodResult dmarcResult() {
    MethodResult result = MethodResult.of("dmarc", dmarc.result().code());
    if (!dmarc.passed()) {
      result = result.because(why(dmarc.result()));
    }
    result = result.with("header", "from", dmarc.domain());
    return dmarc.policy().isPresent()
        ? result.with("policy", "dmarc", dmarc.policy().get().wanted().word())
        : result;
  }

  private static String why(DmarcResult result) {
    return switch (result) {
      case DmarcResult.Pass _ -> "";
      case DmarcResult.Fail(String why) -> why;
      case DmarcResult.None(String why) -> why;
      case DmarcResult.TempError(String why) -> why;
      case DmarcResult.PermError(String why) -> why;
    };
  }

  private static MethodResult dkimResult(Dkim dkim) {
    boolean unsubscribing = dkim.passed() && dkim.unsubscribing();
    return MethodResult.of("dkim", dkim.result().code())
        .because(dkim.result().why())
        // First, so that nothing that a sender chooses can stand there.
        .with(
            UNSUBSCRIBING.type(), UNSUBSCRIBING.name(), unsubscribing ? UNSUBSCRIBING.value() : "")
        .with("header", "d", dkim.domain())
        .with("header", "i", dkim.identity())
        .with("header", "s", dkim.selector())
        .with("header", "a", dkim.algorithm())
        .with("header", "b", dkim.start());
  }

  /** For the null sender the client's own name is what SPF was asked about. */
  private List<MethodResult> spfResults() {
    MethodResult ofHelo = spfResult(helo).with("smtp", "helo", envelope.helo());
    return envelope.sender().isEmpty()
        ? List.of(ofHelo)
        : List.of(spfResult(mailFrom).with("smtp", "mailfrom", envelope.sender()), ofHelo);
  }

  private static MethodResult spfResult(Spf spf) {
    MethodResult result = MethodResult.of("spf", spf.result().code());
    return switch (spf.result()) {
      case SpfResult.Pass(String by) -> result.comment(by);
      case SpfResult.Neutral(String by) -> result.comment(by);
      case SpfResult.Fail(String by, _) -> result.because(by);
      case SpfResult.SoftFail(String by) -> result.because(by);
      case SpfResult.None(String why) -> result.because(why);
      case SpfResult.TempError(String why) -> result.because(why);
      case SpfResult.PermError(String why) -> result.because(why);
    };
  }

  // RFC 8617 section 7.2
  private MethodResult arcResult() {
    MethodResult result = MethodResult.of("arc", chain.code());
    return switch (chain) {
      case Arc.None _ -> result;
      case Arc.Fail(String why, _, _) -> result.because(why);
      case Arc.Pass(int oldest, List<ArcHop> hops) ->
          result
              .comment(hops.size() + " of them, the last is " + hops.getLast().sealer())
              .with("header", "oldest-pass", Integer.toString(oldest))
              .with("smtp", "remote-ip", envelope.client().getHostAddress());
    };
  }

  private MethodResult iprevResult() {
    MethodResult result =
        MethodResult.of("iprev", iprev.result().code())
            .with("policy", "iprev", iprev.client().getHostAddress());
    return switch (iprev.result()) {
      case Iprev.Result.Pass(String name) -> result.comment(name);
      case Iprev.Result.Fail(String name) -> result.comment(name);
      case Iprev.Result.PermError _ -> result;
      case Iprev.Result.TempError(String why) -> result.because(why);
    };
  }

  /** Everything in sentences for people, the most telling first. */
  public List<String> explanations() {
    List<String> all = new ArrayList<>();
    all.add(dmarc.explanation());
    signatures.forEach(dkim -> all.add(dkim.explanation()));
    all.add((envelope.sender().isEmpty() ? helo : mailFrom).explanation());
    all.add(chain.explanation());
    all.add(iprev.explanation());
    return all;
  }
}

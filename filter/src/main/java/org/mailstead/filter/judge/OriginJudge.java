package org.mailstead.filter.judge;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mailstead.filter.dkim.Arc;
import org.mailstead.filter.dmarc.Dmarc;
import org.mailstead.filter.dmarc.DmarcResult;
import org.mailstead.filter.origin.Handling;
import org.mailstead.filter.origin.Iprev;
import org.mailstead.filter.origin.Origin;
import org.mailstead.filter.spf.Spf;
import org.mailstead.filter.spf.SpfResult;
import org.mailstead.filter.verdict.Clue;
import org.mailstead.filter.verdict.Scale;
import org.mailstead.filter.verdict.Verdict;
import org.mailstead.wire.Network;

/**
 * Judges by who sent a message, and by what others found. A domain that vouches for a message says
 * nothing about its worth: spammers have domains; so it hardly counts for it, while what pretends
 * to be somebody else's counts much against it.
 *
 * @param hostname our own name, which nobody else has
 * @param handling who is believed though the domain does not vouch
 */
public record OriginJudge(String hostname, Handling handling, Scale scale) implements Judge {
  @Override
  public Verdict judge(Sighting sighting) {
    Origin origin = sighting.origin();
    List<Clue> clues = new ArrayList<>(sighting.clues());
    Optional<String> forwarder = handling.forwarder(origin);
    forwarder.ifPresent(
        name -> clues.add(new Clue("forwarder", -1, name + ", who is believed, passed it on")));
    if (forwarder.isEmpty()) {
      dmarc(origin.dmarc()).ifPresent(clues::add);
      if (!origin.dmarc().passed()) {
        spf(origin).ifPresent(clues::add);
      }
    }
    if (Network.isPublic(origin.envelope().client())) {
      // Programs on this machine, and machines beside it, have no names in the DNS.
      client(origin.iprev()).ifPresent(clues::add);
      helo(origin).ifPresent(clues::add);
    }
    chain(origin.chain()).ifPresent(clues::add);
    return Verdict.of(clues, scale);
  }

  private Optional<Clue> dmarc(Dmarc dmarc) {
    return switch (dmarc.result()) {
      case DmarcResult.Pass _ -> Optional.of(new Clue("dmarc-pass", -1, dmarc.explanation()));
      case DmarcResult.Fail _ ->
          Optional.of(
              switch (dmarc.disposition()) {
                // The owner's wish is a verdict: put aside is what junk means.
                case REJECT, QUARANTINE ->
                    new Clue("dmarc-fail", scale.junk(), dmarc.explanation());
                case NONE -> new Clue("dmarc-fail", 1, dmarc.explanation());
              });
      case DmarcResult.PermError _ -> Optional.of(new Clue("author", 3, dmarc.explanation()));
      case DmarcResult.None _, DmarcResult.TempError _ -> Optional.empty();
    };
  }

  private static Optional<Clue> spf(Origin origin) {
    Spf spf = origin.envelope().sender().isEmpty() ? origin.helo() : origin.mailFrom();
    return switch (spf.result()) {
      case SpfResult.Fail _ -> Optional.of(new Clue("spf-fail", 3, spf.explanation()));
      case SpfResult.SoftFail _ -> Optional.of(new Clue("spf-softfail", 1, spf.explanation()));
      case SpfResult.PermError _ -> Optional.of(new Clue("spf-error", 1, spf.explanation()));
      case SpfResult.Pass _, SpfResult.Neutral _, SpfResult.None _, SpfResult.TempError _ ->
          Optional.empty();
    };
  }

  private static Optional<Clue> client(Iprev iprev) {
    return switch (iprev.result()) {
      case Iprev.Result.PermError() ->
          Optional.of(new Clue("client-nameless", 2, iprev.explanation()));
      case Iprev.Result.Fail _ -> Optional.of(new Clue("client-misnamed", 1, iprev.explanation()));
      case Iprev.Result.Pass _, Iprev.Result.TempError _ -> Optional.empty();
    };
  }

  /** RFC 5321 section 4.1.4 wants a name that resolves, or an address in brackets. */
  private Optional<Clue> helo(Origin origin) {
    String helo = origin.envelope().helo();
    InetAddress client = origin.envelope().client();
    if (helo.equalsIgnoreCase(hostname)) {
      return Optional.of(new Clue("helo-ours", 4, "the sending server says that it is this one"));
    }
    if (helo.startsWith("[")) {
      return literal(helo).filter(client::equals).isPresent()
          ? Optional.of(new Clue("helo-address", 1, "the sending server has no name for itself"))
          : Optional.of(
              new Clue("helo-false", 3, "the sending server says it has another address: " + helo));
    }
    if (!helo.contains(".") || helo.matches("[0-9.]+")) {
      return Optional.of(
          new Clue(
              "helo-nameless", 2, "the sending server calls itself " + helo + ", no full name"));
    }
    return origin.helo().result() instanceof SpfResult.Fail && !origin.envelope().sender().isEmpty()
        ? Optional.of(new Clue("helo-false", 3, origin.helo().explanation()))
        : Optional.empty();
  }

  private static Optional<InetAddress> literal(String helo) {
    String inside = helo.replaceFirst("^\\[(?:IPv6:)?", "").replaceFirst("]$", "");
    try {
      return Optional.of(InetAddress.ofLiteral(inside));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** A broken chain is not the author's doing (RFC 8617 section 7.2): it only does not help. */
  private static Optional<Clue> chain(Arc chain) {
    return switch (chain) {
      case Arc.Fail(String why, _, _) ->
          Optional.of(new Clue("arc-fail", 0, "the seals of those who passed it on: " + why));
      case Arc.Pass _, Arc.None _ -> Optional.empty();
    };
  }
}

package org.mailstead.server;

import java.util.Locale;
import java.util.Optional;
import org.mailstead.formats.transport.StsPolicy;

/**
 * How mail is kept safe on its way between servers.
 *
 * @param dnssec whose word on DNSSEC is believed
 * @param policy what our domains ask of those who bring them mail (MTA-STS)
 * @param seal whether our domains vouch for mail of others that they send on (ARC)
 */
record TransportSettings(Dnssec dnssec, StsPolicy.Mode policy, boolean seal) {
  static final TransportSettings DEFAULT =
      new TransportSettings(Dnssec.LOCAL, StsPolicy.Mode.NONE, true);

  /** Which resolver may say that DNSSEC vouches for an answer. */
  enum Dnssec {
    /** One on this machine. */
    LOCAL,
    /** Whichever is asked: the way to it is safe. */
    TRUSTED,
    NONE;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static Optional<Dnssec> dnssec(String word) {
    for (Dnssec one : Dnssec.values()) {
      if (one.word().equals(word)) {
        return Optional.of(one);
      }
    }
    return Optional.empty();
  }

  static Optional<StsPolicy.Mode> policy(String word) {
    for (StsPolicy.Mode mode : StsPolicy.Mode.values()) {
      if (mode.word().equals(word)) {
        return Optional.of(mode);
      }
    }
    return Optional.empty();
  }

  /** The lines of the home's file. */
  String toToml() {
    return """
    # Whether the resolver is believed when it says that DNSSEC vouches for an answer, on which DANE
    # stands: "local" when it runs on this machine, "trusted" always (it validates, and the way to it
    # is safe), or "none".
    dnssec = "%s"

    # What our domains ask of servers that bring them mail (MTA-STS): "none", "testing" (they report
    # what is wrong), or "enforce" (they deliver to the right server or not at all). It is served at
    # https://mta-sts.DOMAIN/ when the https port is on; "mailstead doctor DOMAIN" tells what is lacking.
    mta_sts = "%s"

    # Whether mail of others that is sent on (by an alias or a rule) tells in a seal of the domain that
    # sends it on what was found when it came (ARC), so that the next server may believe it although
    # SPF fails there.
    arc_seal = %s
    """
        .formatted(dnssec.word(), policy.word(), seal);
  }
}

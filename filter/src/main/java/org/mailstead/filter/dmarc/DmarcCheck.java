package org.mailstead.filter.dmarc;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.mailstead.filter.dkim.Dkim;
import org.mailstead.filter.dkim.DkimResult;
import org.mailstead.filter.dmarc.DmarcLookup.Unanswered;
import org.mailstead.filter.spf.Spf;
import org.mailstead.filter.spf.SpfResult;
import org.mailstead.wire.dns.Resolver;

/** Checks whether the domain that a message says it is from vouches for it (RFC 9989). */
public final class DmarcCheck {
  private final Resolver resolver;
  private final Organizations organizations;

  public DmarcCheck(Resolver resolver, Organizations organizations) {
    this.resolver = resolver;
    this.organizations = organizations;
  }

  /**
   * What is found about a message. RFC 9989 section 5.3.1 leaves open what to do with several
   * authors of several domains, and anybody can name one that vouches for him beside another: each
   * is asked, and the worst finding counts.
   *
   * @param mailFrom the envelope's sender; for the null sender what HELO says
   */
  public Dmarc check(Authors authors, Spf mailFrom, List<Dkim> signatures) {
    if (authors.problem().isPresent()) {
      return new Dmarc("", new DmarcResult.PermError(authors.problem().get()), Optional.empty());
    }
    var discovery = new Discovery(organizations, new DmarcLookup(resolver));
    return authors.domains().stream()
        .map(domain -> about(domain, discovery, mailFrom, signatures))
        .max(Comparator.comparingInt(DmarcCheck::badness))
        .orElseThrow();
  }

  private static int badness(Dmarc dmarc) {
    return switch (dmarc.result()) {
      case DmarcResult.Pass _ -> 0;
      case DmarcResult.None _ -> 1;
      case DmarcResult.PermError _ -> 2;
      case DmarcResult.TempError _ -> 3;
      case DmarcResult.Fail _ ->
          switch (dmarc.disposition()) {
            case NONE -> 4;
            case QUARANTINE -> 5;
            case REJECT -> 6;
          };
    };
  }

  private Dmarc about(String domain, Discovery discovery, Spf mailFrom, List<Dkim> signatures) {
    Optional<Located> found;
    try {
      found = discovery.policy(domain);
    } catch (Unanswered e) {
      return new Dmarc(domain, new DmarcResult.TempError(e.why()), Optional.empty());
    }
    if (found.isEmpty()) {
      String why = "there is no record for it";
      return new Dmarc(domain, new DmarcResult.None(why), Optional.empty());
    }
    Dmarc.Applied applied = applied(domain, found.get(), discovery);
    DmarcResult result;
    try {
      result = result(domain, found.get().record(), discovery, mailFrom, signatures);
    } catch (Unanswered e) {
      result = new DmarcResult.TempError(e.why());
    }
    return new Dmarc(domain, result, Optional.of(applied));
  }

  private static Dmarc.Applied applied(String domain, Located found, Discovery discovery) {
    Policies policies = found.record().policies();
    DmarcPolicy wanted;
    if (found.domain().equals(domain)) {
      wanted = policies.own();
    } else if (policies.forBelow() == policies.forMissing() || discovery.lookup().exists(domain)) {
      wanted = policies.forBelow();
    } else {
      wanted = policies.forMissing();
    }
    return new Dmarc.Applied(found, wanted, policies.testing());
  }

  private DmarcResult result(
      String domain, DmarcRecord record, Discovery discovery, Spf mailFrom, List<Dkim> signatures)
      throws Unanswered {
    Optional<Unanswered> doubt = Optional.empty();
    List<String> aligned = new ArrayList<>();
    try {
      if (mailFrom.passed()
          && isAligned(domain, mailFrom.domain(), record.strictSpf(), discovery)) {
        aligned.add("spf=" + mailFrom.domain());
      }
      for (Dkim dkim : signatures) {
        if (dkim.passed() && isAligned(domain, dkim.domain(), record.strictDkim(), discovery)) {
          aligned.add("dkim=" + dkim.domain());
        }
      }
    } catch (Unanswered e) {
      doubt = Optional.of(e);
    }
    if (!aligned.isEmpty()) {
      return new DmarcResult.Pass(String.join(", ", aligned));
    }
    if (doubt.isPresent()) {
      throw doubt.get();
    }
    return failed(domain, mailFrom, signatures);
  }

  // Section 5.3.4: what could not be asked may have been a pass, so it is no failure.
  private static DmarcResult failed(String domain, Spf mailFrom, List<Dkim> signatures) {
    boolean open =
        mailFrom.result() instanceof SpfResult.TempError && mayAlign(domain, mailFrom.domain());
    for (Dkim dkim : signatures) {
      open |= dkim.result() instanceof DkimResult.TempError && mayAlign(domain, dkim.domain());
    }
    if (open) {
      return new DmarcResult.TempError("SPF or DKIM could not be asked");
    }
    boolean any = mailFrom.passed() || signatures.stream().anyMatch(Dkim::passed);
    return new DmarcResult.Fail(
        any
            ? "only other domains vouch for it"
            : "neither the sending server nor a signature is its own");
  }

  private boolean isAligned(String author, String other, boolean strict, Discovery discovery)
      throws Unanswered {
    if (author.equals(other)) {
      return true;
    }
    if (strict || !mayAlign(author, other)) {
      return false;
    }
    String organization = discovery.organization(author);
    return isWithin(other, organization) && discovery.organization(other).equals(organization);
  }

  /** Whether two names can have one organization: they share their last label. */
  private static boolean mayAlign(String author, String other) {
    String top = author.substring(author.lastIndexOf('.') + 1);
    return other.endsWith("." + top) || other.equals(top);
  }

  private static boolean isWithin(String name, String domain) {
    return name.equals(domain) || name.endsWith("." + domain);
  }
}

package org.mailstead.server;

import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.mailstead.admin.Standing;
import org.mailstead.wire.Identity;
import org.mailstead.wire.acme.NotIssued;
import org.mailstead.wire.acme.Renewals;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** What administrators are told of this server as a whole. */
final class ServerStanding implements Standing {
  private static final System.Logger LOG = System.getLogger(ServerStanding.class.getName());
  private static final long COUNT_EVERY_MS = 60_000;

  private final Core core;
  private final Instant startedAt;
  private long counted;
  private long octets = -1;

  ServerStanding(Core core) {
    this.core = core;
    this.startedAt = core.clock().instant();
  }

  @Override
  public String version() {
    return Version.text();
  }

  @Override
  public Instant startedAt() {
    return startedAt;
  }

  @Override
  public String hostname() {
    return core.config().hostname();
  }

  @Override
  public String site() {
    return WebSite.of(core.config()).origin().orElse("");
  }

  @Override
  public Storage storage() {
    long used = used();
    long free = core.home().folder().toFile().getUsableSpace();
    OptionalLong limit = core.config().disk().homeLimit();
    return new Storage(used, limit.isPresent() ? Math.min(free, limit.getAsLong() - used) : free);
  }

  /** A home has few files, but not so few that each question may count them. */
  private synchronized long used() {
    long now = core.clock().millis();
    if (now - counted >= COUNT_EVERY_MS) {
      try {
        octets = HomeSize.count(core.home().folder());
      } catch (IOException e) {
        LOG.log(WARNING, "cannot tell the size of the home", e);
      }
      counted = now;
    }
    return octets;
  }

  @Override
  public List<DnsRecord> records(String domain) {
    return new DomainDoctor(core, domain, core.certificates().inUse())
        .examine().stream()
            .map(one -> new DnsRecord(one.line(), one.wrong(), one.needed()))
            .toList();
  }

  @Override
  public List<Certificate> certificates() {
    OwnCertificates own = core.certificates();
    List<Renewals.Status> asked = own.renewals().map(Renewals::list).orElse(List.of());
    List<Certificate> all = new ArrayList<>();
    for (X509Certificate one : own.inUse()) {
      Optional<Renewals.Status> renewed =
          asked.stream()
              .filter(status -> status.certificate().filter(one::equals).isPresent())
              .findFirst();
      all.add(shown(one, renewed));
    }
    return all;
  }

  private static Certificate shown(X509Certificate one, Optional<Renewals.Status> renewed) {
    boolean own = OwnCertificates.isSelfSigned(one);
    return new Certificate(
        List.copyOf(Identity.namesOf(one)),
        own ? "" : one.getIssuerX500Principal().getName(),
        one.getNotBefore().toInstant(),
        one.getNotAfter().toInstant(),
        renewed.isPresent() ? "acme" : own ? "self-signed" : "file",
        renewed.map(Renewals.Status::why).filter(why -> !why.isEmpty()));
  }

  @Override
  public void renew(String name) {
    OwnCertificates own = core.certificates();
    Renewals renewals =
        own.renewals().orElseThrow(() -> new Refused(Problem.Kind.REFUSED, "certificate.no-ca"));
    String chosen = (name.isEmpty() ? hostname() : name).toLowerCase(Locale.ROOT);
    try (var _ = CertificateDoors.open(core)) {
      renewals.renew(chosen);
      own.refresh();
    } catch (NotIssued e) {
      throw new Refused(Problem.Kind.UNAVAILABLE, "certificate.not-issued", e.why());
    } catch (IOException e) {
      throw new Refused(Problem.Kind.UNAVAILABLE, "certificate.not-issued", e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refused(Problem.Kind.UNAVAILABLE, "store.stopping");
    }
  }
}

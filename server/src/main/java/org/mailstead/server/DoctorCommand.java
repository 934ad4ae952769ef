package org.mailstead.server;

import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.mailstead.identity.Domain;
import org.mailstead.wire.Identity;
import org.mailstead.wire.dns.Answer;
import org.mailstead.wire.dns.Mx;
import org.mailstead.wire.dns.Resolver;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code mailstead doctor}: what is wrong with this home, this machine, its DNS. */
@Command(
    name = "doctor",
    description = "Look for what is wrong with this home, this machine and its DNS.",
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
  private static final long LOW_DISK = 1L << 30;

  /** Whoever renews in time is far from this. */
  private static final Duration OLD = Duration.ofDays(10);

  private final Session session;

  @Parameters(
      paramLabel = "DOMAIN",
      arity = "0..1",
      defaultValue = "",
      description = "Show the DNS records of this domain, and look whether they are there.")
  private String name = "";

  private final List<String> wrong = new ArrayList<>();

  DoctorCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws java.io.IOException {
    Core core = session.core();
    if (!name.isEmpty()) {
      return domain(core);
    }
    home(core);
    machine(core);
    certificates(core);
    if (core.settings().get(TransportSettings.SENDING)) {
      Resolver resolver = core.resolver();
      dns(core, resolver);
    } else {
      session.out().println("note: mail for other servers is held (sending is false)");
    }
    wrong.forEach(line -> session.out().println("WRONG: " + line));
    session.out().println(wrong.isEmpty() ? "nothing wrong found" : wrong.size() + " things wrong");
    return wrong.isEmpty() ? ExitCode.OK : ExitCode.REFUSED;
  }

  private int domain(Core core) {
    String domain = EmailAddress.domain(name).orElse(name);
    if (core.directory().domain(domain).isEmpty()) {
      throw new Refused(Problem.Kind.NOT_FOUND, "domain.missing", name);
    }
    List<DomainDoctor.Finding> findings =
        new DomainDoctor(core, domain, core.certificates().inUse()).examine();
    if (core.config().resolver().equals("none")) {
      findings.forEach(one -> session.out().println(one.line()));
      session.out().println("note: nothing was looked up (resolver = \"none\")");
      return ExitCode.OK;
    }
    long bad = 0;
    for (DomainDoctor.Finding one : findings) {
      String state = one.wrong().isEmpty() ? "ok:   " : one.needed() ? "WRONG:" : "note: ";
      session.out().println(state + " " + one.line());
      one.wrong().ifPresent(why -> session.out().println("       " + why));
      bad += one.wrong().isPresent() && one.needed() ? 1 : 0;
    }
    session.out().println(bad == 0 ? "nothing wrong found" : bad + " things wrong");
    return bad == 0 ? ExitCode.OK : ExitCode.REFUSED;
  }

  /** Old ones, wrong ones, and those that a CA does not give. */
  private void certificates(Core core) {
    List<X509Certificate> inUse = core.certificates().inUse();
    Instant now = core.clock().instant();
    for (X509Certificate one : inUse) {
      String names = String.join(" ", Identity.namesOf(one));
      Instant end = one.getNotAfter().toInstant();
      if (end.isBefore(now.plus(OLD))) {
        wrong.add("the certificate for " + names + " ends at " + end);
      }
    }
    String host = core.config().hostname();
    if (!inUse.isEmpty() && core.settings().get(TransportSettings.SENDING)) {
      X509Certificate shown = inUse.getFirst();
      if (!DomainDoctor.isFor(shown, host)) {
        wrong.add("the certificate is not for " + host);
      } else if (OwnCertificates.isSelfSigned(shown)) {
        wrong.add(
            "the certificate is self-signed, so mail programs warn:"
                + " mailstead settings set tls.acme on");
      } else {
        ok("the certificate is for " + host + " until " + shown.getNotAfter().toInstant());
      }
    }
    if (core.certificates().isHindered()) {
      wrong.add("no CA can be asked for certificates: " + core.certificates().obstacle());
    }
    core.certificates().renewals().stream()
        .flatMap(one -> one.list().stream())
        .filter(one -> !one.why().isEmpty())
        .forEach(one -> wrong.add("certificate " + one.wanted().name() + ": " + one.why()));
  }

  private void ok(String text) {
    session.out().println("ok: " + text);
  }

  private void home(Core core) {
    if (core.directory().domains().isEmpty()) {
      wrong.add("there is no domain: mailstead domain add NAME");
    }
    for (Domain domain : core.directory().domains()) {
      boolean postmaster =
          core.directory()
                  .resolve(new org.mailstead.words.EmailAddress("postmaster", domain.name()))
              instanceof org.mailstead.identity.Recipient.Local;
      if (!postmaster) {
        wrong.add(
            "nobody is postmaster@"
                + domain.name()
                + " (RFC 5321 section 4.5.1): mailstead account alias ADDRESS postmaster@"
                + domain.name());
      }
    }
    long unknown = core.engine().counts().failures();
    if (unknown > 0) {
      wrong.add("the disk failed " + unknown + " times since the start: look at the log");
    } else {
      ok("the store answers, no write failed");
    }
  }

  private void machine(Core core) {
    long free = core.home().folder().toFile().getUsableSpace();
    if (free < LOW_DISK) {
      wrong.add("only " + (free >> 20) + " MiB of disk are free in " + core.home().folder());
    } else {
      ok((free >> 30) + " GiB of disk are free");
    }
    if (core.settings().get(ProgramSettings.PLAINTEXT)
        && !core.config().host().equals("127.0.0.1")) {
      wrong.add("plaintext_login is on, and others can reach this server: it is for try-outs");
    }
  }

  private void dns(Core core, Resolver resolver) {
    String hostname = core.config().hostname();
    if (resolver.addresses(hostname) instanceof Answer.Found<InetAddress> found) {
      ok(hostname + " has the address " + found.records().getFirst().getHostAddress());
      for (InetAddress address : found.records()) {
        reverse(resolver, hostname, address);
      }
    } else {
      wrong.add("the hostname " + hostname + " has no address in the DNS");
    }
    for (Domain domain : core.directory().domains()) {
      Optional<Mx> here = mx(resolver, domain.name(), hostname);
      if (here.isPresent()) {
        ok("mail for " + domain.name() + " comes to " + hostname);
      } else {
        wrong.add("no MX record of " + domain.name() + " names " + hostname);
      }
    }
  }

  private void reverse(Resolver resolver, String hostname, InetAddress address) {
    boolean same =
        resolver.ptr(address) instanceof Answer.Found<String> names
            && names.records().stream().anyMatch(hostname::equalsIgnoreCase);
    if (!same) {
      wrong.add(
          address.getHostAddress()
              + " does not point back to "
              + hostname
              + ": many servers refuse mail then; ask who gave you the address for a PTR record");
    }
  }

  private static Optional<Mx> mx(Resolver resolver, String domain, String hostname) {
    return resolver.mx(domain) instanceof Answer.Found<Mx> found
        ? found.records().stream().filter(mx -> mx.host().equalsIgnoreCase(hostname)).findFirst()
        : Optional.empty();
  }
}

package org.mailstead.server;

import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.mailstead.admin.SigningPairs;
import org.mailstead.filter.dkim.SigningKey;
import org.mailstead.filter.spf.SpfCheck;
import org.mailstead.filter.spf.SpfLimits;
import org.mailstead.formats.transport.StsRecord;
import org.mailstead.formats.transport.TlsReportAddress;
import org.mailstead.identity.DomainKey;
import org.mailstead.wire.DaneRecords;
import org.mailstead.wire.PeerIdentity;
import org.mailstead.wire.dns.Answer;
import org.mailstead.wire.dns.Mx;
import org.mailstead.wire.dns.Resolver;
import org.mailstead.wire.dns.Srv;
import org.mailstead.wire.dns.Tlsa;

/** The records that a domain has to have in the DNS, and what is wrong with those that it has. */
final class DomainDoctor {
  private final Core core;
  private final Resolver resolver;
  private final String domain;
  private final String hostname;
  private final OwnPolicy policy;
  private final List<X509Certificate> certificates;
  private final List<Finding> findings = new ArrayList<>();

  /**
   * One record.
   *
   * @param line as a zone file has it
   * @param wrong what is wrong with it in the DNS; empty when nothing is
   * @param needed whether mail suffers without it
   */
  record Finding(String line, Optional<String> wrong, boolean needed) {}

  /**
   * @param certificates that our ports show, the first by default; none when there is none yet
   */
  DomainDoctor(Core core, String domain, List<X509Certificate> certificates) {
    this.core = core;
    this.resolver = core.resolver();
    this.domain = domain;
    this.hostname = core.config().hostname();
    this.policy = new OwnPolicy(core.config(), core.settings(), core.directory());
    this.certificates = certificates;
  }

  /** All records, in the order in which one would set them up. */
  List<Finding> examine() {
    add(domain + ". IN MX 10 " + hostname + ".", true, this::mx);
    add(domain + ". IN TXT \"v=spf1 mx -all\"", true, this::spf);
    for (DomainKey key : core.keys().of(domain)) {
      dkim(key);
    }
    add(
        "_dmarc."
            + domain
            + ". IN TXT \"v=DMARC1; p=quarantine; rua=mailto:reports@"
            + domain
            + "\"",
        true,
        () -> text("_dmarc." + domain, "v=DMARC1"));
    policy();
    add(
        "_smtp._tls." + domain + ". IN TXT \"v=TLSRPTv1; rua=mailto:reports@" + domain + "\"",
        false,
        this::reports);
    certificates.stream().findFirst().map(DaneRecords::endEntity).ifPresent(this::tlsa);
    service("_submissions", "submissions", 465);
    service("_imaps", "imaps", 993);
    service("_pop3s", "pop3s", 995);
    service("_sieve", "sieve", 4190);
    clients();
    return List.copyOf(findings);
  }

  private void add(String line, boolean needed, Supplier<Optional<String>> check) {
    findings.add(new Finding(line, check.get(), needed));
  }

  private static Optional<String> missing() {
    return Optional.of("it is not in the DNS");
  }

  /** Why there is no answer, or that there is no record. */
  private static <T> Optional<String> none(Answer<T> answer) {
    return switch (answer) {
      case Answer.Failed<T>(_, String why) -> Optional.of("the DNS gives no answer: " + why);
      case Answer.Found<T> _ -> Optional.empty();
      case Answer.NoData<T>(), Answer.NoSuchName<T>() -> missing();
    };
  }

  private Optional<String> mx() {
    Answer<Mx> answer = resolver.mx(domain);
    if (answer.records().isEmpty()) {
      return none(answer);
    }
    if (answer.records().stream().noneMatch(mx -> mx.host().equalsIgnoreCase(hostname))) {
      return Optional.of("mail goes to " + answer.records().getFirst().host() + " instead");
    }
    return answer.records().stream()
        .map(Mx::host)
        .filter(host -> policy.isOn(domain) && !policy.policy(domain).names(host))
        .findFirst()
        .map(host -> host + " takes mail too, but our MTA-STS policy does not name it");
  }

  private Optional<String> spf() {
    Optional<String> wrong = text(domain, "v=spf1");
    if (wrong.isPresent()) {
      return wrong;
    }
    var check = new SpfCheck(resolver, core.clock(), SpfLimits.STANDARD, hostname);
    for (InetAddress address : resolver.addresses(hostname).records()) {
      var result = check.mailFrom(address, hostname, "postmaster@" + domain);
      if (!result.passed()) {
        return Optional.of(
            "it does not allow this server, "
                + address.getHostAddress()
                + ": "
                + result.explanation());
      }
    }
    return Optional.empty();
  }

  /** One record of a version must be there, and not two. */
  private Optional<String> text(String name, String version) {
    Answer<String> answer = resolver.txt(name);
    long count = answer.records().stream().filter(text -> text.startsWith(version)).count();
    if (count == 0) {
      return answer.records().isEmpty() ? none(answer) : missing();
    }
    return count == 1
        ? Optional.empty()
        : Optional.of("there are " + count + " such records, so that none counts");
  }

  private void dkim(DomainKey key) {
    SigningKey signing = SigningPairs.signing(domain, key);
    String name = signing.name().dnsName();
    add(
        SigningPairs.zoneLine(signing),
        key.state() == DomainKey.State.SIGNING,
        () -> {
          Answer<String> answer = resolver.txt(name);
          if (answer.records().isEmpty()) {
            return none(answer);
          }
          return answer.records().contains(signing.dnsRecord())
              ? Optional.empty()
              : Optional.of("the key in the DNS is another one");
        });
  }

  private void policy() {
    if (!policy.isOn(domain)) {
      return;
    }
    StsRecord ours = policy.record(domain);
    add(
        "_mta-sts." + domain + ". IN TXT \"" + ours.text() + "\"",
        true,
        () -> {
          Answer<String> answer = resolver.txt("_mta-sts." + domain);
          Optional<StsRecord> found = StsRecord.find(answer.records());
          if (found.isEmpty()) {
            return answer.records().isEmpty() ? none(answer) : missing();
          }
          return found.get().equals(ours)
              ? Optional.empty()
              : Optional.of("its id is not that of our policy, so others do not see the change");
        });
    String web = OwnPolicy.HOST + domain;
    add(
        web + ". IN CNAME " + hostname + ".",
        true,
        () -> {
          Answer<InetAddress> answer = resolver.addresses(web);
          if (answer.records().isEmpty()) {
            return none(answer);
          }
          boolean covered = certificates.stream().anyMatch(one -> isFor(one, web));
          return covered
              ? Optional.empty()
              : Optional.of("the certificate is not for " + web + ", so nobody reads the policy");
        });
  }

  static boolean isFor(X509Certificate certificate, String name) {
    return new PeerIdentity(List.of(certificate), Optional.empty()).isFor(name);
  }

  private Optional<String> reports() {
    String name = "_smtp._tls." + domain;
    Optional<String> wrong = text(name, "v=TLSRPTv1");
    boolean nobody = TlsReportAddress.find(resolver.txt(name).records()).isEmpty();
    return wrong.isEmpty() && nobody ? Optional.of("it names nobody to report to") : wrong;
  }

  private void tlsa(Tlsa ours) {
    String name = "_25._tcp." + hostname;
    Answer<Tlsa> answer = resolver.tlsa(name);
    // Records that do not match keep mail away; having none does not.
    boolean harms = !answer.records().isEmpty();
    add(
        name + ". IN TLSA 3 1 1 " + ours.data(),
        harms,
        () -> {
          if (!harms) {
            return none(answer);
          }
          boolean matches =
              DaneRecords.of(answer.records())
                  .check(
                      new PeerIdentity(certificates.subList(0, 1), Optional.empty()),
                      List.of(hostname, domain),
                      core.clock().instant())
                  .isEmpty();
          return matches
              ? Optional.empty()
              : Optional.of("no TLSA record is of our certificate: servers with DANE keep away");
        });
  }

  /** Names at which mail programs look for settings; without them people have to type some. */
  private void clients() {
    if (core.config().port(BootConfig.Service.HTTPS) != BootConfig.Service.HTTPS.standard) {
      return; // programs ask no other port
    }
    alias("autoconfig.");
    alias("autodiscover.");
    service("_autodiscover", "https", BootConfig.Service.HTTPS.standard);
    alias("ua-auto-config.");
    String name = "_ua-auto-config." + domain;
    String digest = Discovery.of(core).userAgentRecord();
    add(
        name + ". IN TXT \"" + digest + "\"",
        false,
        () -> {
          Answer<String> answer = resolver.txt(name);
          if (answer.records().isEmpty()) {
            return none(answer);
          }
          return answer.records().contains(digest)
              ? Optional.empty()
              : Optional.of("it is of other settings than ours");
        });
  }

  /** A name that leads here, and for which a certificate is. */
  private void alias(String label) {
    String name = label + domain;
    add(
        name + ". IN CNAME " + hostname + ".",
        false,
        () -> {
          Answer<InetAddress> answer = resolver.addresses(name);
          if (answer.records().isEmpty()) {
            return none(answer);
          }
          return certificates.stream().anyMatch(one -> isFor(one, name))
              ? Optional.empty()
              : Optional.of("the certificate is not for " + name);
        });
  }

  /** Where programs look for a service that we have (RFC 6186, RFC 8314). */
  private void service(String label, String key, int standard) {
    boolean runs =
        Arrays.stream(BootConfig.Service.values())
            .anyMatch(one -> one.key().equals(key) && core.config().port(one) == standard);
    if (!runs) {
      return;
    }
    String name = label + "._tcp." + domain;
    add(
        name + ". IN SRV 0 1 " + standard + " " + hostname + ".",
        false,
        () -> {
          Answer<Srv> answer = resolver.srv(name);
          if (answer.records().isEmpty()) {
            return none(answer);
          }
          return answer.records().stream()
                  .anyMatch(srv -> srv.host().equals(hostname) && srv.port() == standard)
              ? Optional.empty()
              : Optional.of("it leads elsewhere");
        });
  }
}

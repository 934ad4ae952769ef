package org.mailstead.server;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.mailstead.formats.transport.StsPolicy;
import org.mailstead.identity.Directory;
import org.mailstead.identity.Domain;
import org.mailstead.identity.settings.Settings;
import org.mailstead.wire.acme.Wanted;
import org.mailstead.wire.dns.Answer;
import org.mailstead.wire.dns.Resolver;

/**
 * Which certificates there should be: one for the hostname, and one for each domain that has names
 * which lead here. A domain whose owner changed the DNS then costs no other its certificate.
 */
record CertificateNames(
    BootConfig config, Settings settings, Directory directory, Resolver resolver) {
  private static final String AUTOCONFIG = "autoconfig.";
  private static final String AUTODISCOVER = "autodiscover.";
  private static final String USER_AGENTS = "ua-auto-config.";

  /**
   * @param needsAddress whether the CA will look at the addresses of names
   */
  List<Wanted> wanted(boolean needsAddress) {
    List<Wanted> all = new ArrayList<>();
    Set<String> names = new LinkedHashSet<>();
    String host = config.hostname().toLowerCase(Locale.ROOT);
    names.add(host);
    TlsSettings tls = AcmeSettings.read(settings);
    names.addAll(tls.names());
    all.add(new Wanted(host, List.copyOf(names), obstacle(host, names, needsAddress)));
    if (tls.domains() && host.contains(".")) {
      Set<InetAddress> here = Set.copyOf(resolver.addresses(host).records());
      for (Domain domain : directory.domains()) {
        of(domain.name(), names, here).ifPresent(all::add);
      }
    }
    return all;
  }

  private Optional<String> obstacle(String host, Set<String> names, boolean needsAddress) {
    if (!host.contains(".")) {
      return Optional.of("the hostname " + host + " is no name in the DNS: set hostname");
    }
    for (String name : needsAddress ? names : Set.<String>of()) {
      if (name.startsWith("*.")) {
        return Optional.of(name + " needs acme_challenge = \"dns\" or \"program\"");
      }
      switch (resolver.addresses(name)) {
        case Answer.Found<InetAddress> _ -> {}
        case Answer.NoData<InetAddress>(), Answer.NoSuchName<InetAddress>() -> {
          return Optional.of(name + " has no address in the DNS");
        }
        case Answer.Failed<InetAddress>(_, String why) -> {
          return Optional.of("the DNS gives no answer for " + name + ": " + why);
        }
      }
    }
    return Optional.empty();
  }

  /** Empty when none of its names leads here. */
  private Optional<Wanted> of(String domain, Set<String> taken, Set<InetAddress> here) {
    List<String> names = new ArrayList<>();
    Optional<String> obstacle = Optional.empty();
    for (String name : services(domain)) {
      if (taken.contains(name)) {
        continue;
      }
      Answer<InetAddress> answer = resolver.addresses(name);
      if (answer.records().stream().anyMatch(here::contains)) {
        names.add(name);
      } else if (answer instanceof Answer.Failed<InetAddress>(_, String why)) {
        // Not left out: a renewal without it would be one that lacks a name.
        names.add(name);
        obstacle = Optional.of("the DNS gives no answer for " + name + ": " + why);
      }
    }
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(new Wanted(AUTOCONFIG + domain, names, obstacle));
  }

  private List<String> services(String domain) {
    List<String> names =
        new ArrayList<>(List.of(AUTOCONFIG + domain, AUTODISCOVER + domain, USER_AGENTS + domain));
    if (settings.get(TransportSettings.POLICY, domain) != StsPolicy.Mode.NONE) {
      names.add(OwnPolicy.HOST + domain);
    }
    return names;
  }
}

package org.mailstead.post.queue;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.mailstead.formats.transport.StsPolicy;
import org.mailstead.post.route.Route;
import org.mailstead.post.tls.Demand;
import org.mailstead.post.tls.Demands;
import org.mailstead.wire.dns.Answer;
import org.mailstead.wire.dns.Mx;
import org.mailstead.wire.dns.Resolver;

/** Finds the servers that take mail: a domain's own (RFC 5321 section 5.1), or a relay. */
final class Servers {
  /** Addresses tried in one attempt, so that a domain with many dead ones does not hold us. */
  private static final int MAX_STOPS = 10;

  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

  private final Resolver resolver;
  private final Demands demands;
  private final String ourselves;

  Servers(Resolver resolver, Demands demands, String ourselves) {
    this.resolver = resolver;
    this.demands = demands;
    this.ourselves = ourselves.toLowerCase(Locale.ROOT);
  }

  /** Where to go. */
  sealed interface Where {
    /** Addresses in the order in which to try them, at least one. */
    record To(List<Stop> stops) implements Where {
      public To {
        stops = List.copyOf(stops);
      }
    }

    /** Nowhere now. */
    record NotNow(String status, String why) implements Where {}

    /** Nowhere ever. */
    record Never(String status, String why) implements Where {}
  }

  /**
   * One address of a server.
   *
   * @param host its name, or its address when it has none
   * @param sure whether nobody in between can have put the name into the DNS
   */
  record Stop(String host, InetAddress address, Demand demand, boolean sure, Manner manner) {}

  /**
   * Those of a domain.
   *
   * @param policy of the domain
   */
  Where to(String domain, Optional<StsPolicy> policy, Manners manners) {
    if (domain.startsWith("[")) {
      return literal(domain, manners);
    }
    Answer<Mx> mx = resolver.mx(domain);
    return switch (mx) {
      case Answer.Found<Mx>(var records, _, var signed) ->
          exchangers(domain, policy, records, signed, manners);
      // RFC 5321 section 5.1: without MX the domain is its own server.
      case Answer.NoData<Mx> _ -> hosts(domain, policy, List.of(domain), true, manners);
      case Answer.NoSuchName<Mx> _ ->
          new Where.Never("5.1.2", "the domain " + domain + " does not exist");
      case Answer.Failed<Mx>(boolean temporary, String why) ->
          temporary
              ? new Where.NotNow("4.4.3", "the DNS gives no answer for " + domain + ": " + why)
              : new Where.Never("5.1.2", domain + " cannot be a domain: " + why);
    };
  }

  // address-literal = "[" ( IPv4-address-literal / IPv6-address-literal ) "]"
  private static Where literal(String domain, Manners manners) {
    String inside = domain.substring(1, domain.length() - 1);
    boolean six = inside.regionMatches(true, 0, "IPv6:", 0, 5);
    try {
      if (!six && !IPV4.matcher(inside).matches()) {
        throw new IllegalArgumentException(inside); // Java knows shorter forms
      }
      InetAddress address = InetAddress.ofLiteral(six ? inside.substring(5) : inside);
      String host = address.getHostAddress();
      return manners
          .to(address)
          .<Where>map(manner ->
              new Where.To(
                  List.of(new Stop(host, address, new Demand.Opportunistic(), true, manner))))
          .orElseGet(() -> noSource(domain));
    } catch (IllegalArgumentException _) {
      return new Where.Never("5.1.2", domain + " is no address");
    }
  }

  private static Where noSource(String name) {
    return new Where.NotNow(
        "4.4.4", "none of the route's own addresses is of a kind that reaches " + name);
  }

  /** A relay that the operator named: its certificate must be for that name. */
  Where relay(Route.Exit.Relay relay, Manners manners) {
    Demand demand =
        relay.tls() == Route.Tls.NONE ? new Demand.Opportunistic() : new Demand.Named(relay.host());
    Answer<InetAddress> answer = addresses(relay.host());
    List<Stop> stops =
        answer.records().stream()
            .limit(MAX_STOPS)
            .flatMap(address ->
                manners
                    .to(address)
                    .map(manner -> new Stop(relay.host(), address, demand, true, manner))
                    .stream())
            .toList();
    if (!stops.isEmpty()) {
      return new Where.To(stops);
    }
    return answer.records().isEmpty()
        ? new Where.NotNow("4.4.3", "the DNS gives no address for the relay " + relay.host())
        : noSource(relay.host());
  }

  private Answer<InetAddress> addresses(String host) {
    try {
      InetAddress literal = InetAddress.ofLiteral(host);
      return new Answer.Found<>(List.of(literal), Duration.ZERO, true);
    } catch (IllegalArgumentException _) {
      return resolver.addresses(host);
    }
  }

  private Where exchangers(
      String domain,
      Optional<StsPolicy> policy,
      List<Mx> records,
      boolean signed,
      Manners manners) {
    // RFC 7505 section 3
    if (records.size() == 1 && records.getFirst().isNull()) {
      return new Where.Never("5.1.10", domain + " takes no mail (null MX)");
    }
    List<Mx> usable = records.stream().filter(mx -> !mx.isNull()).toList();
    // RFC 5321 section 5.1: those as far away as we are, or farther, would send it back to us.
    int ours =
        usable.stream()
            .filter(mx -> mx.host().equals(ourselves))
            .mapToInt(Mx::preference)
            .min()
            .orElse(Integer.MAX_VALUE);
    List<Mx> nearer = usable.stream().filter(mx -> mx.preference() < ours).toList();
    if (nearer.isEmpty()) {
      return new Where.Never("5.4.6", "mail for " + domain + " would come back to this server");
    }
    return hosts(domain, policy, order(nearer), signed, manners);
  }

  /** By preference, and those of one preference by chance, which spreads the load. */
  private static List<String> order(List<Mx> sorted) {
    List<Mx> mixed = new ArrayList<>(sorted);
    Collections.shuffle(mixed, ThreadLocalRandom.current());
    mixed.sort(java.util.Comparator.comparingInt(Mx::preference));
    return mixed.stream().map(Mx::host).distinct().toList();
  }

  private Where hosts(
      String domain,
      Optional<StsPolicy> policy,
      List<String> names,
      boolean signed,
      Manners manners) {
    List<Stop> stops = new ArrayList<>();
    boolean askAgain = false;
    boolean unreachable = false;
    for (String name : names) {
      if (stops.size() >= MAX_STOPS) {
        break;
      }
      Answer<InetAddress> answer = resolver.addresses(name);
      askAgain |= answer instanceof Answer.Failed<InetAddress>(boolean later, _) && later;
      List<InetAddress> addresses = answer.records();
      if (addresses.isEmpty()) {
        continue;
      }
      Demands.Asked asked = demands.of(domain, policy, name, signed, answer);
      int before = stops.size();
      addresses.stream()
          .limit(MAX_STOPS - before)
          .forEach(address ->
              manners
                  .to(address)
                  .ifPresent(manner ->
                      stops.add(new Stop(name, address, asked.demand(), asked.sure(), manner))));
      unreachable |= stops.size() == before;
    }
    if (!stops.isEmpty()) {
      return new Where.To(stops);
    }
    if (unreachable) {
      return noSource(domain);
    }
    return askAgain
        ? new Where.NotNow("4.4.3", "the DNS gives no address for the servers of " + domain)
        : new Where.Never("5.4.4", "no server for " + domain + " has an address");
  }
}

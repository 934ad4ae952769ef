package org.mailstead.filter.spf;

import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.mailstead.wire.dns.Answer;
import org.mailstead.wire.dns.Mx;
import org.mailstead.wire.dns.Resolver;

/** Asks the DNS for one check, and counts (RFC 7208 section 4.6.4). */
final class SpfQuestions {
  private final Resolver resolver;
  private final InstantSource clock;
  private final SpfLimits limits;
  private final SpfClient client;
  private final Instant end;
  private int terms;
  private int voids;
  private Optional<List<String>> validated = Optional.empty();

  SpfQuestions(Resolver resolver, InstantSource clock, SpfLimits limits, SpfClient client) {
    this.resolver = resolver;
    this.clock = clock;
    this.limits = limits;
    this.client = client;
    this.end = clock.instant().plus(limits.time());
  }

  /** Counts a term that asks the DNS. */
  void term() throws SpfStop {
    if (++terms > limits.terms()) {
      throw SpfStop.permanent("it needs more than " + limits.terms() + " questions to the DNS");
    }
  }

  private void inTime() throws SpfStop {
    if (clock.instant().isAfter(end)) {
      throw SpfStop.temporary("the DNS takes too long");
    }
  }

  /** The texts of a name whose absence is no void look-up: those of a record itself. */
  Answer<String> texts(String name) throws SpfStop {
    inTime();
    return resolver.txt(name);
  }

  /** The addresses of the client's family. */
  List<InetAddress> addresses(String name) throws SpfStop {
    inTime();
    return counted(name, client.isIp4() ? resolver.a(name) : resolver.aaaa(name));
  }

  /** Whether there is an IPv4 address, whatever the client's family (RFC 7208 section 5.7). */
  boolean exists(String name) throws SpfStop {
    inTime();
    return !counted(name, resolver.a(name)).isEmpty();
  }

  private <T> List<T> counted(String name, Answer<T> answer) throws SpfStop {
    if (answer instanceof Answer.Failed<T>(boolean temporary, String why) && temporary) {
      throw SpfStop.temporary(name + ": " + why);
    }
    if (answer.records().isEmpty() && ++voids > limits.voids()) {
      throw SpfStop.permanent("more than " + limits.voids() + " of its names do not exist");
    }
    return answer.records();
  }

  /** Whether one of the domain's mail exchangers has the client's address in its network. */
  boolean exchangers(String name, int prefix) throws SpfStop {
    inTime();
    List<Mx> exchangers = counted(name, resolver.mx(name));
    if (exchangers.size() > limits.names()) {
      throw SpfStop.permanent(name + " has more than " + limits.names() + " mail exchangers");
    }
    for (Mx exchanger : exchangers) {
      if (!exchanger.isNull() && hasClient(found(exchanger.host()), prefix)) {
        return true;
      }
    }
    return false;
  }

  // What a mail exchanger lacks in the client's family is no void look-up: its term found
  // something.
  private List<InetAddress> found(String host) throws SpfStop {
    inTime();
    Answer<InetAddress> answer = client.isIp4() ? resolver.a(host) : resolver.aaaa(host);
    if (answer instanceof Answer.Failed<InetAddress>(boolean temporary, String why) && temporary) {
      throw SpfStop.temporary(host + ": " + why);
    }
    return answer.records();
  }

  boolean hasClient(List<InetAddress> addresses, int prefix) {
    return addresses.stream()
        .anyMatch(address -> Network.of(address, prefix).contains(client.address()));
  }

  /** The client's names that its address confirms (RFC 7208 section 5.5); errors confirm none. */
  List<String> validated() throws SpfStop {
    if (validated.isEmpty()) {
      inTime();
      List<String> names = resolver.ptr(client.address()).records();
      validated = Optional.of(confirmed(names.subList(0, Math.min(names.size(), limits.names()))));
    }
    return validated.get();
  }

  private List<String> confirmed(List<String> names) throws SpfStop {
    var confirmed = new java.util.ArrayList<String>();
    for (String name : names) {
      inTime();
      Answer<InetAddress> answer = client.isIp4() ? resolver.a(name) : resolver.aaaa(name);
      if (answer.records().contains(client.address())) {
        confirmed.add(name);
      }
    }
    return List.copyOf(confirmed);
  }
}

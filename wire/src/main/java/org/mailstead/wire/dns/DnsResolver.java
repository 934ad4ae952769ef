package org.mailstead.wire.dns;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.ResolverConfig;

/** Asks recursive name servers over UDP, and TCP for what is too large, and remembers answers. */
public final class DnsResolver implements Resolver {
  private final List<NameServer> servers;
  private final int rounds;
  private final boolean trustAuthenticated;
  private final DnsCache cache;
  private final Resolver records = new RecordResolver(this::ask);

  /**
   * @throws IllegalArgumentException when no servers are given and the system has none
   */
  public DnsResolver(DnsConfig config, InstantSource clock) {
    List<InetSocketAddress> addresses =
        config.servers().isEmpty() ? ResolverConfig.getCurrentConfig().servers() : config.servers();
    if (addresses.isEmpty()) {
      throw new IllegalArgumentException("no name server is configured");
    }
    servers =
        addresses.stream()
            .map(address -> new NameServer(address, config.timeout(), clock))
            .toList();
    rounds = config.rounds();
    trustAuthenticated = config.trustAuthenticated();
    cache = new DnsCache(config.cacheOctets(), clock);
  }

  private Answer<Record> ask(Name name, int type) {
    return cache
        .find(name, type)
        .orElseGet(() -> {
          Reply reply = askServers(name, type);
          cache.remember(name, type, reply);
          return reply.answer();
        });
  }

  private Reply askServers(Name name, int type) {
    Reply last = failed("no name server answered");
    for (int i = 0; i < rounds * servers.size(); i++) {
      last = askOne(servers.get(i % servers.size()), name, type);
      if (!(last.answer() instanceof Answer.Failed)) {
        return last;
      }
    }
    return last;
  }

  private Reply askOne(NameServer server, Name name, int type) {
    return server
        .ask(name, type)
        .map(message -> Reply.of(message, name, type))
        .map(reply -> trustAuthenticated ? reply : unauthenticated(reply))
        .orElseGet(() -> failed("no answer from the name server"));
  }

  private static Reply failed(String why) {
    return new Reply(new Answer.Failed<>(true, why), Duration.ZERO);
  }

  private static Reply unauthenticated(Reply reply) {
    return reply.answer() instanceof Answer.Found<Record>(var records, var ttl, _)
        ? new Reply(new Answer.Found<>(records, ttl, false), reply.keep())
        : reply;
  }

  @Override
  public Answer<Mx> mx(String domain) {
    return records.mx(domain);
  }

  @Override
  public Answer<InetAddress> addresses(String host) {
    return records.addresses(host);
  }

  @Override
  public Answer<InetAddress> a(String host) {
    return records.a(host);
  }

  @Override
  public Answer<InetAddress> aaaa(String host) {
    return records.aaaa(host);
  }

  @Override
  public Answer<String> txt(String name) {
    return records.txt(name);
  }

  @Override
  public Answer<String> ptr(InetAddress address) {
    return records.ptr(address);
  }

  @Override
  public Answer<String> cname(String name) {
    return records.cname(name);
  }

  @Override
  public Answer<Srv> srv(String name) {
    return records.srv(name);
  }

  @Override
  public Answer<Tlsa> tlsa(String name) {
    return records.tlsa(name);
  }
}

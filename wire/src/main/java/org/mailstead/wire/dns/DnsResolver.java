package org.mailstead.wire.dns;

import static java.lang.System.Logger.Level.DEBUG;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.SimpleResolver;

/** Asks recursive name servers over UDP, and TCP for what is too large, and remembers answers. */
public final class DnsResolver implements Resolver {
  private static final System.Logger log = System.getLogger(DnsResolver.class.getName());

  /** What fits everywhere without fragments (RFC 9715). */
  private static final int UDP_PAYLOAD = 1232;

  private final List<SimpleResolver> servers;
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
    servers = addresses.stream().map(address -> server(address, config.timeout())).toList();
    rounds = config.rounds();
    trustAuthenticated = config.trustAuthenticated();
    cache = new DnsCache(config.cacheOctets(), clock);
  }

  private static SimpleResolver server(InetSocketAddress address, Duration timeout) {
    SimpleResolver server = new SimpleResolver(address);
    server.setTimeout(timeout);
    server.setEDNS(0, UDP_PAYLOAD, 0);
    return server;
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

  private Reply askOne(SimpleResolver server, Name name, int type) {
    Message question = Message.newQuery(Record.newRecord(name, type, DClass.IN));
    question.getHeader().setFlag(Flags.AD); // RFC 6840 section 5.7: tell us whether it is validated
    try {
      Reply reply = Reply.of(server.send(question), name, type);
      return trustAuthenticated ? reply : unauthenticated(reply);
    } catch (IOException e) {
      log.log(DEBUG, () -> "name server " + server.getAddress() + ": " + e);
      return failed("no answer from the name server");
    }
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
  public Answer<Tlsa> tlsa(String name) {
    return records.tlsa(name);
  }
}

package org.mailstead.wire.dns;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.xbill.DNS.ResolverConfig;

/**
 * Which name servers are asked.
 *
 * @param servers recursive ones, in order of preference; empty for those of the system
 * @param timeout for one question to one server
 * @param rounds how often all servers are tried
 * @param trustAuthenticated whether their word on DNSSEC (the AD bit) counts: only when they
 *     validate and the way to them is safe, as with one on this machine
 * @param cacheOctets about how much memory remembered answers may take
 */
public record DnsConfig(
    List<InetSocketAddress> servers,
    Duration timeout,
    int rounds,
    boolean trustAuthenticated,
    long cacheOctets) {
  public DnsConfig {
    servers = List.copyOf(servers);
    if (!timeout.isPositive() || rounds < 1) {
      throw new IllegalArgumentException("timeout " + timeout + ", rounds " + rounds);
    }
  }

  /** Whether all of these name servers, the system's where none are given, are on this machine. */
  public static boolean areLocal(List<InetSocketAddress> servers) {
    List<InetSocketAddress> asked =
        servers.isEmpty() ? ResolverConfig.getCurrentConfig().servers() : servers;
    return !asked.isEmpty()
        && asked.stream()
            .allMatch(one -> one.getAddress() != null && one.getAddress().isLoopbackAddress());
  }

  /** The system's servers, three seconds, twice, DNSSEC not believed, 16 MiB. */
  public static DnsConfig system() {
    return new DnsConfig(List.of(), Duration.ofSeconds(3), 2, false, 16 << 20);
  }
}

package org.mailstead.server;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.mailstead.wire.dns.DnsConfig;
import org.mailstead.wire.dns.DnsResolver;
import org.mailstead.wire.dns.Resolver;
import org.mailstead.wire.dns.ZoneFileResolver;

/** Reads the settings {@code resolver} and {@code dnssec}. */
final class Resolvers {
  private Resolvers() {}

  /**
   * @param dnssec as it is just now
   */
  static Resolver of(String setting, Supplier<TransportSettings.Dnssec> dnssec, InstantSource clock)
      throws IOException {
    if (setting.equals("system")) {
      return following(List.of(), dnssec, clock);
    }
    if (setting.equals("none")) {
      return new ZoneFileResolver(InputStream.nullInputStream(), false);
    }
    if (setting.startsWith("file:")) {
      return ZoneFileResolver.read(Path.of(setting.substring("file:".length())));
    }
    return following(List.of(server(setting)), dnssec, clock);
  }

  /** One that remembers nothing any more when another word on DNSSEC counts. */
  private static Resolver following(
      List<InetSocketAddress> servers,
      Supplier<TransportSettings.Dnssec> dnssec,
      InstantSource clock) {
    var last = new AtomicReference<>(Followed.of(servers, dnssec.get(), clock));
    return new FollowingResolver(() -> {
      TransportSettings.Dnssec now = dnssec.get();
      Followed known = last.get();
      if (known.dnssec != now) {
        known = Followed.of(servers, now, clock);
        last.set(known);
      }
      return known.resolver;
    });
  }

  private record Followed(TransportSettings.Dnssec dnssec, Resolver resolver) {
    static Followed of(
        List<InetSocketAddress> servers, TransportSettings.Dnssec dnssec, InstantSource clock) {
      return new Followed(dnssec, asking(servers, dnssec, clock));
    }
  }

  private static Resolver asking(
      List<InetSocketAddress> servers, TransportSettings.Dnssec dnssec, InstantSource clock) {
    DnsConfig system = DnsConfig.system();
    boolean trusted =
        switch (dnssec) {
          case LOCAL -> DnsConfig.areLocal(servers);
          case TRUSTED -> true;
          case NONE -> false;
        };
    return new DnsResolver(
        new DnsConfig(servers, system.timeout(), system.rounds(), trusted, system.cacheOctets()),
        clock);
  }

  // HOST or HOST:PORT, where HOST is an address; IPv6 in brackets
  private static InetSocketAddress server(String setting) {
    int colon = setting.lastIndexOf(':');
    boolean hasPort = colon > 0 && (setting.indexOf(':') == colon || setting.contains("]:"));
    String host = hasPort ? setting.substring(0, colon) : setting;
    try {
      int port = hasPort ? Integer.parseInt(setting.substring(colon + 1)) : 53;
      return new InetSocketAddress(InetAddress.getByName(host), port);
    } catch (UnknownHostException | IllegalArgumentException e) {
      throw new ConfigException(
          "resolver is \"system\", \"HOST:PORT\", \"file:PATH\" or \"none\", not \""
              + setting
              + "\"");
    }
  }
}

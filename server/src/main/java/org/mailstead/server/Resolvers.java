package org.mailstead.server;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.mailstead.wire.dns.DnsConfig;
import org.mailstead.wire.dns.DnsResolver;
import org.mailstead.wire.dns.Resolver;
import org.mailstead.wire.dns.ZoneFileResolver;

/** Reads the setting {@code resolver}. */
final class Resolvers {
  private Resolvers() {}

  static Resolver of(String setting, InstantSource clock) throws IOException {
    if (setting.equals("system")) {
      return new DnsResolver(DnsConfig.system(), clock);
    }
    if (setting.equals("none")) {
      return new ZoneFileResolver(InputStream.nullInputStream(), false);
    }
    if (setting.startsWith("file:")) {
      return ZoneFileResolver.read(Path.of(setting.substring("file:".length())));
    }
    DnsConfig system = DnsConfig.system();
    var servers = List.of(server(setting));
    return new DnsResolver(
        new DnsConfig(servers, system.timeout(), system.rounds(), false, system.cacheOctets()),
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

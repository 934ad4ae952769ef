package org.mailstead.wire;

import java.time.Duration;
import java.util.List;

/**
 * Where and how a protocol listens.
 *
 * @param host an address or name of this machine; {@code *} for all, IPv4 and IPv6
 * @param port 0 takes a free one
 * @param implicitTls whether TLS starts at once; else the protocol may offer STARTTLS
 * @param proxies from these networks, and only from these, a PROXY header must come first; empty
 *     switches the PROXY protocol off
 * @param stopTimeout how long {@link Listener#close} waits for sessions to end
 */
public record ListenerConfig(
    String host,
    int port,
    boolean implicitTls,
    List<Network> proxies,
    ConnectionLimits limits,
    Timeouts timeouts,
    Duration stopTimeout) {
  public ListenerConfig {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port is not in 0..65535: " + port);
    }
    proxies = List.copyOf(proxies);
  }

  /** The defaults: no proxies, default limits and timeouts, ten seconds to stop. */
  public static ListenerConfig of(String host, int port, boolean implicitTls) {
    return new ListenerConfig(
        host,
        port,
        implicitTls,
        List.of(),
        ConnectionLimits.DEFAULT,
        Timeouts.DEFAULT,
        Duration.ofSeconds(10));
  }

  public ListenerConfig withProxies(List<Network> other) {
    return new ListenerConfig(host, port, implicitTls, other, limits, timeouts, stopTimeout);
  }

  public ListenerConfig withLimits(ConnectionLimits other) {
    return new ListenerConfig(host, port, implicitTls, proxies, other, timeouts, stopTimeout);
  }

  public ListenerConfig withTimeouts(Timeouts other) {
    return new ListenerConfig(host, port, implicitTls, proxies, limits, other, stopTimeout);
  }

  public ListenerConfig withStopTimeout(Duration other) {
    return new ListenerConfig(host, port, implicitTls, proxies, limits, timeouts, other);
  }
}

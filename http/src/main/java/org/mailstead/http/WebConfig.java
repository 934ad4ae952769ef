package org.mailstead.http;

import java.net.InetAddress;
import java.util.Optional;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;

/**
 * One HTTP port.
 *
 * @param host an address of this machine; {@code *} for all
 * @param port 0 for a free one
 * @param tls knows the certificates; none for a port in the clear
 * @param safe the origin with TLS that strangers are sent to from a port in the clear
 * @param proxies whose word counts on where a request comes from
 */
public record WebConfig(
    String host,
    int port,
    Optional<SSLContext> tls,
    Optional<String> safe,
    Predicate<InetAddress> proxies) {
  public static WebConfig plain(String host, int port) {
    return new WebConfig(host, port, Optional.empty(), Optional.empty(), _ -> false);
  }

  public static WebConfig tls(String host, int port, SSLContext context) {
    return new WebConfig(host, port, Optional.of(context), Optional.empty(), _ -> false);
  }

  /** The same, sending everybody to a safe origin who is not on this machine. */
  public WebConfig withSafe(Optional<String> origin) {
    return new WebConfig(host, port, tls, origin, proxies);
  }
}

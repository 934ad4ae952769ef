package org.mailstead.wire;

import java.net.InetSocketAddress;

/** What a proxy says first about the connection it relays. */
sealed interface ProxyHeader {
  record Relayed(InetSocketAddress source, InetSocketAddress destination) implements ProxyHeader {}

  /** The proxy speaks for itself (a health check), or cannot tell for whom. */
  record NoClient() implements ProxyHeader {}
}

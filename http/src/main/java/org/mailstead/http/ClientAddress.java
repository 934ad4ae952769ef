package org.mailstead.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Predicate;
import org.eclipse.jetty.server.Request;

/**
 * Tells who asks when a proxy stands before this server. What a client itself writes into these
 * headers is worth nothing, so they are read from their end, as far as proxies are trusted.
 */
record ClientAddress(Predicate<InetAddress> trusted) {
  InetAddress of(Request request) {
    InetAddress at = peer(request);
    List<String> hops = request.getHeaders().getCSV("X-Forwarded-For", false);
    for (int i = hops.size() - 1; i >= 0 && trusted.test(at); i--) {
      try {
        at = InetAddress.ofLiteral(hops.get(i).strip());
      } catch (IllegalArgumentException _) {
        return at;
      }
    }
    return at;
  }

  boolean cameSecured(Request request) {
    return trusted.test(peer(request))
        && "https".equalsIgnoreCase(request.getHeaders().get("X-Forwarded-Proto"));
  }

  private static InetAddress peer(Request request) {
    return request.getConnectionMetaData().getRemoteSocketAddress()
            instanceof InetSocketAddress peer
        ? peer.getAddress()
        : InetAddress.getLoopbackAddress();
  }
}

package org.mailstead.http;

import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.AbstractConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConnectionFactory;

/**
 * Lets a CA ask for {@code acme-tls/1} (RFC 8737): what it wants to see is the certificate, which
 * the context chooses. Then it goes; one that stays may speak HTTP.
 */
final class ProofConnections extends AbstractConnectionFactory {
  private final HttpConnectionFactory plain;

  ProofConnections(HttpConnectionFactory plain) {
    super("acme-tls/1");
    this.plain = plain;
  }

  @Override
  public Connection newConnection(Connector connector, EndPoint endPoint) {
    return plain.newConnection(connector, endPoint);
  }
}

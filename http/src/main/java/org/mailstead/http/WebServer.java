package org.mailstead.http;

import java.io.IOException;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.server.handler.MinimumDataRateHandler;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.VirtualThreadPool;
import org.eclipse.jetty.websocket.core.server.WebSocketServerComponents;

/** One HTTP port (RFC 9110): HTTP/1.1, and HTTP/2 (RFC 9113) where there is TLS. */
public final class WebServer implements AutoCloseable {
  private static final Duration IDLE = Duration.ofSeconds(30);
  private static final Duration STOP = Duration.ofSeconds(5);
  private static final int MAX_HEADER = 16 << 10;
  private static final int MAX_CONNECTIONS = 10_000;
  private static final int MAX_STREAMS = 100;

  /** Octets a second of a body: who sends slower holds a thread for nothing. */
  private static final int SLOWEST_BODY = 64;

  private final Server server;
  private final ServerConnector connector;
  private final Sockets sockets;

  /** Opens nothing yet. */
  public WebServer(WebConfig config, Routes routes) {
    var threads = new QueuedThreadPool(8, 2);
    threads.setName("http");
    threads.setVirtualThreadsExecutor(new VirtualThreadPool());
    server = new Server(threads);
    connector = new ServerConnector(server, 1, 1, factories(config));
    if (!config.host().equals("*")) {
      connector.setHost(config.host()); // without one it is all addresses
    }
    connector.setPort(config.port());
    connector.setIdleTimeout(IDLE.toMillis());
    server.addConnector(connector);
    server.addBean(new NetworkConnectionLimit(MAX_CONNECTIONS, server));
    server.setErrorHandler(new Dispatch.Errors());
    sockets = new Sockets(WebSocketServerComponents.ensureWebSocketComponents(server));
    var client = new ClientAddress(config.proxies());
    var dispatch = new Dispatch(routes, client, config.safe(), sockets);
    var paced = new MinimumDataRateHandler(dispatch, SLOWEST_BODY, 0);
    server.setHandler(new GracefulHandler(paced));
    server.setStopTimeout(STOP.toMillis());
  }

  private static ConnectionFactory[] factories(WebConfig config) {
    var http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(MAX_HEADER);
    var plain = new HttpConnectionFactory(http);
    if (config.tls().isEmpty()) {
      return new ConnectionFactory[] {plain};
    }
    // Which name was asked for is checked against the certificate by clients, not by us: a server
    // with one self-signed certificate answers to every name.
    http.addCustomizer(new SecureRequestCustomizer(false));
    var second = new HTTP2ServerConnectionFactory(http);
    second.setMaxConcurrentStreams(MAX_STREAMS);
    second.setConnectProtocolEnabled(false); // WebSockets have connections of their own
    var alpn = new ALPNServerConnectionFactory();
    alpn.setDefaultProtocol(plain.getProtocol());
    return new ConnectionFactory[] {
      secured(config.tls().get(), alpn), alpn, second, plain, new ProofConnections(plain)
    };
  }

  private static SslConnectionFactory secured(SSLContext context, ConnectionFactory next) {
    var tls = new SslContextFactory.Server();
    tls.setSslContext(context);
    tls.setIncludeProtocols("TLSv1.3", "TLSv1.2");
    return new SslConnectionFactory(tls, next.getProtocol());
  }

  /** Listens; returns the port, which is a free one where 0 was given. */
  public int start() throws IOException {
    try {
      server.start();
    } catch (Exception e) {
      close();
      throw new IOException(
          "cannot listen on port " + connector.getPort() + ": " + e.getMessage(), e);
    }
    return connector.getLocalPort();
  }

  /** Finishes requests under way. */
  @Override
  public void close() {
    sockets.close();
    try {
      server.stop();
    } catch (Exception e) {
      System.getLogger(WebServer.class.getName())
          .log(System.Logger.Level.WARNING, "the HTTP server did not stop well", e);
    }
  }
}

package org.mailstead.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.VirtualThreadPool;

/** One HTTP port with a table of pages by path. */
public final class WebServer implements AutoCloseable {
  private static final Duration IDLE = Duration.ofSeconds(30);
  private static final Duration STOP = Duration.ofSeconds(5);
  private static final int MAX_HEADER = 16 << 10;

  private final Server server;
  private final ServerConnector connector;

  /**
   * Opens nothing yet.
   *
   * @param host an address of this machine; {@code *} for all
   */
  public WebServer(String host, int port, Map<String, Page> pages) {
    this(host, port, Optional.empty(), forAnyHost(pages));
  }

  /**
   * A port with TLS; opens nothing yet.
   *
   * @param host an address of this machine; {@code *} for all
   * @param tls knows the certificates
   */
  public WebServer(String host, int port, SSLContext tls, Map<String, HostPage> pages) {
    this(host, port, Optional.of(tls), pages);
  }

  private static Map<String, HostPage> forAnyHost(Map<String, Page> pages) {
    Map<String, HostPage> all = new HashMap<>();
    pages.forEach((path, page) -> all.put(path, _ -> page.answer()));
    return all;
  }

  private WebServer(String host, int port, Optional<SSLContext> tls, Map<String, HostPage> pages) {
    var threads = new QueuedThreadPool(8, 2);
    threads.setName("http");
    threads.setVirtualThreadsExecutor(new VirtualThreadPool());
    server = new Server(threads);
    var http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(MAX_HEADER);
    var plain = new HttpConnectionFactory(http);
    connector =
        tls.map(context -> new ServerConnector(server, 1, 1, secured(context, plain), plain))
            .orElseGet(() -> new ServerConnector(server, 1, 1, plain));
    connector.setHost(host.equals("*") ? "0.0.0.0" : host);
    connector.setPort(port);
    connector.setIdleTimeout(IDLE.toMillis());
    server.addConnector(connector);
    server.setHandler(new GracefulHandler(new Pages(Map.copyOf(pages))));
    server.setStopTimeout(STOP.toMillis());
  }

  private static SslConnectionFactory secured(SSLContext context, HttpConnectionFactory next) {
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
    try {
      server.stop();
    } catch (Exception e) {
      System.getLogger(WebServer.class.getName())
          .log(System.Logger.Level.WARNING, "the HTTP server did not stop well", e);
    }
  }

  /** The routing table. */
  private static final class Pages extends Handler.Abstract {
    private static final Answer MISSING = text(404, "there is no such page");
    private static final Answer METHOD = text(405, "only GET and HEAD");

    private final Map<String, HostPage> pages;

    Pages(Map<String, HostPage> pages) {
      this.pages = pages;
    }

    private static Answer text(int status, String text) {
      return new Answer(status, "text/plain; charset=utf-8", (text + "\n").getBytes(UTF_8));
    }

    private static String host(Request request) {
      String name = Request.getServerName(request);
      return name == null ? "" : name;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      boolean reads = request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
      HostPage page = pages.get(Request.getPathInContext(request));
      Answer answer = !reads ? METHOD : page == null ? MISSING : page.answer(host(request));
      response.setStatus(answer.status());
      var headers = response.getHeaders();
      headers.put(HttpHeader.CONTENT_TYPE, answer.contentType());
      // Nothing of ours is to be framed, sniffed or kept by others.
      headers.put("X-Content-Type-Options", "nosniff");
      headers.put("X-Frame-Options", "DENY");
      headers.put("Referrer-Policy", "no-referrer");
      headers.put("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
      headers.put(HttpHeader.CACHE_CONTROL, "no-store");
      if (answer.status() == 405) {
        headers.put(HttpHeader.ALLOW, "GET, HEAD");
      }
      response.write(true, ByteBuffer.wrap(answer.body()), callback);
      return true;
    }
  }
}

package org.mailstead.wire;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Connects to other servers. Encryption is opportunistic: any certificate will do for the
 * handshake, and {@link PeerIdentity} then says what it is worth.
 */
public final class Connector {
  private final Wire wire;
  private final X509TrustManager authorities;
  private final boolean anyAuthority;
  private final SSLContext context;

  /** Trusts the authorities that this Java trusts. */
  public Connector(Wire wire) {
    this(wire, authorities(null));
  }

  /**
   * @param authorities who may vouch for the identity of peers
   */
  public Connector(Wire wire, KeyStore authorities) {
    this(wire, authorities(authorities));
  }

  private Connector(Wire wire, X509TrustManager authorities) {
    this.wire = wire;
    this.authorities = authorities;
    this.anyAuthority = authorities.getAcceptedIssuers().length > 0;
    try {
      context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new AcceptAll()}, null);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no TLS", e);
    }
  }

  private static X509TrustManager authorities(@Nullable KeyStore store) {
    try {
      var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      for (TrustManager manager : factory.getTrustManagers()) {
        if (manager instanceof X509TrustManager x509) {
          return x509;
        }
      }
      throw new IllegalStateException("this Java has no X.509 trust manager");
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("unusable store of authorities", e);
    }
  }

  /**
   * Connects, from any address of this machine.
   *
   * @param connectTimeout until the peer has accepted
   * @throws SocketTimeoutException when it has not in time
   */
  public Connection connect(
      InetAddress address, int port, Duration connectTimeout, Timeouts timeouts)
      throws IOException {
    return connect(new Socket(), address, port, connectTimeout, timeouts);
  }

  /**
   * Connects from one address of this machine.
   *
   * @param from of the same family as the peer's
   */
  public Connection connectFrom(
      InetAddress from, InetAddress address, int port, Duration connectTimeout, Timeouts timeouts)
      throws IOException {
    Socket socket = new Socket();
    try {
      socket.bind(new InetSocketAddress(from, 0));
    } catch (IOException e) {
      socket.close();
      throw e;
    }
    return connect(socket, address, port, connectTimeout, timeouts);
  }

  private Connection connect(
      Socket socket, InetAddress address, int port, Duration connectTimeout, Timeouts timeouts)
      throws IOException {
    try {
      int millis = Math.clamp(connectTimeout.toMillis(), 1, Integer.MAX_VALUE);
      socket.connect(new InetSocketAddress(address, port), millis);
      return new Connection(wire, socket, timeouts);
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  /**
   * Starts TLS: at once on a port with implicit TLS, or after the peer has agreed to STARTTLS.
   *
   * @param host whom we mean, an A-label or IP address: sent as SNI, and looked for in the peer's
   *     certificate
   * @return who answers; whether that is good enough is the caller's to decide before it says more
   */
  public PeerIdentity startTls(Connection connection, String host) throws IOException {
    SSLEngine engine = context.createSSLEngine(host, connection.remote().getPort());
    engine.setUseClientMode(true);
    TlsPolicy.OPPORTUNISTIC.applyTo(engine);
    serverName(engine, host);
    connection.startTls(engine);
    return identity(engine.getSession(), host);
  }

  private static void serverName(SSLEngine engine, String host) {
    SSLParameters parameters = engine.getSSLParameters();
    try {
      // RFC 6066 section 3: names only, without the dot at the end.
      boolean address = host.indexOf(':') >= 0 || host.matches("[0-9.]+");
      String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
      parameters.setServerNames(address ? List.of() : List.of(new SNIHostName(name)));
    } catch (IllegalArgumentException _) {
      parameters.setServerNames(List.of()); // no name that could be sent
    }
    engine.setSSLParameters(parameters);
  }

  private PeerIdentity identity(SSLSession session, String host) {
    try {
      var chain =
          Arrays.stream(session.getPeerCertificates()).map(X509Certificate.class::cast).toList();
      var named = new PeerIdentity(chain, Optional.empty());
      return new PeerIdentity(
          chain, named.isFor(host) ? distrust(chain) : Optional.of(Distrust.wrongName(host)));
    } catch (SSLPeerUnverifiedException _) {
      return new PeerIdentity(
          List.of(), Optional.of(new Distrust(Distrust.Kind.UNTRUSTED, "no certificate was sent")));
    }
  }

  private Optional<Distrust> distrust(List<X509Certificate> chain) {
    if (!anyAuthority) { // the JDK would rather throw something else
      return Optional.of(new Distrust(Distrust.Kind.UNTRUSTED, "no authority is known here"));
    }
    try {
      // The key exchange is not looked at: the handshake has proven the key.
      authorities.checkServerTrusted(chain.toArray(X509Certificate[]::new), "UNKNOWN");
      return Optional.empty();
    } catch (CertificateException e) {
      var kind = DaneRecords.isExpired(e) ? Distrust.Kind.EXPIRED : Distrust.Kind.UNTRUSTED;
      return Optional.of(new Distrust(kind, String.valueOf(e.getMessage())));
    }
  }

  /** RFC 3207 and RFC 7435: encryption to somebody unknown is better than none. */
  private static final class AcceptAll extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}

package org.mailstead.wire;

import java.security.KeyManagementException;
import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

/** A context whose engines know {@code acme-tls/1}, whichever TLS stack asks for them. */
final class ServerContext extends SSLContext {
  ServerContext(SSLContext inner, TlsAlpnProofs proofs) {
    super(new Engines(inner, proofs), inner.getProvider(), inner.getProtocol());
  }

  private static final class Engines extends SSLContextSpi {
    private final SSLContext inner;
    private final TlsAlpnProofs proofs;

    Engines(SSLContext inner, TlsAlpnProofs proofs) {
      this.inner = inner;
      this.proofs = proofs;
    }

    private SSLEngine knowing(SSLEngine engine) {
      engine.setHandshakeApplicationProtocolSelector((_, offered) -> proofs.choose(offered));
      return engine;
    }

    @Override
    protected SSLEngine engineCreateSSLEngine() {
      return knowing(inner.createSSLEngine());
    }

    @Override
    protected SSLEngine engineCreateSSLEngine(String host, int port) {
      return knowing(inner.createSSLEngine(host, port));
    }

    @Override
    protected void engineInit(KeyManager[] keys, TrustManager[] trust, SecureRandom random)
        throws KeyManagementException {
      throw new KeyManagementException("it has its keys already");
    }

    @Override
    protected SSLSocketFactory engineGetSocketFactory() {
      return inner.getSocketFactory();
    }

    @Override
    protected SSLServerSocketFactory engineGetServerSocketFactory() {
      return inner.getServerSocketFactory();
    }

    @Override
    protected SSLSessionContext engineGetServerSessionContext() {
      return inner.getServerSessionContext();
    }

    @Override
    protected SSLSessionContext engineGetClientSessionContext() {
      return inner.getClientSessionContext();
    }

    @Override
    protected SSLParameters engineGetDefaultSSLParameters() {
      return inner.getDefaultSSLParameters();
    }

    @Override
    protected SSLParameters engineGetSupportedSSLParameters() {
      return inner.getSupportedSSLParameters();
    }
  }
}

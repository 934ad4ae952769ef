package org.mailstead.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.mailstead.wire.TlsAlpnProofs;
import org.mailstead.wire.acme.DnsRecords;
import org.mailstead.wire.acme.HttpTokens;
import org.mailstead.wire.acme.Proof;
import org.mailstead.wire.acme.Prover;
import org.mailstead.wire.acme.TlsAlpn;
import org.mailstead.wire.dns.Resolver;

/**
 * Asks for a proof of our own, as a CA would. What it finds is only as good as the place it asks
 * from: a firewall before this network is not seen.
 *
 * @param http where CAs ask for HTTP-01: 80
 * @param https where they ask for TLS-ALPN-01: 443
 */
record ProofTrial(Resolver resolver, Prover prover, int http, int https) {
  private static final int TIMEOUT = 10_000;
  private static final int MOST = 64 << 10;

  /** Why a CA would not see that the name is ours; empty when it would. */
  Optional<String> why(String name) throws InterruptedException {
    byte[] random = new byte[24];
    new SecureRandom().nextBytes(random);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    var proof = new Proof(name, token, token + ".trial");
    try {
      prover.show(proof);
      return look(proof);
    } catch (IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    } finally {
      hide(proof);
    }
  }

  private void hide(Proof proof) throws InterruptedException {
    try {
      prover.hide(proof);
    } catch (IOException _) {
      // What is wrong with the DNS was told when the proof was shown.
    }
  }

  private Optional<String> look(Proof proof) throws IOException {
    if (prover instanceof DnsRecords records) {
      String place = records.place(proof.name());
      return resolver.txt(place).records().contains(proof.text())
          ? Optional.empty()
          : Optional.of("the record of " + place + " is not seen in the DNS");
    }
    List<InetAddress> addresses = resolver.addresses(proof.name()).records();
    if (addresses.isEmpty()) {
      return Optional.of("it has no address in the DNS");
    }
    for (InetAddress address : addresses) {
      try {
        Optional<String> why =
            prover instanceof TlsAlpn ? tls(address, proof) : web(address, proof);
        if (why.isPresent()) {
          return why;
        }
      } catch (IOException e) {
        int port = prover instanceof TlsAlpn ? https : http;
        return Optional.of(address.getHostAddress() + " port " + port + ": " + e.getMessage());
      }
    }
    return Optional.empty();
  }

  private Optional<String> web(InetAddress address, Proof proof) throws IOException {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, http), TIMEOUT);
      socket.setSoTimeout(TIMEOUT);
      String request =
          "GET %s%s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
              .formatted(HttpTokens.PATH, proof.token(), proof.name());
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      String answer = new String(socket.getInputStream().readNBytes(MOST), ISO_8859_1);
      return answer.contains(proof.authorization())
          ? Optional.empty()
          : Optional.of(address.getHostAddress() + " is not this server: another one answers");
    }
  }

  private Optional<String> tls(InetAddress address, Proof proof) throws IOException {
    try (var socket = (SSLSocket) anybody().getSocketFactory().createSocket()) {
      socket.connect(new InetSocketAddress(address, https), TIMEOUT);
      socket.setSoTimeout(TIMEOUT);
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setServerNames(List.of(new SNIHostName(proof.name())));
      parameters.setApplicationProtocols(new String[] {TlsAlpnProofs.PROTOCOL});
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      var shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      return isProof(shown, proof)
          ? Optional.empty()
          : Optional.of(address.getHostAddress() + " is not this server: another one answers");
    }
  }

  /** The digest ends the extension, behind the heads of two octet strings. */
  private static boolean isProof(X509Certificate shown, Proof proof) {
    byte[] value = shown.getExtensionValue(TlsAlpnProofs.ACME_IDENTIFIER);
    byte[] digest = proof.digest();
    return value != null
        && value.length >= digest.length
        && Arrays.equals(
            Arrays.copyOfRange(value, value.length - digest.length, value.length), digest);
  }

  /** Nothing is said to whoever answers; who it is stands in its certificate. */
  private static SSLContext anybody() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new Anybody()}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has TLS", e);
    }
  }

  private static final class Anybody implements X509TrustManager {
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

package org.mailstead.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.bouncycastle.asn1.ASN1OctetString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.testkit.Pebble;
import org.mailstead.wire.acme.AcmeConfig;
import org.mailstead.wire.acme.Renewals;
import org.mailstead.wire.acme.TlsAlpn;
import org.mailstead.wire.acme.Wanted;

/** What a CA is shown that asks in {@code acme-tls/1} (RFC 8737), and nobody else. */
@Timeout(60)
class TlsAlpnTest {
  private static final String NAME = "mail.example.test";
  private static final byte[] DIGEST = new byte[32];

  @TempDir Path folder;

  private static SSLSocket client(TestServer server, String name, String... protocols)
      throws Exception {
    SSLSocket client = server.connectTls();
    SSLParameters parameters = client.getSSLParameters();
    parameters.setServerNames(List.of(new SNIHostName(name)));
    parameters.setApplicationProtocols(protocols);
    client.setSSLParameters(parameters);
    return client;
  }

  private static X509Certificate shown(SSLSocket client) throws Exception {
    client.startHandshake();
    return (X509Certificate) client.getSession().getPeerCertificates()[0];
  }

  @Test
  void aCaGetsItsProofFromOurOwnTls() throws Exception {
    assumeTrue(Pebble.isThere(), "pebble is missing: install pebble");
    var proofs = new TlsAlpnProofs();
    var certificates =
        new Certificates(List.of(TestServer.files(folder, "server", "old.example")), proofs);
    try (var server = TestServer.tls(certificates, TestServer::echo);
        var pebble = Pebble.start(folder.resolve("pebble"), Pebble.Options.of(1, server.port))) {
      var config =
          new AcmeConfig(
              pebble.directory(),
              Optional.of(pebble.roots()),
              Optional.empty(),
              Optional.empty(),
              KeyPairs.Kind.ECDSA);
      var prover = new TlsAlpn(proofs, InstantSource.system());
      var wanted = new Wanted(NAME, List.of(NAME), Optional.empty());
      var renewals =
          new Renewals(
              config,
              folder.resolve("acme"),
              () -> List.of(wanted),
              prover,
              InstantSource.system());
      try (SSLSocket before = server.connectTls()) {
        TestServer.send(before, "hi\r\n");
        assertEquals("you said hi\r\n", TestServer.line(before));
        assertTrue(renewals.round(), () -> renewals.list().getFirst().why());
        assertEquals(List.of(), certificates.use(renewals.files(NAME)));
        try (SSLSocket after = client(server, NAME)) {
          assertEquals(List.of(NAME), HostNames.of(shown(after)));
        }
        TestServer.send(before, "still\r\n");
        assertEquals("you said still\r\n", TestServer.line(before));
      }
    }
  }

  @Test
  void onlyWhoAsksInThatProtocolForThatNameSeesIt() throws Exception {
    var proofs = new TlsAlpnProofs();
    var certificates = new Certificates(List.of(TestServer.files(folder, "server", NAME)), proofs);
    try (var server = TestServer.tls(certificates, TestServer::echo)) {
      try (SSLSocket early = client(server, NAME, "acme-tls/1")) {
        assertEquals(null, shown(early).getExtensionValue("1.3.6.1.5.5.7.1.31"));
        assertEquals("", early.getApplicationProtocol());
      }
      proofs.show(NAME.toUpperCase(java.util.Locale.ROOT), DIGEST, Instant.now());
      try (SSLSocket ca = client(server, NAME, "acme-tls/1")) {
        X509Certificate proof = shown(ca);
        assertEquals("acme-tls/1", ca.getApplicationProtocol());
        assertTrue(proof.getCriticalExtensionOIDs().contains("1.3.6.1.5.5.7.1.31"));
        byte[] value =
            ASN1OctetString.getInstance(proof.getExtensionValue("1.3.6.1.5.5.7.1.31")).getOctets();
        assertEquals(34, value.length);
        assertEquals(List.of(NAME), HostNames.of(proof));
      }
      try (SSLSocket other = client(server, "other.example.test", "acme-tls/1")) {
        assertThrows(SSLException.class, () -> shown(other));
      }
      for (String[] protocols : new String[][] {{}, {"imap"}, {"h2", "http/1.1"}}) {
        try (SSLSocket people = client(server, NAME, protocols)) {
          assertEquals(null, shown(people).getExtensionValue("1.3.6.1.5.5.7.1.31"));
        }
      }
      proofs.hide(NAME);
      try (SSLSocket late = client(server, NAME, "acme-tls/1")) {
        assertEquals(null, shown(late).getExtensionValue("1.3.6.1.5.5.7.1.31"));
      }
    }
  }
}

package org.mailstead.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mailstead.wire.TestServer.line;
import static org.mailstead.wire.TestServer.send;

import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.util.io.pem.PemObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Certificates from files: which one is shown, and what happens when files change or are broken.
 */
@Timeout(60)
class CertificatesTest {
  @TempDir Path folder;

  private static List<String> shownFor(TestServer server, String name) throws Exception {
    try (SSLSocket client = server.connectTls()) {
      if (!name.isEmpty()) {
        SSLParameters parameters = client.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(name)));
        client.setSSLParameters(parameters);
      }
      client.startHandshake();
      return HostNames.of((X509Certificate) client.getSession().getPeerCertificates()[0]);
    }
  }

  @Test
  void theNameAskedForChoosesTheCertificate() throws Exception {
    var certificates =
        new Certificates(
            List.of(
                TestServer.files(folder, "default", "default.example"),
                TestServer.files(folder, "wild", "*.example.org"),
                TestServer.files(folder, "exact", "mail.example.org")));
    try (var server = TestServer.tls(certificates, TestServer::echo)) {
      assertEquals(List.of("mail.example.org"), shownFor(server, "mail.example.org"));
      assertEquals(List.of("mail.example.org"), shownFor(server, "MAIL.example.ORG"));
      assertEquals(List.of("*.example.org"), shownFor(server, "imap.example.org"));
      assertEquals(List.of("default.example"), shownFor(server, "a.b.example.org"));
      assertEquals(List.of("default.example"), shownFor(server, "example.org"));
      assertEquals(List.of("default.example"), shownFor(server, ""));
    }
  }

  @Test
  void newFilesAreUsedWithoutARestartWhileOldConnectionsLive() throws Exception {
    var files = TestServer.files(folder, "server", "old.example");
    var certificates = new Certificates(List.of(files));
    try (var server = TestServer.tls(certificates, TestServer::echo);
        SSLSocket before = server.connectTls()) {
      send(before, "hi\r\n");
      assertEquals("you said hi\r\n", line(before));
      assertEquals(List.of(), certificates.reloadIfChanged());
      assertEquals(List.of("old.example"), shownFor(server, ""));
      TestServer.files(folder, "server", "new.example");
      Files.setLastModifiedTime(
          files.chain(), FileTime.from(Instant.parse("2030-01-01T00:00:00Z")));
      assertEquals(List.of(), certificates.reloadIfChanged());
      assertEquals(List.of("new.example"), shownFor(server, ""));
      send(before, "still\r\n");
      assertEquals("you said still\r\n", line(before));
    }
  }

  @Test
  void aBrokenNewFileLeavesTheOldCertificateAndSaysWhy() throws Exception {
    var files = TestServer.files(folder, "server", "old.example");
    var certificates = new Certificates(List.of(files));
    var old = certificates.inUse();
    Files.writeString(files.chain(), "-----BEGIN CERTIFICATE-----\nrubbish\n");
    assertTrue(certificates.reload().getFirst().contains(files.chain().toString()));
    assertEquals(old, certificates.inUse());
    Files.delete(files.chain());
    assertEquals(List.of(files.chain() + " does not exist"), certificates.reload());
    try (var server = TestServer.tls(certificates, TestServer::echo)) {
      assertEquals(List.of("old.example"), shownFor(server, ""));
    }
    TestServer.files(folder, "server", "new.example");
    assertEquals(List.of(), certificates.reload());
    assertNotEquals(old, certificates.inUse());
  }

  private String why(String chain, String key) throws Exception {
    Files.writeString(folder.resolve("c.pem"), chain);
    Files.writeString(folder.resolve("k.pem"), key);
    var files = new CertificateFiles(folder.resolve("c.pem"), folder.resolve("k.pem"));
    return assertThrows(BadCertificate.class, () -> new Certificates(List.of(files))).why();
  }

  @Test
  void whatCannotBeUsedIsToldWithTheRemedy() throws Exception {
    var files = TestServer.files(folder, "server", "mail.example");
    var other = TestServer.files(folder, "other", "mail.example");
    String chain = Files.readString(files.chain());
    String key = Files.readString(files.key());
    assertTrue(why("", key).endsWith("holds no certificate (-----BEGIN CERTIFICATE-----)"));
    assertTrue(why(chain, "").endsWith("holds no private key (-----BEGIN PRIVATE KEY-----)"));
    assertTrue(why(chain, chain).endsWith("holds no private key (-----BEGIN PRIVATE KEY-----)"));
    assertTrue(why(chain, Files.readString(other.key())).contains("belongs to no certificate"));
    assertTrue(
        why(chain, "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")
            .contains("k.pem"));
    assertTrue(why(chain, encrypted()).contains("openssl pkey -in OLD -out NEW"));
    assertTrue(why("x".repeat(2 << 20), key).contains("larger than a PEM file can be"));
  }

  private static KeyPair rsa() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    return generator.generateKeyPair();
  }

  private static String pem(Object object) throws Exception {
    var text = new StringWriter();
    try (var writer = new JcaPEMWriter(text)) {
      writer.writeObject(object);
    }
    return text.toString();
  }

  private static String encrypted() throws Exception {
    String begin = "-----BEGIN RSA PRIVATE KEY-----\n";
    String headers = "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC," + "00".repeat(16) + "\n\n";
    return pem(rsa().getPrivate()).replace(begin, begin + headers);
  }

  /** As openssl writes it, with the curve inside. */
  private static String sec1(PrivateKey key) throws Exception {
    var body =
        new ECPrivateKey(
            256,
            ((java.security.interfaces.ECPrivateKey) key).getS(),
            SECObjectIdentifiers.secp256r1);
    return pem(new PemObject("EC PRIVATE KEY", body.getEncoded()));
  }

  @Test
  void readsKeysInAllTheirUsualForms() throws Exception {
    PrivateKey rsa = rsa().getPrivate();
    assertEquals(rsa, Identity.privateKey(pem(rsa), "PKCS #1"));
    assertEquals(rsa, Identity.privateKey(pem(new JcaPKCS8Generator(rsa, null)), "PKCS #8"));
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    PrivateKey ec = generator.generateKeyPair().getPrivate();
    assertEquals(secret(ec), secret(Identity.privateKey(sec1(ec), "SEC 1")));
    String parameters =
        "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n";
    assertEquals(secret(ec), secret(Identity.privateKey(parameters + sec1(ec), "SEC 1")));
    PrivateKey ed = KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate();
    assertEquals(ed, Identity.privateKey(pem(new JcaPKCS8Generator(ed, null)), "Ed25519"));
  }

  private static BigInteger secret(PrivateKey key) {
    return ((java.security.interfaces.ECPrivateKey) key).getS();
  }

  @Test
  void oneFileMayHoldBothInAnyOrder() throws Exception {
    Path file = folder.resolve("both.pem");
    var both = new CertificateFiles(file, file);
    SelfSigned.write(List.of("mail.example"), both, java.time.InstantSource.system());
    assertEquals(List.of("mail.example"), Identity.load(both).names());
    var other = TestServer.files(folder, "other", "other.example");
    Files.writeString(file, Files.readString(other.chain()) + Files.readString(file));
    Identity loaded = Identity.load(both);
    assertEquals(List.of("mail.example"), loaded.names());
    assertEquals(2, loaded.chain().size());
  }

  @Test
  void theSelfSignedKeyIsForItsOwnerOnly() throws Exception {
    var files = TestServer.files(folder, "server", "mail.example", "192.0.2.1", "2001:db8::1");
    assertEquals(
        "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(files.key())));
    try (var left = Files.list(folder)) {
      assertEquals(2, left.count(), "no temporary file stays");
    }
    var identity = Identity.load(files);
    assertTrue(identity.covers("mail.example"));
    assertTrue(identity.covers("192.0.2.1"));
    assertTrue(identity.covers("2001:db8::1"));
    identity.certificate().verify(identity.certificate().getPublicKey());
    assertEquals(-1, identity.certificate().getBasicConstraints());
  }

  @Test
  void aWildcardIsOneWholeLabel() {
    assertTrue(HostNames.match("*.example.org", "a.example.org"));
    for (String host : List.of("example.org", "a.b.example.org", ".example.org", "aexample.org")) {
      assertEquals(false, HostNames.match("*.example.org", host), host);
    }
    assertEquals(false, HostNames.match("m*.example.org", "mail.example.org"));
    assertEquals(false, HostNames.match("*.", "example."));
    assertTrue(HostNames.match("2001:db8:0:0:0:0:0:1", "2001:db8::1"));
  }
}

package org.mailstead.post.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.store.MemoryEngine;
import org.mailstead.wire.CertificateFiles;
import org.mailstead.wire.Certificates;
import org.mailstead.wire.SelfSigned;

/** Servers whose certificates the DNS vouches for (RFC 7672). */
class DaneTest {
  private static final String TEXT = "Subject: hello\r\n\r\nHi\r\n";
  private static final String SENT = "Received: from here\r\n" + TEXT;
  private static final String ROUTE =
      """
      one.test. IN MX 10 mx.one.test.
      mx.one.test. IN A 127.0.0.2
      """;

  @TempDir Path home;
  private Certificates certificates;

  @BeforeEach
  void certificate() throws Exception {
    certificates = certificates("mx.one.test", InstantSource.system());
  }

  private Certificates certificates(String name, InstantSource clock) throws Exception {
    var files = new CertificateFiles(home.resolve("chain.pem"), home.resolve("key.pem"));
    SelfSigned.write(List.of(name), files, clock);
    return new Certificates(List.of(files));
  }

  private OtherServer server() throws Exception {
    return new OtherServer("127.0.0.2", 0);
  }

  private static String sha256(byte[] octets) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
  }

  private static String key(Certificates of) throws Exception {
    X509Certificate certificate = of.inUse().getFirst();
    return "3 1 1 " + sha256(certificate.getPublicKey().getEncoded());
  }

  private static final String OTHER_KEY = "3 1 1 " + "ab".repeat(32);

  private static String tlsa(OtherServer other, String host, String record) {
    return "_" + other.port() + "._tcp." + host + ". IN TLSA " + record + "\n";
  }

  private Mailroom room(OtherServer other, SignedDns dns) throws Exception {
    var house = new House(home.resolve("h"), new MemoryEngine(InstantSource.system()));
    return new Mailroom(house, QueueConfig.of("mx.example.test", other.port(), true), dns);
  }

  private static void send(Mailroom room) throws Exception {
    room.queue.accept(room.house.mail("q1", TEXT, House.outside("x@one.test")));
    room.settle();
  }

  private static QueuedMessage.Answer waitsFor(Mailroom room) {
    var to = room.queue.control().list(100).getFirst().recipients().getFirst();
    assertEquals(QueuedMessage.State.WAITING, to.state());
    return to.last().orElseThrow();
  }

  @Test
  void theServerWithTheRightKeyGetsTheMail() throws Exception {
    try (var other = server().encrypts(certificates.context());
        var room =
            room(other, new SignedDns(ROUTE + tlsa(other, "mx.one.test", key(certificates))))) {
      send(room);
      assertEquals(List.of(SENT), other.messages());
    }
  }

  @Test
  void anExpiredCertificateForAnotherNameIsFineWithTheRightKey() throws Exception {
    var old = certificates("old.test", () -> java.time.Instant.parse("2019-01-01T00:00:00Z"));
    try (var other = server().encrypts(old.context());
        var room = room(other, new SignedDns(ROUTE + tlsa(other, "mx.one.test", key(old))))) {
      send(room);
      assertEquals(List.of(SENT), other.messages());
    }
  }

  @Test
  void theServerWithAnotherKeyGetsNothingAndTheReasonIsTold() throws Exception {
    try (var other = server().encrypts(certificates.context());
        var room = room(other, new SignedDns(ROUTE + tlsa(other, "mx.one.test", OTHER_KEY)))) {
      send(room);
      assertEquals(List.of(), other.messages());
      assertTrue(other.commands().stream().noneMatch(c -> c.startsWith("MAIL")));
      var last = waitsFor(room);
      assertEquals("4.7.5", last.status());
      assertEquals("DANE: no TLSA record matches the certificate", last.text());
      assertEquals("mx.one.test", last.host());
    }
  }

  @Test
  void aServerWithoutEncryptionGetsNothingWhereTlsaRecordsStand() throws Exception {
    try (var other = server();
        var room =
            room(other, new SignedDns(ROUTE + tlsa(other, "mx.one.test", key(certificates))))) {
      send(room);
      assertEquals(List.of(), other.messages());
      assertEquals("DANE: the server does not offer STARTTLS", waitsFor(room).text());
    }
  }

  @Test
  void failedEncryptionIsNotFollowedByClearText() throws Exception {
    try (var other = server().breaksTls();
        var room =
            room(other, new SignedDns(ROUTE + tlsa(other, "mx.one.test", key(certificates))))) {
      send(room);
      assertEquals(List.of(), other.messages());
      assertEquals(1, other.visits.size());
      assertTrue(waitsFor(room).text().startsWith("DANE: TLS failed"), waitsFor(room).text());
    }
  }

  @Test
  void recordsOfNoUseDemandEncryptionAndNoMore() throws Exception {
    String unusable = "1 1 1 " + "ab".repeat(32);
    try (var other = server().encrypts(certificates.context());
        var room = room(other, new SignedDns(ROUTE + tlsa(other, "mx.one.test", unusable)))) {
      send(room);
      assertEquals(List.of(SENT), other.messages());
    }
    try (var other = server();
        var room = room(other, new SignedDns(ROUTE + tlsa(other, "mx.one.test", unusable)))) {
      room.queue.accept(room.house.mail("q2", TEXT, House.outside("x@one.test")));
      room.settle();
      assertEquals(List.of(), other.messages());
    }
  }

  @Test
  void aSuppressedAnswerKeepsTheServerFromBeingUsed() throws Exception {
    try (var other = server().encrypts(certificates.context())) {
      String name = "_" + other.port() + "._tcp.mx.one.test";
      var dns =
          new SignedDns(ROUTE + tlsa(other, "mx.one.test", key(certificates)))
              .bogus("TLSA " + name);
      try (var room = room(other, dns)) {
        send(room);
        assertEquals(List.of(), other.commands());
        assertTrue(waitsFor(room).text().contains("no answer for " + name));
      }
    }
  }

  @Test
  void theNextServerIsTriedWhenTheFirstIsNotTheRightOne() throws Exception {
    String two =
        """
        one.test. IN MX 10 bad.one.test.
        one.test. IN MX 20 mx.one.test.
        bad.one.test. IN A 127.0.0.2
        mx.one.test. IN A 127.0.0.2
        """;
    try (var other = server().encrypts(certificates.context());
        var room =
            room(
                other,
                new SignedDns(
                    two
                        + tlsa(other, "bad.one.test", OTHER_KEY)
                        + tlsa(other, "mx.one.test", key(certificates))))) {
      send(room);
      assertEquals(List.of(SENT), other.messages());
      assertEquals(2, other.visits.size());
    }
  }

  @Test
  void recordsThatNobodyVouchesForAreNotLookedAt() throws Exception {
    for (String unsigned : List.of("MX one.test", "A mx.one.test")) {
      try (var other = server().encrypts(certificates.context())) {
        var dns = new SignedDns(ROUTE + tlsa(other, "mx.one.test", OTHER_KEY)).unsigned(unsigned);
        try (var room = room(other, dns)) {
          room.queue.accept(room.house.mail(unsigned, TEXT, House.outside("x@one.test")));
          room.settle();
          assertEquals(List.of(SENT), other.messages(), unsigned);
        }
      }
    }
  }

  @Test
  void theNameBehindAnAliasIsAskedFirst() throws Exception {
    String alias =
        """
        one.test. IN MX 10 alias.one.test.
        alias.one.test. IN CNAME mx.one.test.
        mx.one.test. IN A 127.0.0.2
        """;
    try (var other = server().encrypts(certificates.context());
        var room =
            room(
                other,
                new SignedDns(
                    alias
                        + tlsa(other, "alias.one.test", OTHER_KEY)
                        + tlsa(other, "mx.one.test", key(certificates))))) {
      send(room);
      assertEquals(List.of(SENT), other.messages());
    }
  }

  @Test
  void whenTheRecordIsRepairedTheMailGoesOut() throws Exception {
    try (var other = server().encrypts(certificates.context())) {
      var dns = new SignedDns(ROUTE + tlsa(other, "mx.one.test", key(certificates)));
      String name = "_" + other.port() + "._tcp.mx.one.test";
      dns.bogus("TLSA " + name);
      try (var room = room(other, dns)) {
        send(room);
        dns.repaired("TLSA " + name);
        room.later(Duration.ofMinutes(6));
        room.settle();
        assertEquals(List.of(SENT), other.messages());
      }
    }
  }
}

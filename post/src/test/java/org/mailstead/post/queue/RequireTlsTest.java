package org.mailstead.post.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.post.QueuedMail;
import org.mailstead.store.MemoryEngine;
import org.mailstead.wire.CertificateFiles;
import org.mailstead.wire.Certificates;
import org.mailstead.wire.Connector;
import org.mailstead.wire.SelfSigned;

/** Mail whose sender says how safely it has to travel (RFC 8689). */
@Timeout(60)
class RequireTlsTest {
  private static final String TEXT = "Subject: hello\r\n\r\nHi\r\n";
  private static final String SENT = "Received: from here\r\n" + TEXT;
  private static final String ROUTE =
      """
      one.test. IN MX 10 mx.one.test.
      mx.one.test. IN A 127.0.0.2
      """;

  @TempDir Path home;
  private Certificates certificates;
  private House house;

  @BeforeEach
  void prepare() throws Exception {
    var files = new CertificateFiles(home.resolve("chain.pem"), home.resolve("key.pem"));
    SelfSigned.write(List.of("mx.one.test"), files, InstantSource.system());
    certificates = new Certificates(List.of(files));
    house = new House(home.resolve("h"), new MemoryEngine(InstantSource.system()));
  }

  private static OtherServer server() throws Exception {
    return new OtherServer("127.0.0.2", 0);
  }

  private String tlsa(OtherServer other, boolean right) throws Exception {
    byte[] key = certificates.inUse().getFirst().getPublicKey().getEncoded();
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(right ? key : new byte[1]);
    String data = HexFormat.of().formatHex(hash);
    return "_" + other.port() + "._tcp.mx.one.test. IN TLSA 3 1 1 " + data + "\n";
  }

  private Mailroom room(OtherServer other, SignedDns dns, boolean trusted) throws Exception {
    var authorities = KeyStore.getInstance("PKCS12");
    authorities.load(null, null);
    if (trusted) {
      authorities.setCertificateEntry("one", certificates.inUse().getFirst());
    }
    return new Mailroom(
        house,
        QueueConfig.of("mx.example.test", other.port(), true),
        dns,
        wire -> new Connector(wire, authorities),
        443);
  }

  private void send(Mailroom room, QueuedMail.Tls tls) throws Exception {
    QueuedMail mail = house.mail("q1", TEXT, House.outside("x@one.test"));
    room.queue.accept(
        new QueuedMail(
            mail.id(),
            mail.returnPath(),
            mail.body(),
            mail.prefix(),
            mail.sender(),
            mail.arrived(),
            new QueuedMail.Options(QueuedMail.BodyKind.SEVEN_BIT, false, "", true).with(tls),
            mail.recipients()));
    room.settle();
  }

  private static boolean asked(OtherServer other) {
    return other.commands().contains("MAIL FROM:<ada@example.test> REQUIRETLS");
  }

  private String report() throws Exception {
    List<String> inbox = house.inbox(house.ada);
    assertEquals(1, inbox.size());
    return inbox.getFirst();
  }

  @Test
  void itGoesToAServerThatTheDnsVouchesForAndThatKeepsItSafe() throws Exception {
    try (var other = server().encrypts(certificates.context()).offers("REQUIRETLS");
        var room = room(other, new SignedDns(ROUTE + tlsa(other, true)), false)) {
      send(room, QueuedMail.Tls.REQUIRED);
      assertEquals(List.of(SENT), other.messages());
      assertTrue(asked(other));
    }
  }

  @Test
  void aCertificateOfAKnownAuthorityIsGoodTooWhereTheNameIsSure() throws Exception {
    try (var other = server().encrypts(certificates.context()).offers("REQUIRETLS");
        var room = room(other, new SignedDns(ROUTE), true)) {
      send(room, QueuedMail.Tls.REQUIRED);
      assertTrue(asked(other));
    }
  }

  @Test
  void elsewhereItComesBackAtOnceWithItsHeaderOnly() throws Exception {
    try (var other = server().encrypts(certificates.context());
        var room = room(other, new SignedDns(ROUTE), true)) {
      send(room, QueuedMail.Tls.REQUIRED);
      assertEquals(List.of(), other.messages());
      assertTrue(report().contains("Status: 5.7.30"), report());
      assertFalse(report().contains("\r\nHi\r\n"));
    }
  }

  @Test
  void withoutEncryptionOrKnownCertificateItComesBack() throws Exception {
    try (var other = server().offers("REQUIRETLS");
        var room = room(other, new SignedDns(ROUTE), true)) {
      send(room, QueuedMail.Tls.REQUIRED);
      assertEquals(List.of(), other.messages());
      assertTrue(report().contains("Status: 5.7.10"), report());
    }
  }

  @Test
  void aNameThatAnybodyMayHavePutIntoTheDnsIsNotSure() throws Exception {
    try (var other = server().encrypts(certificates.context()).offers("REQUIRETLS");
        var room = room(other, new SignedDns(ROUTE).unsigned("MX one.test"), true)) {
      send(room, QueuedMail.Tls.REQUIRED);
      assertEquals(List.of(), other.messages());
      assertTrue(report().contains("Status: 5.7.10"), report());
    }
  }

  @Test
  void aServerThatIsDownIsTriedAgain() throws Exception {
    try (var other = server().answers(c -> c.equals("CONNECT") ? OtherServer.CUT : "");
        var room = room(other, new SignedDns(ROUTE), true)) {
      send(room, QueuedMail.Tls.REQUIRED);
      assertEquals(1, room.queue.control().list(100).size());
    }
  }

  @Test
  void whereNoneIsNeededAWrongRecordHindersNothing() throws Exception {
    try (var other = server().encrypts(certificates.context());
        var room = room(other, new SignedDns(ROUTE + tlsa(other, false)), false)) {
      send(room, QueuedMail.Tls.OPTIONAL);
      assertEquals(List.of(SENT), other.messages());
    }
    try (var other = server().breaksTls();
        var room = room(other, new SignedDns(ROUTE + tlsa(other, false)), false)) {
      room.queue.accept(house.mail("q2", TEXT, House.outside("x@one.test")));
      room.settle();
      assertEquals(List.of(), other.messages());
    }
  }
}

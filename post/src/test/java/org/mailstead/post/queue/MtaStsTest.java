package org.mailstead.post.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.store.MemoryEngine;
import org.mailstead.wire.CertificateFiles;
import org.mailstead.wire.Certificates;
import org.mailstead.wire.Connector;
import org.mailstead.wire.SelfSigned;

/** Domains that say which servers are theirs (RFC 8461). */
@Timeout(60)
class MtaStsTest {
  private static final String TEXT = "Subject: hello\r\n\r\nHi\r\n";
  private static final String SENT = "Received: from here\r\n" + TEXT;
  private static final String ZONE =
      """
      one.test. IN MX 10 mx.one.test.
      mx.one.test. IN A 127.0.0.2
      mta-sts.one.test. IN A 127.0.0.3
      two.test. IN MX 10 mx.one.test.
      """;
  private static final String RECORD = "_mta-sts.one.test. IN TXT \"v=STSv1; id=1;\"\n";

  @TempDir Path home;
  private Certificates trusted;
  private KeyStore authorities;
  private House house;

  @BeforeEach
  void prepare() throws Exception {
    trusted = certificates("mx.one.test", "mta-sts.one.test");
    authorities = KeyStore.getInstance("PKCS12");
    authorities.load(null, null);
    authorities.setCertificateEntry("one", trusted.inUse().getFirst());
    house = new House(home.resolve("h"), new MemoryEngine(InstantSource.system()));
  }

  private Certificates certificates(String... names) throws Exception {
    var files = new CertificateFiles(home.resolve("chain.pem"), home.resolve("key.pem"));
    SelfSigned.write(List.of(names), files, InstantSource.system());
    return new Certificates(List.of(files));
  }

  private static OtherServer server() throws Exception {
    return new OtherServer("127.0.0.2", 0);
  }

  private Mailroom room(OtherServer other, PolicyServer web, String zone) throws Exception {
    return new Mailroom(
        house,
        QueueConfig.of("mx.example.test", other.port(), true),
        new org.mailstead.wire.dns.ZoneFileResolver(
            new java.io.ByteArrayInputStream(
                zone.getBytes(java.nio.charset.StandardCharsets.UTF_8)),
            false),
        wire -> new Connector(wire, authorities),
        web.port());
  }

  private static void send(Mailroom room, String id) throws Exception {
    room.queue.accept(room.house.mail(id, TEXT, House.outside("x@one.test")));
    room.settle();
  }

  private static String why(Mailroom room) {
    var to = room.queue.control().list(100).getLast().recipients().getFirst();
    assertEquals(QueuedMessage.State.WAITING, to.state());
    assertEquals("4.7.5", to.last().orElseThrow().status());
    return to.last().orElseThrow().text();
  }

  @Test
  void aServerThatThePolicyNamesGetsTheMail() throws Exception {
    try (var other = server().encrypts(trusted.context());
        var web = new PolicyServer(trusted.context()).policy("enforce", "*.one.test");
        var room = room(other, web, ZONE + RECORD)) {
      send(room, "q1");
      send(room, "q2");
      assertEquals(List.of(SENT, SENT), other.messages());
      assertEquals(1, web.visits.get());
    }
  }

  @Test
  void aServerThatItDoesNotNameGetsNothing() throws Exception {
    try (var other = server().encrypts(trusted.context());
        var web = new PolicyServer(trusted.context()).policy("enforce", "mail.one.test");
        var room = room(other, web, ZONE + RECORD)) {
      send(room, "q1");
      assertEquals(List.of(), other.commands());
      assertEquals("MTA-STS: the policy of the domain does not name mx.one.test", why(room));
    }
  }

  @Test
  void anUnknownCertificateAndClearTextAreRefused() throws Exception {
    var stranger = certificates("mx.one.test");
    try (var other = server().encrypts(stranger.context());
        var web = new PolicyServer(trusted.context()).policy("enforce", "mx.one.test");
        var room = room(other, web, ZONE + RECORD)) {
      send(room, "q1");
      assertEquals(List.of(), other.messages());
      assertTrue(why(room).startsWith("MTA-STS: "), why(room));
    }
    try (var other = server();
        var web = new PolicyServer(trusted.context()).policy("enforce", "mx.one.test");
        var room = room(other, web, ZONE + RECORD)) {
      send(room, "q2");
      assertEquals(List.of(), other.messages());
      assertEquals("MTA-STS: the server does not offer STARTTLS", why(room));
    }
  }

  @Test
  void testingHindersNothing() throws Exception {
    try (var other = server();
        var web = new PolicyServer(trusted.context()).policy("testing", "mail.one.test");
        var room = room(other, web, ZONE + RECORD)) {
      send(room, "q1");
      assertEquals(List.of(SENT), other.messages());
      assertEquals(1, web.visits.get());
    }
  }

  @Test
  void aPolicyIsRememberedAcrossARestartWhenItsSourceIsCutOff() throws Exception {
    try (var other = server();
        var web = new PolicyServer(trusted.context()).policy("enforce", "mx.one.test")) {
      try (var room = room(other, web, ZONE + RECORD)) {
        send(room, "q1");
      }
      web.answers("HTTP/1.1 500 x\r\n\r\n");
      try (var room = room(other, web, ZONE)) {
        send(room, "q2");
        assertEquals(List.of(), other.messages());
        room.later(Duration.ofDays(8));
        room.settle();
        assertEquals(SENT, other.messages().getFirst());
      }
    }
  }

  @Test
  void aPolicyThatCannotBeHadHindersNothingAndIsNotAskedForAllTheTime() throws Exception {
    var stranger = certificates("mta-sts.one.test");
    for (var context : List.of(trusted.context(), stranger.context())) {
      try (var other = server();
          var web =
              new PolicyServer(context)
                  .answers("HTTP/1.1 302 x\r\nLocation: https://two.test/\r\n\r\n");
          var room = room(other, web, ZONE + RECORD)) {
        room.queue.accept(house.mail("a" + web.port(), TEXT, House.outside("x@one.test")));
        room.queue.accept(house.mail("b" + web.port(), TEXT, House.outside("x@one.test")));
        room.settle();
        assertEquals(List.of(SENT, SENT), other.messages());
        assertTrue(web.visits.get() <= 1);
      }
    }
  }

  @Test
  void aNewRecordMakesThePolicyFetchedAgain() throws Exception {
    try (var other = server();
        var web = new PolicyServer(trusted.context()).policy("enforce", "mx.one.test")) {
      try (var room = room(other, web, ZONE + RECORD)) {
        send(room, "q1");
        assertEquals(List.of(), other.messages());
      }
      web.policy("none", "mx.one.test");
      try (var room = room(other, web, ZONE + RECORD.replace("id=1", "id=2"))) {
        send(room, "q2");
        assertEquals(List.of(SENT), other.messages());
      }
    }
  }

  @Test
  void aPolicyInUseIsRenewedEachDay() throws Exception {
    try (var other = server().encrypts(trusted.context());
        var web = new PolicyServer(trusted.context()).policy("enforce", "mx.one.test");
        var room = room(other, web, ZONE + RECORD)) {
      send(room, "q1");
      room.later(Duration.ofDays(1));
      room.settle();
      assertEquals(2, web.visits.get());
      room.later(Duration.ofDays(1));
      room.settle();
      assertEquals(3, web.visits.get());
    }
  }

  @Test
  void whoIsSlowWithAPolicyKeepsNobodyElseWaiting() throws Exception {
    try (var other = server().encrypts(trusted.context());
        var web = new PolicyServer(trusted.context()).policy("enforce", "mx.one.test");
        var room = room(other, web, ZONE + RECORD)) {
      web.isSilent(true);
      for (int i = 0; i < 300; i++) {
        room.queue.accept(house.mail("slow" + i, TEXT, House.outside("x@one.test")));
      }
      Mailroom.await(() -> web.visits.get() > 0);
      room.queue.accept(house.mail("q2", TEXT, House.outside("x@two.test")));
      Mailroom.await(() -> other.messages().size() == 1);
      assertEquals(1, web.visits.get());
      web.isSilent(false);
      room.settle();
      assertEquals(301, other.messages().size());
    }
  }
}

package org.mailstead.post.queue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.post.QueuedMail;
import org.mailstead.post.route.Route;
import org.mailstead.post.route.Scope;
import org.mailstead.post.route.Source;
import org.mailstead.store.MemoryEngine;
import org.mailstead.testkit.ScramClient;
import org.mailstead.wire.CertificateFiles;
import org.mailstead.wire.Certificates;
import org.mailstead.wire.Connector;
import org.mailstead.wire.SelfSigned;

/** Mail that takes a way that the operator set. */
@Timeout(60)
class RouteTest {
  private static final String TEXT = "Subject: hello\r\n\r\nHi\r\n";
  private static final String SENT = "Received: from here\r\n" + TEXT;
  private static final Route.Login LOGIN =
      new Route.Login("us=er", new Route.Secret.Kept("pen\u00e9cil"));
  private static final String ZONE =
      """
      one.test. IN MX 10 mx.one.test.
      two.test. IN MX 10 mx.one.test.
      mx.one.test. IN A 127.0.0.2
      relay.test. IN A 127.0.0.3
      relays.test. IN A 127.0.0.3
      relays.test. IN A 127.0.0.9
      """;

  @TempDir Path home;
  private Certificates certificates;
  private House house;

  @BeforeEach
  void prepare() throws Exception {
    var files = new CertificateFiles(home.resolve("chain.pem"), home.resolve("key.pem"));
    SelfSigned.write(List.of("relay.test", "relays.test"), files, InstantSource.system());
    certificates = new Certificates(List.of(files));
    house = new House(home.resolve("h"), new MemoryEngine(InstantSource.system()));
  }

  private static OtherServer relay() throws IOException {
    return new OtherServer("127.0.0.3", 0);
  }

  /**
   * @param port where the recipients' own servers listen
   */
  private Mailroom room(int port, boolean trusted) throws Exception {
    var authorities = KeyStore.getInstance("PKCS12");
    authorities.load(null, null);
    if (trusted) {
      authorities.setCertificateEntry("one", certificates.inUse().getFirst());
    }
    return new Mailroom(
        house,
        QueueConfig.of("mx.example.test", port, true),
        new SignedDns(ZONE),
        wire -> new Connector(wire, authorities),
        443);
  }

  private static Route.Exit by(OtherServer relay, Route.Tls tls, boolean orDirect) {
    return by(relay.port(), tls, Optional.empty(), orDirect);
  }

  private static Route.Exit by(
      int port, Route.Tls tls, Optional<Route.Login> login, boolean orDirect) {
    String host = tls == Route.Tls.NONE ? "127.0.0.3" : "relay.test";
    return new Route.Exit.Relay(host, port, tls, login, orDirect);
  }

  private static void all(Mailroom room, Route.Exit exit) {
    room.queue.routes().put(Scope.ALL, exit, Route.Pool.ANY);
  }

  private void send(Mailroom room, String id, String... to) throws Exception {
    QueuedMail.To[] outside = Arrays.stream(to).map(House::outside).toArray(QueuedMail.To[]::new);
    room.queue.accept(house.mail(id, TEXT, outside));
    room.settle();
  }

  private static QueuedMessage.Answer last(Mailroom room, String id) throws IOException {
    return room.queue
        .control()
        .show(id)
        .orElseThrow()
        .message()
        .recipients()
        .getFirst()
        .last()
        .orElseThrow();
  }

  @Test
  void aRelayTakesOneMessageForAllDomains() throws Exception {
    try (var relay = relay().encrypts(certificates.context());
        var room = room(1, true)) {
      all(room, by(relay, Route.Tls.STARTTLS, false));
      send(room, "q1", "x@one.test", "y@two.test", "z@nowhere.test");
      assertEquals(List.of(SENT), relay.messages());
      assertTrue(relay.commands().contains("STARTTLS"), relay.commands().toString());
      assertTrue(relay.commands().contains("RCPT TO:<z@nowhere.test>"));
      assertEquals("EHLO mx.example.test", relay.commands().getFirst());
    }
  }

  @Test
  void aRelayThatIsNotEncryptedOrNotTheOneThatIsMeantGetsNothing() throws Exception {
    try (var relay = relay();
        var room = room(1, true)) {
      all(room, by(relay, Route.Tls.STARTTLS, true));
      send(room, "q1", "x@one.test");
      assertEquals(List.of(), relay.messages());
      assertEquals("4.7.5", last(room, "q1").status());
    }
    try (var relay = relay().encrypts(certificates.context());
        var room = room(1, false)) {
      all(room, by(relay.port(), Route.Tls.STARTTLS, Optional.of(LOGIN), false));
      QueuedMail mail = house.mail("q2", TEXT, House.outside("x@one.test"));
      // That it may go without encryption does not mean that a password may.
      room.queue.accept(
          new QueuedMail(
              mail.id(),
              mail.returnPath(),
              mail.body(),
              mail.prefix(),
              mail.sender(),
              mail.arrived(),
              mail.options().with(QueuedMail.Tls.OPTIONAL),
              mail.recipients()));
      room.settle();
      assertEquals(List.of(), relay.messages());
      assertFalse(relay.commands().toString().contains("AUTH"), relay.commands().toString());
      assertEquals("4.7.5", last(room, "q2").status());
    }
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  @Test
  void itSignsInFromTheFirstOctetOnWithPlain() throws Exception {
    try (var relay = relay().encryptsAtOnce(certificates.context()).offers("AUTH=LOGIN=PLAIN");
        var room = room(1, true)) {
      all(room, by(relay.port(), Route.Tls.IMPLICIT, Optional.of(LOGIN), false));
      send(room, "q1", "x@one.test");
      assertEquals(List.of(SENT), relay.messages());
      assertEquals("AUTH PLAIN " + base64("\0us=er\0pen\u00e9cil"), relay.commands().get(1));
      assertFalse(relay.commands().contains("STARTTLS"));
    }
  }

  @Test
  void itSignsInWithLoginAndAPasswordFromAFile() throws Exception {
    Path file = home.resolve("secret");
    Files.writeString(file, "one\nmore\n");
    UnaryOperator<String> answers =
        line -> line.startsWith("AUTH") || line.equals(base64("user")) ? "334 go" : "";
    try (var relay = relay().offers("AUTH=LOGIN").answers(answers);
        var room = room(1, true)) {
      var login = new Route.Login("user", new Route.Secret.InFile(file));
      all(room, by(relay.port(), Route.Tls.NONE, Optional.of(login), false));
      send(room, "q1", "x@one.test");
      assertEquals(List.of(SENT), relay.messages());
      assertEquals(
          List.of("AUTH LOGIN", base64("user"), base64("one")), relay.commands().subList(1, 4));
    }
  }

  /** A relay that knows SCRAM, and perhaps not the password. */
  private static UnaryOperator<String> scram(String password) {
    var asked = new ScramClient[1];
    return line -> {
      try {
        if (line.startsWith("AUTH SCRAM-SHA-256 ")) {
          String first = new String(Base64.getDecoder().decode(line.substring(19)), UTF_8);
          String nonce = first.substring(first.indexOf(",r=") + 3);
          asked[0] = new ScramClient("n,,", new byte[0], "us=er", password, nonce);
          return "334 " + base64("r=" + nonce + "more,s=" + base64("salt") + ",i=4096");
        }
        if (asked[0] != null && line.length() > 80) {
          String given = new String(Base64.getDecoder().decode(line), UTF_8);
          String nonce = given.substring(given.indexOf("r=") + 2, given.indexOf(",p="));
          var _ = asked[0].last("r=" + nonce + ",s=" + base64("salt") + ",i=4096");
          return "334 " + base64(asked[0].expected());
        }
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
      return line.isEmpty() ? "235 2.7.0 in" : "";
    };
  }

  @Test
  void scramGoesBeforeAllAndTheRelayProvesThatItKnowsThePassword() throws Exception {
    String offer = "AUTH=PLAIN=SCRAM-SHA-256=LOGIN";
    try (var relay =
            relay().encrypts(certificates.context()).offers(offer).answers(scram("pen\u00e9cil"));
        var room = room(1, true)) {
      all(room, by(relay.port(), Route.Tls.STARTTLS, Optional.of(LOGIN), false));
      send(room, "q1", "x@one.test");
      assertEquals(List.of(SENT), relay.messages());
    }
    try (var relay =
            relay().encrypts(certificates.context()).offers(offer).answers(scram("other"));
        var room = room(1, true)) {
      all(room, by(relay.port(), Route.Tls.STARTTLS, Optional.of(LOGIN), true));
      send(room, "q2", "x@one.test");
      assertEquals(List.of(), relay.messages());
      assertTrue(last(room, "q2").text().contains("does not prove"), last(room, "q2").text());
    }
  }

  @Test
  void whoIsNotLetInWaitsAndIsNotToldBack() throws Exception {
    try (var mx = new OtherServer("127.0.0.2", 0);
        var relay =
            relay()
                .encrypts(certificates.context())
                .offers("AUTH=PLAIN")
                .answers(line -> line.startsWith("AUTH") ? "535 5.7.8 no" : "");
        var room = room(mx.port(), true)) {
      all(room, by(relay.port(), Route.Tls.STARTTLS, Optional.of(LOGIN), true));
      send(room, "q1", "x@one.test");
      assertEquals("4.7.8", last(room, "q1").status());
      assertTrue(last(room, "q1").text().contains("535 5.7.8 no"), last(room, "q1").text());
      assertEquals(List.of(), mx.messages());
      assertEquals(List.of(), house.inbox(house.ada));
    }
  }

  @Test
  void aRelayThatRefusesIsNotPassedByBecauseItsOtherAddressIsDead() throws Exception {
    try (var mx = new OtherServer("127.0.0.2", 0);
        var relay =
            relay()
                .encrypts(certificates.context())
                .offers("AUTH=PLAIN")
                .answers(line -> line.startsWith("AUTH") ? "535 5.7.8 no" : "");
        var room = room(mx.port(), true)) {
      all(
          room,
          new Route.Exit.Relay(
              "relays.test", relay.port(), Route.Tls.STARTTLS, Optional.of(LOGIN), true));
      send(room, "q1", "x@one.test");
      assertEquals("4.7.8", last(room, "q1").status());
      assertEquals(List.of(), mx.messages());
    }
  }

  @Test
  void onThisMachineItSignsInAlsoWhereEncryptionIsOfferedAndDoesNotWork() throws Exception {
    try (var relay = relay().breaksTls().offers("AUTH=PLAIN");
        var room = room(1, true)) {
      all(room, by(relay.port(), Route.Tls.NONE, Optional.of(LOGIN), false));
      send(room, "q1", "x@one.test");
      assertEquals(List.of(SENT), relay.messages());
      assertTrue(relay.commands().toString().contains("AUTH PLAIN"), relay.commands().toString());
    }
  }

  @Test
  void onlyWhereItsRouteAllowsItMailGoesPastARelayThatIsNotReached() throws Exception {
    try (var mx = new OtherServer("127.0.0.2", 0);
        var room = room(mx.port(), true)) {
      all(room, by(1, Route.Tls.STARTTLS, Optional.empty(), false));
      send(room, "q1", "x@one.test");
      assertEquals(List.of(), mx.messages());
      assertEquals("4.4.1", last(room, "q1").status());
      all(room, by(1, Route.Tls.STARTTLS, Optional.empty(), true));
      send(room, "q2", "x@one.test", "y@two.test");
      assertEquals(List.of(SENT, SENT), mx.messages());
      room.queue.traces().flush();
      assertTrue(room.queue.traces().find("q2").toString().contains("go past it: relay.test:1"));
    }
  }

  @Test
  void theRouteThatSaysMostCountsAtOnce() throws Exception {
    try (var mx = new OtherServer("127.0.0.2", 0);
        var relay = relay();
        var room = room(mx.port(), true)) {
      all(room, by(relay, Route.Tls.NONE, false));
      var direct = new Route.Exit.Direct();
      room.queue.routes().put(new Scope("", "one.test"), direct, Route.Pool.ANY);
      send(room, "q1", "x@one.test", "y@two.test");
      assertEquals(List.of(SENT), mx.messages());
      assertEquals(List.of(SENT), relay.messages());
      assertTrue(room.queue.routes().remove(new Scope("", "one.test")));
      send(room, "q2", "x@one.test");
      assertEquals(2, relay.messages().size());
      // By the sender's domain; ada is of example.test.
      room.queue.routes().put(new Scope("example.test", ""), direct, Route.Pool.ANY);
      send(room, "q3", "x@one.test");
      assertEquals(2, mx.messages().size());
    }
  }

  private static Route.Pool pool(boolean turns, String... sources) {
    return new Route.Pool(
        Arrays.stream(sources).map(text -> Source.parse(text).orElseThrow()).toList(),
        "pool.test",
        turns);
  }

  @Test
  void aPoolSendsFromItsAddressesUnderTheirNames() throws Exception {
    try (var mx = new OtherServer("127.0.0.2", 0);
        var room = room(mx.port(), true)) {
      var direct = new Route.Exit.Direct();
      room.queue
          .routes()
          .put(Scope.ALL, direct, pool(true, "127.0.0.5", "127.0.0.6=six.test", "::1"));
      for (int i = 0; i < 4; i++) {
        // What a connection that is still open brings is no new turn.
        mx.answers(line -> line.equals("END") ? "421 enough" : "");
        send(room, "q" + i, "x@one.test");
        room.later(Duration.ofMinutes(2));
      }
      assertEquals(2, new HashSet<>(mx.clients).size(), mx.clients.toString());
      assertTrue(mx.commands().contains("EHLO pool.test"), mx.commands().toString());
      assertTrue(mx.commands().contains("EHLO six.test"), mx.commands().toString());
    }
  }

  @Test
  void aDestinationSeesOneAddressOnly() throws Exception {
    var usual = new Manners.Usual(25, "mx.example.test");
    var pool = pool(false, "192.0.2.1", "192.0.2.2", "192.0.2.3", "2001:db8::1");
    var route = new Route(Scope.ALL, new Route.Exit.Direct(), pool, 7);
    var outlet = new Outlet(Optional.of(route));
    var seen = new HashSet<InetAddress>();
    for (int i = 0; i < 50; i++) {
      var manners = new Manners(outlet, "d" + i + ".test", usual);
      InetAddress four = InetAddress.ofLiteral("198.51.100.1");
      var first = manners.to(four).orElseThrow();
      assertEquals(first, manners.to(four).orElseThrow());
      seen.add(first.source().orElseThrow());
      var six = manners.to(InetAddress.ofLiteral("2001:db8::2")).orElseThrow();
      assertEquals(InetAddress.ofLiteral("2001:db8::1"), six.source().orElseThrow());
    }
    assertEquals(3, seen.size());
    var fours = new Route(Scope.ALL, route.exit(), pool(false, "192.0.2.1"), 8);
    assertEquals(
        Optional.empty(),
        new Manners(new Outlet(Optional.of(fours)), "d", usual)
            .to(InetAddress.ofLiteral("2001:db8::2")));
  }

  @Test
  void anAddressThatThisMachineHasNotIsNamed() throws Exception {
    try (var mx = new OtherServer("127.0.0.2", 0);
        var room = room(mx.port(), true)) {
      room.queue.routes().put(Scope.ALL, new Route.Exit.Direct(), pool(false, "192.0.2.1"));
      send(room, "q1", "x@one.test");
      assertTrue(
          last(room, "q1").text().contains("has no address 192.0.2.1"), last(room, "q1").text());
      room.queue.routes().put(Scope.ALL, new Route.Exit.Direct(), pool(false, "::1"));
      send(room, "q2", "x@two.test");
      assertEquals("4.4.4", last(room, "q2").status());
    }
  }

  @Test
  void whatOneRouteLearnsOfAServerIsNotTrueOfAnother() throws Exception {
    try (var mx = new OtherServer("127.0.0.2", 0);
        var room = room(mx.port(), true)) {
      var direct = new Route.Exit.Direct();
      room.queue.routes().put(Scope.ALL, direct, pool(false, "127.0.0.5"));
      send(room, "q1", "x@one.test");
      room.queue.routes().put(new Scope("example.test", ""), direct, pool(false, "127.0.0.6"));
      send(room, "q2", "x@one.test");
      assertEquals(List.of("127.0.0.5", "127.0.0.6"), mx.clients);
      assertEquals(
          List.of("one.test by route 1", "one.test by route 2"),
          room.queue.control().destinations(10).stream()
              .map(DestinationState::domain)
              .sorted()
              .toList());
    }
  }

  @Test
  void aProbeGoesAllTheWayAndSendsNothing() throws Exception {
    try (var relay = relay().encrypts(certificates.context()).offers("AUTH=PLAIN");
        var room = room(1, true)) {
      all(room, by(relay.port(), Route.Tls.STARTTLS, Optional.of(LOGIN), false));
      List<String> told = room.queue.probe("example.test", "one.test");
      assertTrue(told.getLast().endsWith("mail would be given to it"), told.toString());
      assertTrue(told.toString().contains("signed in as us=er"), told.toString());
      assertFalse(told.toString().contains("cil"), told.toString());
      assertFalse(relay.commands().toString().contains("MAIL"), relay.commands().toString());
      room.queue.routes().remove(Scope.ALL);
      assertTrue(room.queue.probe("", "one.test").getFirst().startsWith("no route is set"));
    }
  }
}

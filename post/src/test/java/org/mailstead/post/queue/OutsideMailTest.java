package org.mailstead.post.queue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailstead.identity.signin.Alert;
import org.mailstead.identity.signin.RecoveryMail;
import org.mailstead.post.security.OutsideMail;
import org.mailstead.store.MemoryEngine;
import org.mailstead.wire.Connector;
import org.mailstead.words.EmailAddress;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** What is written to addresses that people have named for the day when a password is lost. */
@Timeout(60)
class OutsideMailTest {
  private static final String ZONE =
      """
      one.test. IN MX 10 mx.one.test.
      mx.one.test. IN A 127.0.0.2
      """;
  private static final Instant UNTIL = Instant.parse("2026-03-02T09:30:00Z");
  private static final EmailAddress AT_ONE = House.address("ada@one.test");

  @TempDir Path home;
  private House house;

  @BeforeEach
  void prepare() throws Exception {
    house = new House(home.resolve("h"), new MemoryEngine(InstantSource.system()));
  }

  private Mailroom room(int port) throws Exception {
    return new Mailroom(
        house,
        QueueConfig.of("mx.example.test", port, true),
        new SignedDns(ZONE),
        Connector::new,
        443);
  }

  private OwnMail own(Mailroom room) {
    return new OwnMail(house.post, room.queue, house.directory, house.clock);
  }

  private OutsideMail outside(Mailroom room) {
    return new OutsideMail(
        own(room),
        "mx.example.test",
        "https://mx.example.test/account",
        "https://mx.example.test/signin/reset",
        house.clock);
  }

  /** Waits until Bob has as many messages. */
  private List<String> bobHas(Mailroom room, int count) throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (System.nanoTime() < end && house.inbox(house.bob).size() < count) {
      room.settle();
      Thread.sleep(20);
    }
    return house.inbox(house.bob);
  }

  @Test
  void aWayGoesToAnotherServerWithoutAReturnPath() throws Exception {
    try (var other = new OtherServer("127.0.0.2", 0);
        var room = room(other.port())) {
      var way = new RecoveryMail.Letter.Way("A1.b2.c3", UNTIL, "198.51.100.9");
      outside(room).send(house.ada, AT_ONE, way);
      long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
      while (System.nanoTime() < end && other.messages().isEmpty()) {
        room.settle();
        Thread.sleep(20);
      }
      String message = other.messages().getFirst();
      assertTrue(message.contains("<postmaster@example.test>"), message);
      assertTrue(message.contains("\r\nTo: ada@one.test\r\n"), message);
      assertTrue(message.contains("Auto-Submitted: auto-generated"), message);
      assertTrue(message.contains("https://mx.example.test/signin/reset#A1.b2.c3"), message);
      assertTrue(message.contains("2026-03-02 09:30 UTC"), message);
      assertTrue(message.contains("198.51.100.9"), message);
      String commands = other.commands().toString();
      assertTrue(commands.contains("MAIL FROM:<>"), commands);
      assertTrue(commands.contains("RCPT TO:<ada@one.test>"), commands);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"en", "de", "es", "fr", "pt", "xx"})
  void eachSpeaksTheLanguageOfTheAccount(String language) throws Exception {
    house.speaks(house.ada, language);
    var ada = house.directory.account(house.ada.id()).orElseThrow();
    try (var room = room(1)) {
      OutsideMail outside = outside(room);
      EmailAddress bob = house.bob.address();
      outside.send(ada, bob, new RecoveryMail.Letter.Code("012345", UNTIL));
      String code = bobHas(room, 1).getFirst();
      outside.send(ada, bob, new RecoveryMail.Letter.Way("T", UNTIL, "198.51.100.9"));
      String way = bobHas(room, 2).getLast();
      var alert = new Alert.RecoveryAddress("", "198.51.100.9");
      outside.send(ada, bob, new RecoveryMail.Letter.Told(alert));
      String told = bobHas(room, 3).getLast();
      for (String message : List.of(code, way, told)) {
        String text = text(message);
        assertTrue(text.contains("ada@example.test"), text);
        assertFalse(Pattern.compile("\\{\\d}|''").matcher(text).find(), text);
      }
      assertTrue(text(code).contains("012345"), code);
      assertTrue(text(way).contains("/signin/reset#T\r\n"), way);
      String mark =
          switch (language) {
            case "de" -> "Adresse";
            case "es" -> "dirección";
            case "fr" -> "adresse";
            case "pt" -> "endereço";
            default -> "address";
          };
      assertTrue(text(told).contains(mark), told);
    }
  }

  /** The text as it is read: quoted-printable undone (RFC 2045), or its lines joined (RFC 3676). */
  private static String text(String message) {
    String body = message.substring(message.indexOf("\r\n\r\n") + 4);
    if (!message.contains("quoted-printable")) {
      return body.replace(" \r\n", " ");
    }
    var out = new ByteArrayOutputStream();
    String joined = body.replace("=\r\n", "");
    for (int i = 0; i < joined.length(); i++) {
      if (joined.charAt(i) == '=') {
        out.write(HexFormat.fromHexDigits(joined, i + 1, i + 3));
        i += 2;
      } else {
        out.write(joined.charAt(i));
      }
    }
    return out.toString(UTF_8);
  }

  @Test
  void nobodyThereIsToldToWhoeverAsked() throws Exception {
    try (var room = room(1)) {
      var nobody =
          new OwnMail.Letter(
              "q1", Optional.empty(), Optional.empty(), House.address("nobody@example.test"));
      Problem problem =
          assertThrows(Refused.class, () -> own(room).send(nobody, new byte[0])).problem();
      assertEquals(Problem.Kind.NOT_FOUND, problem.kind());
    }
  }
}

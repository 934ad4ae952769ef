package org.mailstead.smtp;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.filter.hook.Hooks;
import org.mailstead.filter.origin.Handling;
import org.mailstead.filter.verdict.Scale;
import org.mailstead.wire.dns.ZoneFileResolver;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** What a network may do at port 25. */
class DoorTest {
  private static final InetAddress ONE = InetAddress.ofLiteral("2001:db8::1");
  private static final InetAddress SAME = InetAddress.ofLiteral("2001:db8::ffff:1");
  private static final InetAddress OTHER = InetAddress.ofLiteral("192.0.2.1");
  private static final InetAddress OURS = InetAddress.ofLiteral("10.0.0.1");

  @TempDir Path folder;

  private Instant now = Instant.parse("2026-01-02T03:04:05Z");

  private Door door(int messages, int unknown) {
    return new Door(() -> new DoorConfig(messages, 0, 0, unknown, true), OURS::equals, () -> now);
  }

  private static void refused(Runnable what) {
    Refused e = assertThrows(Refused.class, what::run);
    assertEquals(Problem.Kind.BUSY, e.problem().kind());
    assertEquals(451, Reply.of(e.problem()).code());
  }

  @Test
  void messagesAreCountedByNetwork() {
    Door door = door(2, 0);
    door.message(ONE);
    door.message(SAME);
    refused(() -> door.message(ONE));
    assertDoesNotThrow(() -> door.message(OTHER));
    now = now.plus(Duration.ofMinutes(30));
    assertDoesNotThrow(() -> door.message(ONE));
    refused(() -> door.message(SAME));
  }

  @Test
  void recipientsAndOctetsAreCountedToo() {
    var door = new Door(() -> new DoorConfig(0, 2, 1, 0, true), OURS::equals, () -> now);
    door.recipient(ONE);
    door.recipient(SAME);
    refused(() -> door.recipient(ONE));
    door.message(ONE);
    door.octets(ONE, 1 << 19);
    door.message(ONE);
    door.octets(ONE, 50 << 20);
    refused(() -> door.message(SAME));
    assertDoesNotThrow(() -> door.message(OTHER));
    door.octets(OURS, 50 << 20);
    assertDoesNotThrow(() -> door.message(OURS));
    now = now.plus(Duration.ofMinutes(30));
    assertDoesNotThrow(() -> door.message(ONE), "it fills again");
  }

  @Test
  void ourOwnAndWhomNothingIsSaidOfHaveNoLimit() {
    Door door = door(1, 1);
    Door open = door(0, 0);
    for (int i = 0; i < 100; i++) {
      door.message(OURS);
      door.unknownRecipient(OURS);
      door.recipient(OURS);
      open.message(ONE);
      open.unknownRecipient(ONE);
      open.recipient(ONE);
    }
  }

  @Test
  void privateNetworksHaveNoLimitsByDefault() {
    var door = new Door(() -> new DoorConfig(1, 0, 0, 1, false), _ -> false, () -> now);
    door.message(OURS);
    assertDoesNotThrow(() -> door.message(OURS));
    door.message(OTHER);
    refused(() -> door.message(OTHER));
  }

  @Test
  void whoErrsOftenWaits() {
    Door door = door(1, 1);
    assertEquals(Duration.ZERO, door.pause(ONE, 3));
    assertEquals(Duration.ofSeconds(1), door.pause(ONE, 4));
    assertEquals(Duration.ofSeconds(10), door.pause(ONE, 19));
    assertEquals(Duration.ZERO, door.pause(OURS, 19));
  }

  private static void ask(Talk talk, String address, String reply) throws IOException {
    talk.ask("RCPT TO:<" + address + ">", reply);
  }

  /** Guessing ends in an answer that tells nothing. */
  @Test
  void whoGuessesFindsOutNothingMore() throws Exception {
    var nothing = new ZoneFileResolver(new ByteArrayInputStream(new byte[0]), false);
    ProvenanceConfig strict =
        TestServer.checking(
            nothing, Handling.DEFAULT, Scale.DEFAULT, Hooks.NONE, new DoorConfig(0, 0, 0, 3, true));
    try (var server = new TestServer(SmtpConfig.Service.INBOUND, folder, false, strict);
        Talk talk = server.talk().hello()) {
      talk.ask("MAIL FROM:<eve@x.test>", "250");
      ask(talk, "ada@example.test", "250");
      ask(talk, "a@example.test", "550 5.1.1");
      ask(talk, "b@example.test", "550 5.1.1");
      ask(talk, "c@example.test", "550 5.1.1");
      String later = "451 4.7.1 your network has asked for too many unknown addresses";
      ask(talk, "bob@example.test", later);
      ask(talk, "d@example.test", later);
      try (Talk another = server.talk().hello()) {
        another.ask("MAIL FROM:<eve@x.test>", "250");
        ask(another, "ada@example.test", later);
      }
    }
  }
}

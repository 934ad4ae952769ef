package org.mailstead.post.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mail to other servers. */
class OutboundTest {
  private static final String TEXT = "Subject: hello\r\n\r\nHi\r\n";
  private static final String SENT = "Received: from here\r\n" + TEXT;

  @TempDir Path home;

  private OtherServer server() throws Exception {
    return new OtherServer("127.0.0.2", 0);
  }

  @Test
  void recipientsOfOneDomainShareATransaction() throws Exception {
    try (var other = server().offers("PIPELINING SIZE=100000 8BITMIME");
        var room = new Mailroom(home, other.port())) {
      room.queue.accept(
          room.house.mail("q1", TEXT, House.outside("x@one.test"), House.outside("y@one.test")));
      room.settle();
      assertEquals(List.of(SENT), other.messages());
      assertEquals(
          List.of(
              "EHLO mx.example.test",
              "MAIL FROM:<ada@example.test> SIZE=" + SENT.length(),
              "RCPT TO:<x@one.test>",
              "RCPT TO:<y@one.test>",
              "DATA"),
          other.commands());
      assertEquals(List.of(), room.queue.control().list(1000));
    }
  }

  @Test
  void aDotLineInsideAMessageArrivesAndEndsNothing() throws Exception {
    String text = "Subject: x\r\n\r\n.\r\n..\r\n.a\r\nb.\r\n\r\n.\r\nMAIL FROM:<evil@one.test>\r\n";
    try (var other = server();
        var room = new Mailroom(home, other.port())) {
      room.queue.accept(room.house.mail("q1", text, House.outside("x@one.test")));
      room.settle();
      assertEquals(List.of("Received: from here\r\n" + text), other.messages());
    }
  }

  @Test
  void loneLineEndsCannotHideADot() throws Exception {
    try (var other = server();
        var room = new Mailroom(home, other.port())) {
      String text = "Subject: x\r\n\r\na\n.\r\nb\r.\rc\r\n";
      room.queue.accept(room.house.mail("q1", text, House.outside("x@one.test")));
      room.settle();
      assertEquals(
          List.of("Received: from here\r\nSubject: x\r\n\r\na\r\n.\r\nb\r\n.\r\nc\r\n"),
          other.messages());
    }
  }

  @Test
  void aMessageWithoutLineEndGetsOne() throws Exception {
    try (var other = server();
        var room = new Mailroom(home, other.port())) {
      room.queue.accept(
          room.house.mail("q1", "Subject: x\r\n\r\nend", House.outside("x@one.test")));
      room.settle();
      assertEquals(List.of("Received: from here\r\nSubject: x\r\n\r\nend\r\n"), other.messages());
    }
  }

  @Test
  void theNextServerIsTriedWhenTheFirstIsDead() throws Exception {
    try (var other = server();
        var room = new Mailroom(home, other.port())) {
      room.queue.accept(room.house.mail("q1", TEXT, House.outside("x@two.test")));
      room.settle();
      assertEquals(List.of(SENT), other.messages());
    }
  }

  @Test
  void aDomainWithoutMxIsItsOwnServer() throws Exception {
    try (var other = server();
        var room = new Mailroom(home, other.port())) {
      room.queue.accept(room.house.mail("q1", TEXT, House.outside("x@plain.test")));
      room.settle();
      assertEquals(List.of(SENT), other.messages());
    }
  }

  @Test
  void anAddressLiteralNeedsNoDns() throws Exception {
    try (var other = server();
        var room = new Mailroom(home, other.port())) {
      room.queue.accept(room.house.mail("q1", TEXT, House.outside("x@[127.0.0.2]")));
      room.settle();
      assertEquals(List.of(SENT), other.messages());
    }
  }

  @Test
  void aTemporaryRefusalIsTriedAgainAfterAPause() throws Exception {
    try (var other = server().answers(c -> c.startsWith("RCPT") ? "450 4.2.1 not now" : "");
        var room = new Mailroom(home, other.port())) {
      room.queue.accept(room.house.mail("q1", TEXT, House.outside("x@one.test")));
      room.settle();
      var waiting = room.queue.control().list(1000).getFirst().recipients().getFirst();
      assertEquals(QueuedMessage.State.WAITING, waiting.state());
      assertEquals(1, waiting.attempts());
      var last = waiting.last().orElseThrow();
      assertEquals(450, last.code());
      assertEquals("4.2.1", last.status());
      assertEquals("4.2.1 not now", last.text());
      assertEquals("mx.one.test", last.host());
      var pause = Duration.between(room.house.clock.instant(), waiting.next().orElseThrow());
      assertTrue(pause.toSeconds() >= 240 && pause.toSeconds() <= 360, pause.toString());
      other.answers(_ -> "");
      room.later(Duration.ofMinutes(6));
      room.settle();
      assertEquals(List.of(SENT), other.messages());
      assertEquals(List.of(), room.queue.control().list(1000));
    }
  }

  @Test
  void aConnectionIsUsedForTheNextMessageToo() throws Exception {
    try (var other = server();
        var room = new Mailroom(home, other.port())) {
      room.queue.accept(room.house.mail("q1", TEXT, House.outside("x@one.test")));
      room.settle();
      room.queue.accept(room.house.mail("q2", TEXT, House.outside("y@one.test")));
      room.settle();
      assertEquals(1, other.visits.size());
      assertEquals(2, other.messages().size());
    }
  }

  private OtherServer refusing(String rcpt, String data) throws Exception {
    return server()
        .offers("PIPELINING")
        .answers(c -> c.startsWith("RCPT TO:<x") ? rcpt : c.startsWith("DATA") ? data : "");
  }

  /** RFC 2920 section 3.1: DATA is said before it is known whether anybody is there. */
  @ParameterizedTest
  @ValueSource(strings = {"", "554 5.5.1 no valid recipients"})
  void aMessageThatNobodyMayHaveIsNotSentAfterAll(String data) throws Exception {
    try (var other = refusing("550 5.1.1 nobody", data);
        var room = new Mailroom(home, other.port())) {
      room.queue.accept(room.house.mail("q1", TEXT, House.outside("x@one.test")));
      room.settle();
      assertEquals(SentMessage.Stage.FAILED, stage(room, "q1", 0));
      assertEquals(data.isEmpty() ? List.of("") : List.of(), other.messages());
      // The connection is good for the next one.
      other.answers(_ -> "");
      room.queue.accept(room.house.mail("q2", TEXT, House.outside("y@one.test")));
      room.settle();
      assertEquals(1, other.visits.size());
      assertEquals(SENT, other.messages().getLast());
    }
  }

  @Test
  void thoseWhoAreThereGetTheMessageWithoutTheOthers() throws Exception {
    try (var other = refusing("550 5.1.1 nobody", "");
        var room = new Mailroom(home, other.port())) {
      room.queue.accept(
          room.house.mail("q1", TEXT, House.outside("x@one.test"), House.outside("y@one.test")));
      room.settle();
      assertEquals(List.of(SENT), other.messages());
      assertEquals(SentMessage.Stage.FAILED, stage(room, "q1", 0));
      assertEquals(SentMessage.Stage.SENT, stage(room, "q1", 1));
    }
  }

  @Test
  void aServerThatClosesAtDataHasDecidedAboutRecipientsAllTheSame() throws Exception {
    try (var other = refusing("550 5.1.1 nobody", "421 4.3.2 going down");
        var room = new Mailroom(home, other.port())) {
      room.queue.accept(
          room.house.mail("q1", TEXT, House.outside("x@one.test"), House.outside("y@one.test")));
      room.settle();
      assertEquals(SentMessage.Stage.FAILED, stage(room, "q1", 0));
      assertEquals(SentMessage.Stage.DELAYED, stage(room, "q1", 1));
      other.answers(_ -> "");
      room.later(Duration.ofMinutes(6));
      room.settle();
      assertEquals(List.of(SENT), other.messages());
    }
  }

  private static SentMessage.Stage stage(Mailroom room, String id, int recipient) {
    return room.queue
        .kept(id)
        .map(SentMessage::of)
        .orElseThrow()
        .recipients()
        .get(recipient)
        .stage();
  }

  @Test
  void aServerWithoutEhloIsGreetedTheOldWay() throws Exception {
    try (var other = server().answers(c -> c.startsWith("EHLO") ? "500 what" : "");
        var room = new Mailroom(home, other.port())) {
      room.queue.accept(room.house.mail("q1", TEXT, House.outside("x@one.test")));
      room.settle();
      assertTrue(other.commands().contains("HELO mx.example.test"));
      assertEquals(List.of(SENT), other.messages());
    }
  }

  @Test
  void aConnectionThatBreaksAnywhereIsTriedAgainAndLosesNothing() throws Exception {
    for (String at : List.of("CONNECT", "EHLO", "MAIL", "RCPT", "DATA", "END")) {
      try (var other = server().answers(c -> c.startsWith(at) ? OtherServer.CUT : "");
          var room = new Mailroom(home.resolve(at), other.port())) {
        room.queue.accept(room.house.mail("q1", TEXT, House.outside("x@one.test")));
        room.settle();
        assertEquals(1, room.queue.control().list(1000).size(), at);
        other.answers(_ -> "");
        room.later(Duration.ofMinutes(6));
        room.settle();
        assertEquals(SENT, other.messages().getLast(), at);
        assertEquals(List.of(), room.queue.control().list(1000), at);
      }
    }
  }

  @Test
  void whileSendingIsOffMailIsHeldUntilItIsReleased() throws Exception {
    try (var other = server();
        var room =
            new Mailroom(
                new House(
                    home, new org.mailstead.store.MemoryEngine(java.time.InstantSource.system())),
                other.port(),
                false)) {
      room.queue.accept(
          room.house.mail("q1", TEXT, House.outside("x@one.test"), House.here(room.house.bob)));
      room.settle();
      assertEquals(1, room.house.inbox(room.house.bob).size());
      var held = room.queue.control().list(1000).getFirst().recipients();
      assertEquals(QueuedMessage.State.HELD, held.getFirst().state());
      assertEquals(List.of(), other.messages());
      assertTrue(room.queue.control().release("q1"));
      room.settle();
      assertEquals(List.of(SENT), other.messages());
      assertEquals(List.of(), room.queue.control().list(1000));
    }
  }
}

package org.mailstead.post.queue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.identity.AccountRemoval;
import org.mailstead.post.QueuedMail;
import org.mailstead.store.MemoryEngine;

/** What operators do with the queue, and what it does with mailboxes of ours that do not take. */
class ControlTest {
  private static final String TEXT = "Subject: hello\r\n\r\nHi\r\n";

  @TempDir Path home;

  private OtherServer busy() throws Exception {
    return new OtherServer("127.0.0.2", 0)
        .answers(c -> c.startsWith("RCPT") ? "451 4.2.0 busy" : "");
  }

  @Test
  void aHeldMessageStaysUntilItIsReleased() throws Exception {
    try (var other = busy();
        var room = new Mailroom(home, other.port())) {
      room.queue.accept(room.house.mail("q1", TEXT, House.outside("x@one.test")));
      room.settle();
      assertTrue(room.queue.control().hold("q1"));
      other.answers(_ -> "");
      room.later(Duration.ofHours(1));
      room.settle();
      assertTrue(room.queue.control().list(1000).getFirst().held());
      assertEquals(List.of(), other.messages());
      assertTrue(room.queue.control().release("q1"));
      room.settle();
      assertEquals(1, other.messages().size());
      assertFalse(room.queue.control().release("q1"));
    }
  }

  @Test
  void retryingNeedsNoWaiting() throws Exception {
    try (var other = busy();
        var room = new Mailroom(home, other.port())) {
      room.queue.accept(room.house.mail("q1", TEXT, House.outside("x@one.test")));
      room.settle();
      other.answers(_ -> "");
      assertEquals(1, room.queue.control().retryAll());
      room.settle();
      assertEquals(1, other.messages().size());
      assertEquals(List.of(), room.queue.control().list(1000));
    }
  }

  @Test
  void whatIsDeletedIsGoneAndNobodyIsTold() throws Exception {
    try (var other = busy();
        var room = new Mailroom(home, other.port())) {
      room.queue.accept(room.house.mail("q1", TEXT, House.outside("x@one.test")));
      room.settle();
      assertTrue(room.queue.control().delete("q1"));
      assertFalse(room.queue.control().delete("q1"));
      room.later(Duration.ofDays(6));
      room.settle();
      assertEquals(List.of(), room.queue.control().list(1000));
      assertEquals(List.of(), room.house.inbox(room.house.ada));
    }
  }

  @Test
  void aMessageIsShownWithItsHeader() throws Exception {
    try (var other = busy();
        var room = new Mailroom(home, other.port())) {
      room.queue.accept(room.house.mail("q1", TEXT, House.outside("x@one.test")));
      room.settle();
      QueueControl.Shown shown = room.queue.control().show("q1").orElseThrow();
      assertEquals("Received: from here\r\nSubject: hello\r\n", new String(shown.header(), UTF_8));
      assertEquals(House.address("ada@example.test"), shown.message().from().orElseThrow());
      assertTrue(room.queue.control().show("q2").isEmpty());
    }
  }

  @Test
  void theSameIdTwiceIsOneMessage() throws Exception {
    try (var other = busy();
        var room = new Mailroom(home, other.port())) {
      var mail = room.house.mail("q1", TEXT, House.here(room.house.bob));
      room.queue.accept(mail);
      room.queue.accept(mail);
      room.settle();
      room.queue.accept(mail);
      room.settle();
      assertEquals(1, room.house.inbox(room.house.bob).size());
    }
  }

  @Test
  void aFullMailboxIsTriedForDaysThenItsSenderIsTold() throws Exception {
    try (var other = busy();
        var room = new Mailroom(home, other.port())) {
      room.queue.accept(room.house.mail("q0", TEXT, House.here(room.house.bob)));
      room.settle();
      room.house.mayKeep(room.house.bob, 1);
      room.queue.accept(room.house.mail("q1", TEXT, House.here(room.house.bob)));
      room.queue.accept(room.house.mail("q2", TEXT, House.here(room.house.bob)));
      room.settle();
      var waiting = room.queue.control().list(1000).getFirst().recipients().getFirst();
      assertEquals("4.2.2", waiting.last().orElseThrow().status());
      assertTrue(room.queue.control().delete("q2"));
      room.later(Duration.ofDays(2));
      room.settle();
      assertEquals(List.of(), room.queue.control().list(1000));
      List<String> told = room.house.inbox(room.house.ada);
      assertEquals(1, told.size());
      assertTrue(told.getFirst().contains("The mailbox is full."), told.getFirst());
    }
  }

  @Test
  void aMailboxThatHasRoomAgainGetsItsMail() throws Exception {
    try (var other = busy();
        var room = new Mailroom(home, other.port())) {
      room.queue.accept(room.house.mail("q0", TEXT, House.here(room.house.bob)));
      room.settle();
      room.house.mayKeep(room.house.bob, 1);
      room.queue.accept(room.house.mail("q1", TEXT, House.here(room.house.bob)));
      room.settle();
      room.house.mayKeep(room.house.bob, 0);
      room.later(Duration.ofHours(1));
      room.settle();
      assertEquals(2, room.house.inbox(room.house.bob).size());
      assertEquals(List.of(), room.queue.control().list(1000));
    }
  }

  @Test
  void aMailboxThatIsGoneFails() throws Exception {
    try (var other = busy();
        var room = new Mailroom(home, other.port())) {
      new AccountRemoval(room.house.directory, room.house.changes).begin(room.house.bob.id());
      room.queue.accept(room.house.mail("q1", TEXT, House.here(room.house.bob)));
      room.settle();
      assertTrue(room.house.inbox(room.house.ada).getFirst().contains("Status: 5.1.1\r\n"));
    }
  }

  @Test
  void aThousandRecipientsAreAcceptedTogether() throws Exception {
    try (var other = new OtherServer("127.0.0.2", 0).offers("PIPELINING");
        var room = new Mailroom(home, other.port())) {
      QueuedMail.To[] to =
          IntStream.range(0, 1_234)
              .mapToObj(i -> House.outside("x" + i + "@one.test"))
              .toArray(QueuedMail.To[]::new);
      room.queue.accept(room.house.mail("q1", TEXT, to));
      room.settle();
      assertEquals(
          1_234, other.commands().stream().filter(c -> c.startsWith("RCPT")).distinct().count());
      assertEquals(13, other.messages().size());
      assertEquals(List.of(), room.queue.control().list(1000));
    }
  }

  @Test
  void sendingThatIsSwitchedOnTakesUpWhatWasHeld() throws Exception {
    var engine = new MemoryEngine(InstantSource.system());
    try (var other = new OtherServer("127.0.0.2", 0)) {
      try (var off = new Mailroom(new House(home, engine), other.port(), false)) {
        off.queue.accept(off.house.mail("q1", TEXT, House.outside("x@one.test")));
        off.settle();
        assertEquals(List.of(), other.messages());
      }
      try (var on = new Mailroom(new House(home, engine), other.port(), true)) {
        on.settle();
        assertEquals(1, other.messages().size());
        assertEquals(List.of(), on.queue.control().list(1000));
      }
    }
  }

  @Test
  void sendingIsSwitchedOffAndOnWhileItRuns() throws Exception {
    var engine = new MemoryEngine(InstantSource.system());
    try (var other = new OtherServer("127.0.0.2", 0)) {
      QueueConfig on = QueueConfig.of("mx.example.test", other.port(), true);
      QueueConfig off = QueueConfig.of("mx.example.test", other.port(), false);
      var config = new AtomicReference<>(on);
      try (var room = new Mailroom(new House(home, engine), config::get)) {
        other.answers(line -> line.startsWith("RCPT") ? "450 4.2.0 later" : "");
        room.queue.accept(room.house.mail("q1", TEXT, House.outside("x@one.test")));
        room.settle();
        config.set(off);
        room.queue.followSending();
        // What came before is held when it is due, what comes now at once.
        other.answers(_ -> "");
        room.later(Duration.ofMinutes(10));
        room.queue.accept(room.house.mail("q2", TEXT, House.outside("y@one.test")));
        room.settle();
        assertEquals(List.of(), other.messages());
        config.set(on);
        room.queue.followSending();
        room.settle();
        assertEquals(2, other.messages().size());
        assertEquals(List.of(), room.queue.control().list(1000));
      }
    }
  }

  @Test
  void tenThousandMessagesAreThereAgainAfterAStart() throws Exception {
    var engine = new MemoryEngine(InstantSource.system());
    var config = QueueConfig.of("mx.example.test", 25, false);
    try (var room = new Mailroom(new House(home, engine), config)) {
      QueuedMail one = room.house.mail("q", TEXT, House.outside("x@one.test"));
      for (int i = 0; i < 10_000; i++) {
        room.queue.accept(
            new QueuedMail(
                "q" + i,
                one.returnPath(),
                one.body(),
                one.prefix(),
                one.sender(),
                one.arrived(),
                one.options(),
                one.recipients()));
      }
    }
    try (var again = new Mailroom(new House(home, engine), config)) {
      assertEquals(10_000, again.queue.control().count());
      assertEquals(1000, again.queue.control().list(1000).size());
    }
  }

  @Test
  void tidyingForgetsOldIdsAndKeepsWhatIsHeld() throws Exception {
    var random = new java.util.SplittableRandom(1);
    var text = new StringBuilder("Subject: large\r\n\r\n");
    for (int i = 0; i < 3_000; i++) {
      text.append(random.nextLong()).append("\r\n");
    }
    try (var other = busy();
        var room =
            new Mailroom(
                new House(home, new MemoryEngine(InstantSource.system())), other.port(), false)) {
      room.queue.accept(room.house.mail("held", text.toString(), House.outside("x@one.test")));
      room.queue.accept(room.house.mail("done", TEXT, House.here(room.house.bob)));
      room.settle();
      for (int day = 0; day < 20; day++) {
        room.later(Duration.ofDays(1));
        room.settle();
        var _ = room.house.blobs.sweep((_, _) -> false, room.house.clock.instant());
      }
      QueueControl.Shown shown = room.queue.control().show("held").orElseThrow();
      assertTrue(new String(shown.header(), UTF_8).contains("Subject: large"));
      // Its id is unknown again.
      room.queue.accept(room.house.mail("done", TEXT, House.outside("x@one.test")));
      assertEquals(2, room.queue.control().list(1000).size());
    }
  }
}

package org.mailstead.post.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.post.QueuedMail;

/** Mail that is wanted there at a time, or before others. */
class TimingTest {
  private static final String TEXT = "Subject: x\r\n\r\nx\r\n";

  @TempDir Path home;

  private static QueuedMail with(QueuedMail mail, QueuedMail.Timing timing) {
    return new QueuedMail(
        mail.id(),
        mail.returnPath(),
        mail.body(),
        mail.prefix(),
        mail.sender(),
        mail.arrived(),
        mail.options().with(timing),
        mail.recipients());
  }

  private static QueuedMail.Timing by(Instant time, boolean returned) {
    var by = new QueuedMail.DeliverBy(time, returned, false);
    return new QueuedMail.Timing(Optional.empty(), Optional.of(by), 0);
  }

  private static Instant in(Mailroom room, Duration time) {
    return room.house.clock.instant().plus(time);
  }

  private static String reports(Mailroom room) throws Exception {
    return String.join("\n\n", room.house.inbox(room.house.ada));
  }

  @Test
  void heldMailGoesWhenItsTimeComesAndNotBefore() throws Exception {
    try (var other = new OtherServer("127.0.0.2", 0);
        var room = new Mailroom(home, other.port())) {
      var hold =
          new QueuedMail.Timing(Optional.of(in(room, Duration.ofDays(10))), Optional.empty(), 0);
      room.queue.accept(
          with(
              room.house.mail("q1", TEXT, House.outside("x@one.test"), House.here(room.house.bob)),
              hold));
      room.later(Duration.ofDays(9));
      room.settle();
      assertEquals(List.of(), other.messages());
      assertEquals(List.of(), room.house.inbox(room.house.bob));
      assertEquals(1, room.queue.control().count());
      room.later(Duration.ofDays(1).plusSeconds(1));
      room.settle();
      assertEquals(1, other.messages().size());
      assertEquals(1, room.house.inbox(room.house.bob).size());
      assertEquals("", reports(room)); // it was not late
    }
  }

  @Test
  void whatShallComeBackComesBackAtItsTime() throws Exception {
    try (var other =
            new OtherServer("127.0.0.2", 0)
                .offers("DELIVERBY DSN")
                .answers(c -> c.startsWith("RCPT") ? "450 4.2.1 not now" : "");
        var room = new Mailroom(home, other.port())) {
      room.queue.accept(
          with(
              room.house.mail("q1", TEXT, House.outside("x@one.test")),
              by(in(room, Duration.ofSeconds(90)), true)));
      room.settle();
      assertTrue(other.commands().stream().anyMatch(c -> c.contains(" BY=90;R")));
      room.later(Duration.ofSeconds(91));
      room.settle();
      assertTrue(reports(room).contains("Action: failed"), reports(room));
      assertTrue(reports(room).contains("Status: 5.4.7"), reports(room));
      assertEquals(0, room.queue.control().count());
    }
  }

  @Test
  void whoCannotReturnItInTimeIsNotGivenIt() throws Exception {
    try (var other = new OtherServer("127.0.0.2", 0).offers("DSN");
        var room = new Mailroom(home, other.port())) {
      room.queue.accept(
          with(
              room.house.mail("q1", TEXT, House.outside("x@one.test")),
              by(in(room, Duration.ofHours(1)), true)));
      room.settle();
      assertEquals(List.of(), other.messages());
      assertTrue(reports(room).contains("Status: 5.3.3"), reports(room));
      // One that only wants to know is told that nobody after this server will tell.
      room.queue.accept(
          with(
              room.house.mail("q2", TEXT, House.outside("x@one.test")),
              by(in(room, Duration.ofHours(1)), false)));
      room.settle();
      assertEquals(1, other.messages().size());
      assertTrue(reports(room).contains("Action: relayed"), reports(room));
    }
  }

  @Test
  void whoOnlyWantsToKnowIsToldOnceThatItIsLate() throws Exception {
    try (var other =
            new OtherServer("127.0.0.2", 0)
                .offers("DELIVERBY DSN MT-PRIORITY")
                .answers(c -> c.startsWith("RCPT") ? "450 4.2.1 not now" : "");
        var room = new Mailroom(home, other.port())) {
      room.queue.accept(
          with(
              room.house.mail("q1", TEXT, House.outside("x@one.test")),
              by(in(room, Duration.ofSeconds(90)), false)));
      room.settle();
      room.later(Duration.ofSeconds(91));
      room.settle();
      assertTrue(reports(room).contains("Action: delayed"), reports(room));
      for (int i = 0; i < 10; i++) {
        room.later(Duration.ofHours(1));
        room.settle();
      }
      assertEquals(1, room.house.inbox(room.house.ada).size());
      other.answers(_ -> "");
      room.later(Duration.ofHours(5));
      room.settle();
      assertEquals(1, other.messages().size());
      assertTrue(
          other.commands().stream().anyMatch(c -> c.matches("MAIL .* BY=-[0-9]{5};N.*")),
          other.commands().toString());
    }
  }

  @Test
  void urgentMailDoesNotWaitBehindOtherMailAndThePriorityIsPassedOn() throws Exception {
    assertTrue(Lanes.of("one.test", 3) != Lanes.of("one.test", 0));
    assertEquals(Lanes.of("one.test", -3), Lanes.of("one.test", 0));
    try (var other = new OtherServer("127.0.0.2", 0).offers("MT-PRIORITY");
        var room = new Mailroom(home, other.port())) {
      room.queue.accept(
          with(
              room.house.mail("q1", TEXT, House.outside("x@one.test")),
              new QueuedMail.Timing(Optional.empty(), Optional.empty(), 4)));
      room.settle();
      assertEquals(1, other.messages().size());
      assertTrue(other.commands().contains("MAIL FROM:<ada@example.test> MT-PRIORITY=4"));
    }
  }
}

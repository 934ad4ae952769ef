package org.mailstead.post.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.post.sending.Sender;
import org.mailstead.post.sending.SendingConfig;
import org.mailstead.post.sending.SendingLimits;
import org.mailstead.post.sending.Submission;
import org.mailstead.store.MemoryEngine;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** How much our own people may send, and what happens to an account that was stolen. */
class SendingTest {
  private static final String TEXT = "Subject: hello\r\n\r\nHi\r\n";
  private static final InetAddress CLIENT = InetAddress.ofLiteral("203.0.113.5");

  @TempDir Path home;

  private Mailroom room(House house, int port, SendingConfig senders) throws Exception {
    return new Mailroom(house, QueueConfig.of("mx.example.test", port, true).withSenders(senders));
  }

  private House house() throws Exception {
    return new House(home, new MemoryEngine(InstantSource.system()));
  }

  private static SendingConfig limits(long messages, long recipients, long octets) {
    return new SendingConfig(
        new SendingLimits(messages, recipients, octets),
        SendingLimits.NONE,
        SendingConfig.Brake.PAUSE);
  }

  private static Submission from(House house, int recipients, long octets) {
    return new Submission(house.ada.id(), Optional.of(CLIENT), recipients, octets);
  }

  private static Problem refused(Runnable what) {
    return assertThrows(Refused.class, what::run).problem();
  }

  @Test
  void whoHasSentEnoughIsToldToWait() throws Exception {
    House house = house();
    try (var room = room(house, 25, limits(2, 0, 0))) {
      room.queue.admit(from(house, 1, 10));
      room.queue.admit(from(house, 1, 10));
      Problem problem = refused(() -> room.queue.mayBegin(house.ada.id()));
      assertEquals(Problem.Kind.BUSY, problem.kind());
      assertTrue(problem.arguments().getFirst().contains("2 messages in 24 hours"));
      room.queue.mayBegin(house.bob.id());
      room.later(Duration.ofHours(24));
      room.queue.mayBegin(house.ada.id());
    }
  }

  @Test
  void recipientsAndOctetsCountToo() throws Exception {
    House house = house();
    try (var room = room(house, 25, limits(0, 10, 1000))) {
      room.queue.admit(from(house, 9, 10));
      assertEquals(Problem.Kind.BUSY, refused(() -> room.queue.admit(from(house, 2, 1))).kind());
      room.queue.admit(from(house, 1, 10));
      assertEquals(Problem.Kind.BUSY, refused(() -> room.queue.admit(from(house, 1, 1))).kind());
      room.later(Duration.ofHours(24));
      assertEquals(Problem.Kind.BUSY, refused(() -> room.queue.admit(from(house, 1, 1001))).kind());
      room.queue.admit(from(house, 1, 1000));
    }
  }

  @Test
  void ofADomainAllAccountsCountTogether() throws Exception {
    House house = house();
    var config =
        new SendingConfig(
            SendingLimits.NONE, new SendingLimits(2, 0, 0), SendingConfig.Brake.PAUSE);
    try (var room = room(house, 25, config)) {
      room.queue.admit(from(house, 1, 1));
      room.queue.admit(new Submission(house.bob.id(), Optional.empty(), 1, 1));
      Problem problem = refused(() -> room.queue.mayBegin(house.ada.id()));
      assertTrue(problem.arguments().getFirst().startsWith("this domain may send 2 messages"));
      room.queue.senders().limit(new Sender.Domain("example.test"), own -> own.withMessages(3));
      room.queue.mayBegin(house.ada.id());
    }
  }

  @Test
  void limitsOfItsOwnAndWhatWasCountedOutliveTheServer() throws Exception {
    House house = house();
    try (var room = room(house, 25, limits(1, 0, 0))) {
      room.queue.senders().limit(new Sender.Account(house.ada.id()), own -> own.withMessages(2));
      room.queue.admit(from(house, 1, 1));
    }
    try (var room = room(house, 25, limits(1, 0, 0))) {
      room.queue.admit(from(house, 1, 1));
      assertEquals(Problem.Kind.BUSY, refused(() -> room.queue.mayBegin(house.ada.id())).kind());
    }
  }

  @Test
  void aBurstIsStoppedAndItsOwnerAndThePostmasterAreTold() throws Exception {
    House house = house();
    house.changes.addAlias(house.bob.id(), House.address("postmaster@example.test"));
    house.speaks(house.bob, "de");
    house.post.mailboxes().provide(house.ada.id());
    house.post.mailboxes().provide(house.bob.id());
    try (var room = room(house, 25, SendingConfig.DEFAULT)) {
      for (int i = 0; i < 29; i++) {
        room.queue.admit(from(house, 10, 1));
      }
      Problem problem = refused(() -> room.queue.admit(from(house, 10, 1)));
      assertEquals(Problem.Kind.REFUSED, problem.kind());
      assertTrue(problem.arguments().getFirst().contains("300 recipients"), problem.toString());
      assertEquals(Problem.Kind.REFUSED, refused(() -> room.queue.mayBegin(house.ada.id())).kind());
      room.queue.mayBegin(house.bob.id());
      String owner = house.inbox(house.ada).getFirst();
      assertTrue(owner.contains("Sending is paused for ada@example.test"), owner);
      assertTrue(owner.contains("your password: change it now"), owner);
      assertEquals(1, house.inbox(house.bob).size());
      assertTrue(house.inbox(house.bob).getFirst().contains("mailstead sending resume"));
      assertTrue(room.queue.control().resume(new Sender.Account(house.ada.id())));
      room.queue.admit(from(house, 10, 1));
      assertEquals(1, house.inbox(house.ada).size(), "told once");
    }
  }

  @Test
  void aPauseOutlivesTheServer() throws Exception {
    House house = house();
    try (var room = room(house, 25, SendingConfig.DEFAULT)) {
      room.queue.senders().pause(new Sender.Domain("example.test"), "moving house");
    }
    try (var room = room(house, 25, SendingConfig.DEFAULT)) {
      Problem problem = refused(() -> room.queue.mayBegin(house.bob.id()));
      assertTrue(problem.arguments().getFirst().contains("moving house"), problem.toString());
    }
  }

  @Test
  void whatAPausedAccountHasInTheQueueIsHeldUntilItIsResumed() throws Exception {
    House house = house();
    try (var other = new OtherServer("127.0.0.2", 0);
        var room = room(house, other.port(), SendingConfig.DEFAULT)) {
      var ada = new Sender.Account(house.ada.id());
      room.queue.senders().pause(ada, "a look");
      room.queue.accept(house.mail("q1", TEXT, House.outside("x@one.test")));
      room.queue.accept(house.mail("q2", TEXT, House.outside("y@one.test")));
      room.settle();
      room.later(Duration.ofHours(1));
      room.settle();
      assertEquals(List.of(), other.messages());
      assertTrue(room.queue.control().list(10).stream().allMatch(QueuedMessage::paused));
      assertTrue(room.queue.control().release("q2"), "one that the operator has read");
      room.settle();
      assertEquals(1, other.messages().size());
      assertTrue(room.queue.control().resume(ada));
      assertFalse(room.queue.control().resume(ada));
      room.settle();
      assertEquals(2, other.messages().size());
    }
  }

  @Test
  void whomOtherServersRefuseStopsItself() throws Exception {
    House house = house();
    house.post.mailboxes().provide(house.ada.id());
    try (var other =
            new OtherServer("127.0.0.2", 0)
                .answers(c -> c.startsWith("RCPT") ? "550 5.1.1 nobody" : "");
        var room = room(house, other.port(), SendingConfig.DEFAULT)) {
      var to = new org.mailstead.post.QueuedMail.To[30];
      for (int i = 0; i < to.length; i++) {
        to[i] = House.outside("u" + i + "@one.test");
      }
      room.queue.accept(house.mail("q1", TEXT, to));
      room.settle();
      assertTrue(room.queue.senders().isPaused(house.ada.id()));
      String notice =
          house.inbox(house.ada).stream().filter(m -> m.contains("paused")).findFirst().orElse("");
      assertTrue(notice.contains("30 of 30"), notice);
    }
  }

  @Test
  void whoIsOnlyToldIsToldOnceADay() throws Exception {
    House house = house();
    house.post.mailboxes().provide(house.ada.id());
    var config =
        new SendingConfig(SendingLimits.NONE, SendingLimits.NONE, SendingConfig.Brake.TELL);
    try (var room = room(house, 25, config)) {
      room.queue.admit(from(house, 300, 1));
      room.queue.admit(from(house, 300, 1));
      assertEquals(1, house.inbox(house.ada).size());
      assertTrue(house.inbox(house.ada).getFirst().contains("Nothing was stopped"));
    }
  }

  @Test
  void aProgramThatWritesToManyMayDoSo() throws Exception {
    House house = house();
    try (var room = room(house, 25, SendingConfig.DEFAULT)) {
      room.queue.senders().limit(new Sender.Account(house.ada.id()), own -> own.withoutBrake(true));
      room.queue.admit(from(house, 3000, 1));
      room.queue.mayBegin(house.ada.id());
    }
  }
}

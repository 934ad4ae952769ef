package org.mailstead.post.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.identity.Account;
import org.mailstead.identity.AccountRemoval;
import org.mailstead.identity.signin.Passwords;
import org.mailstead.identity.signin.Secrets;
import org.mailstead.post.Job;
import org.mailstead.post.Jobs;
import org.mailstead.post.Removal;

/** Mail that is on its way when an account is removed. */
class RemovedAccountTest {
  private static final String TEXT = "Subject: hello\r\n\r\nHi\r\n";

  @TempDir Path home;

  private static void remove(Mailroom room, Account account) {
    House house = room.house;
    var directory = new AccountRemoval(house.directory, house.changes);
    var removal = new Removal(house.post, house.directory, directory);
    var jobs = new Jobs(house.store, room.timers, house.clock);
    jobs.on(Removal.KIND, removal);
    Job job = jobs.begin(removal.begin(account));
    assertEquals("removed", jobs.follow(job.id(), _ -> true).result());
  }

  @Test
  void mailForItComesBackWithTheReason() throws Exception {
    try (var other = new OtherServer("127.0.0.2", 0);
        var room = new Mailroom(home, other.port())) {
      room.house.mayKeep(room.house.bob, 1);
      room.queue.accept(room.house.mail("q0", TEXT, House.here(room.house.bob)));
      room.queue.accept(room.house.mail("q1", TEXT, House.here(room.house.bob)));
      room.settle();
      assertEquals(1, room.queue.control().list(1000).size());
      remove(room, room.house.bob);
      // The newcomer with the address gets nothing that was meant for the old one.
      Account next = room.house.changes.addAccount(room.house.bob.address(), "Bob");
      room.later(Duration.ofHours(5));
      room.settle();
      assertEquals(List.of(), room.queue.control().list(1000));
      assertEquals(List.of(), room.house.inbox(next));
      List<String> adas = room.house.inbox(room.house.ada);
      String failure = adas.getLast();
      assertTrue(failure.contains("Status: 5.1.1\r\n"), failure);
      assertTrue(failure.contains("the mailbox is not there any more"), failure);
    }
  }

  @Test
  void mailOfItsOwnGoesOutAndWhatBecameOfItIsToldToNobodyElse() throws Exception {
    try (var other = new OtherServer("127.0.0.2", 0);
        var room = new Mailroom(home, other.port())) {
      new Passwords(room.house.store, new Secrets(new byte[32]), room.house.clock)
          .set(room.house.ada.id(), "secret");
      room.queue.accept(room.house.mail("q1", TEXT, House.outside("x@nowhere.test")));
      room.settle();
      remove(room, room.house.ada);
      Account next = room.house.changes.addAccount(room.house.ada.address(), "Ada");
      for (int days = 0; days < 7 && !room.queue.control().list(1000).isEmpty(); days++) {
        room.later(Duration.ofDays(1));
        room.settle();
      }
      assertEquals(List.of(), room.queue.control().list(1000));
      assertEquals(List.of(), room.house.inbox(next));
    }
  }
}

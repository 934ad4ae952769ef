package org.mailstead.post.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.store.MemoryEngine;

/** One destination that stands still keeps no other waiting, however many messages wait for it. */
class LanesTest {
  private static final String TEXT = "Subject: x\r\n\r\nx\r\n";

  @TempDir Path home;

  @Test
  void othersGoWhileManyWaitForASlowOne() throws Exception {
    var house = new House(home, new MemoryEngine(InstantSource.system()));
    var stands = new CountDownLatch(1);
    try (var other =
            new OtherServer("127.0.0.2", 0)
                .answers(c -> {
                  if (c.contains("@one.test")) {
                    await(stands);
                  }
                  return "";
                });
        var room = new Mailroom(house, other.port(), true)) {
      // More than jobs of a lane, and each of them for others too.
      for (int i = 0; i < 200; i++) {
        room.queue.accept(
            house.mail("s" + i, TEXT, House.outside(i + "@one.test"), House.outside("y@two.test")));
      }
      room.queue.accept(
          house.mail("q", TEXT, House.outside("z@plain.test"), House.here(house.bob)));
      Mailroom.await(() -> other.commands().contains("RCPT TO:<z@plain.test>"));
      Mailroom.await(() -> house.inbox(house.bob).size() == 1);
      assertTrue(other.commands().stream().noneMatch(c -> c.contains("quit")));
      stands.countDown();
      room.settle();
      assertEquals(0, room.queue.control().count());
      assertEquals(401, other.messages().size());
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void mailThatWaitsForItsTimeIsReadWhenItComes() throws Exception {
    try (var other =
            new OtherServer("127.0.0.2", 0).answers(c -> c.startsWith("MAIL") ? "451 later" : "");
        var room = new Mailroom(home, other.port())) {
      for (int i = 0; i < 50; i++) {
        room.queue.accept(room.house.mail("q" + i, TEXT, House.outside(i + "@one.test")));
      }
      room.settle();
      assertEquals(50, room.queue.control().count());
      assertEquals(0, room.timers.size()); // they are rows
      other.answers(_ -> "");
      room.later(Duration.ofMinutes(10));
      room.settle();
      assertEquals(0, room.queue.control().count());
    }
  }
}

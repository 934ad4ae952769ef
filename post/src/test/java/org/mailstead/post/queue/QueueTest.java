package org.mailstead.post.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.post.Timers;
import org.mailstead.store.MemoryEngine;
import org.mailstead.wire.Connector;
import org.mailstead.wire.Wire;
import org.mailstead.wire.dns.ZoneFileResolver;

/** Accepting, and delivery into mailboxes of ours. */
class QueueTest {
  @TempDir Path home;

  @Test
  void everyRecipientHereGetsTheMessageWithItsReturnPath() throws Exception {
    var house = new House(home, new MemoryEngine(java.time.InstantSource.system()));
    try (var timers = new Timers(house.store, house.clock);
        var queue = queue(house, timers)) {
      timers.start();
      queue.accept(
          house.mail(
              "q1", "Subject: hello\r\n\r\nHi\r\n", House.here(house.ada), House.here(house.bob)));
      while (house.inbox(house.bob).isEmpty() || house.inbox(house.ada).isEmpty()) {
        Thread.sleep(Duration.ofMillis(2));
      }
      String whole =
          "Return-Path: <ada@example.test>\r\nReceived: from here\r\nSubject: hello\r\n\r\nHi\r\n";
      assertEquals(List.of(whole), house.inbox(house.ada));
      assertEquals(List.of(whole), house.inbox(house.bob));
    }
  }

  private static Queue queue(House house, Timers timers) throws Exception {
    return new Queue(
        house.store,
        house.blobs,
        house.post,
        house.directory,
        timers,
        new ZoneFileResolver(new ByteArrayInputStream(new byte[0]), false),
        new Connector(new Wire()),
        () -> QueueConfig.of("mx.example.test", 25, false),
        Mailroom.forwarding(house),
        house.clock);
  }
}

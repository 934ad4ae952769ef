package org.mailstead.post.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mailstead.post.tls.Demand;
import org.mailstead.post.tls.TlsResults;
import org.mailstead.store.MemoryEngine;
import org.mailstead.wire.Connector;
import org.mailstead.wire.Wire;

/** Connections that wait for the next message. */
class DestinationsTest {
  @TempDir Path home;

  private final Wire wire = new Wire();

  private SmtpClient open(OtherServer other) throws Exception {
    var house = new House(home, new MemoryEngine(InstantSource.system()));
    var caller =
        new SmtpClient.Caller(
            new Connector(wire),
            "mx.example.test",
            SmtpTimes.STANDARD,
            new TlsResults(house.store, house.clock),
            house.clock);
    var manner =
        new Manner(
            other.port(), false, Optional.empty(), Optional.empty(), "mx.example.test", false);
    InetAddress address = InetAddress.getByName("127.0.0.2");
    var stop = new Servers.Stop("mx.one.test", address, new Demand.Opportunistic(), false, manner);
    return SmtpClient.open(caller, stop, false);
  }

  private static Destinations destinations(Duration idle) {
    Duration minute = Duration.ofMinutes(1);
    return new Destinations(
        QueueConfig.of("mx.example.test", 25, true),
        new SmtpTimes(minute, minute, minute, minute, idle));
  }

  private static Optional<SmtpClient> waiting(Destinations all) {
    try (Destinations.Turn turn = all.tryTurn("one.test").orElseThrow()) {
      return turn.waiting();
    }
  }

  private static void leave(Destinations all, SmtpClient client) {
    try (Destinations.Turn turn = all.tryTurn("one.test").orElseThrow()) {
      turn.leave(client);
    }
  }

  @Test
  void theOneThatWasUsedLastIsUsedNext() throws Exception {
    try (wire;
        var other = new OtherServer("127.0.0.2", 0);
        var all = destinations(Duration.ofHours(1))) {
      SmtpClient first = open(other);
      SmtpClient second = open(other);
      leave(all, first);
      leave(all, second);
      assertSame(second, waiting(all).orElseThrow());
      assertSame(first, waiting(all).orElseThrow());
      assertEquals(Optional.empty(), waiting(all));
    }
  }

  @Test
  void whatNobodyUsesIsClosed() throws Exception {
    try (wire;
        var other = new OtherServer("127.0.0.2", 0);
        var all = destinations(Duration.ofMillis(20))) {
      for (int i = 1; i <= 3; i++) { // also after the one who closes has ended
        leave(all, open(other));
        int visits = i;
        Mailroom.await(() -> other.commands().stream().filter("QUIT"::equals).count() == visits);
        assertEquals(Optional.empty(), waiting(all));
      }
    }
  }
}

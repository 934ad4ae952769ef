package org.mailstead.post.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many talk to a destination. */
class PaceTest {
  private static final String TEXT = "Subject: x\r\n\r\nx\r\n";

  @TempDir Path home;

  private static long seconds(int seconds) {
    return Duration.ofSeconds(seconds).toNanos();
  }

  @Test
  void itGrowsWithSuccessIsHalvedByAComplaintAndRecovers() {
    var pace = new Pace(20, 0);
    assertEquals(2, pace.limit());
    for (int i = 0; i < 100; i++) {
      pace.wentWell();
    }
    assertEquals(20, pace.limit());
    pace.wentBadly(seconds(1), false);
    assertEquals(10, pace.limit());
    pace.wentBadly(seconds(1) + 1, false); // the same complaint
    assertEquals(10, pace.limit());
    for (int i = 0; i < 10; i++) {
      pace.wentWell();
    }
    assertEquals(10, pace.limit());
    for (int i = 0; i < 200; i++) {
      pace.wentWell();
    }
    assertEquals(20, pace.limit());
  }

  @Test
  void itNeverFallsBelowOne() {
    var pace = new Pace(20, 0);
    for (int i = 0; i < 50; i++) {
      pace.wentBadly(seconds(2 * i), false);
    }
    assertEquals(1, pace.limit());
    assertTrue(pace.rest(seconds(100)).isZero());
  }

  @Test
  void whoIsBusyIsLeftAloneLongerEachTimeUntilItGoesWell() {
    var pace = new Pace(20, 0);
    pace.wentBadly(seconds(10), true);
    assertEquals(Duration.ofMillis(250), pace.rest(seconds(10)));
    pace.wentBadly(seconds(20), true);
    assertEquals(Duration.ofMillis(500), pace.rest(seconds(20)));
    for (int i = 3; i < 20; i++) {
      pace.wentBadly(seconds(10 * i), true);
    }
    pace.wentBadly(seconds(300), true);
    assertEquals(Duration.ofSeconds(30), pace.rest(seconds(300)));
    pace.wentWell();
    pace.wentBadly(seconds(400), true);
    assertEquals(Duration.ofMillis(250), pace.rest(seconds(400)));
  }

  @Test
  void aServerThatTakesAllIsTalkedToMoreOftenAndTheOperatorSeesIt() throws Exception {
    try (var other = new OtherServer("127.0.0.2", 0);
        var room = new Mailroom(home, other.port())) {
      for (int i = 0; i < 60; i++) {
        room.queue.accept(room.house.mail("q" + i, TEXT, House.outside(i + "@one.test")));
      }
      room.settle();
      assertEquals(60, other.messages().size());
      DestinationState state = room.queue.control().destinations(10).getFirst();
      assertEquals("one.test", state.domain());
      assertEquals(60, state.taken());
      assertEquals(0, state.refused());
      assertEquals(20, state.load().limit());
      // Connections are used again: there are not sixty.
      assertTrue(other.visits.size() <= 20, "connections " + other.visits.size());
      assertEquals(other.visits.size(), state.load().open());
    }
  }

  @Test
  void aServerThatIsBusyIsTalkedToLess() throws Exception {
    try (var other =
            new OtherServer("127.0.0.2", 0)
                .answers(c -> c.equals("CONNECT") ? "421 4.3.2 too busy" : "");
        var room = new Mailroom(home, other.port())) {
      for (int i = 0; i < 5; i++) {
        room.queue.accept(room.house.mail("q" + i, TEXT, House.outside(i + "@one.test")));
      }
      room.settle();
      DestinationState state = room.queue.control().destinations(10).getFirst();
      assertEquals(1, state.load().limit());
      assertTrue(state.last().startsWith("421 "), state.last());
      assertEquals(5, room.queue.control().count());
      other.answers(_ -> "");
      room.later(Duration.ofMinutes(10));
      room.settle();
      assertEquals(5, other.messages().size());
      assertTrue(room.queue.control().destinations(10).getFirst().load().limit() > 1);
    }
  }
}

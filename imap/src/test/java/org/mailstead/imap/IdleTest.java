package org.mailstead.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.mailstead.imap.state.KeepAlive;

/** Clients that say nothing for long. */
class IdleTest {
  private static TestServer server(UnaryOperator<ImapConfig> settings) throws Exception {
    return new TestServer(
        TestServer.memory(), config -> settings.apply(config.withPlaintextLogin(true)));
  }

  private static Talk signedIn(TestServer server) throws Exception {
    var talk = new Talk(server.port);
    talk.send("a LOGIN ada@example.test " + TestServer.PASSWORD + "\r\n");
    while (!talk.line().startsWith("a OK")) {
      // the greeting
    }
    return talk;
  }

  @Test
  void anIdlingClientIsToldThatTheServerIsThere() throws Exception {
    try (var server = server(config -> config.withKeepAlive(Duration.ofMillis(60)));
        var talk = signedIn(server)) {
      talk.send("b SELECT INBOX\r\n");
      while (!talk.line().startsWith("b OK")) {
        // not of interest here
      }
      talk.send("c IDLE\r\n");
      assertEquals("+ idling", talk.line());
      assertEquals("* OK still here", talk.line());
      assertEquals("* OK still here", talk.line());
      talk.send("DONE\r\n");
      String line = talk.line();
      while (line.equals("* OK still here")) {
        line = talk.line();
      }
      assertEquals("c OK done", line);
      talk.send("d NOOP\r\n");
      assertEquals("d OK done", talk.line());
    }
  }

  @Test
  void aClientThatIsIdleForTooLongIsToldSo() throws Exception {
    try (var server = server(config -> config.withIdle(Duration.ofMillis(50)));
        var talk = signedIn(server)) {
      assertEquals("* BYE idle for too long; goodbye", talk.line());
      assertEquals("(closed)", talk.line());
    }
  }

  @Test
  void soIsOneThatHasSaidIdle() throws Exception {
    try (var server = server(config -> config.withIdle(Duration.ofSeconds(2)));
        var talk = signedIn(server)) {
      talk.send("b IDLE\r\n");
      assertEquals("+ idling", talk.line());
      assertEquals("* BYE idle for too long; goodbye", talk.line());
      assertEquals("(closed)", talk.line());
    }
  }

  @Test
  void eachHasItsTurnOnceInARound() {
    List<String> turns = new ArrayList<>();
    try (var keepAlive = new KeepAlive(Duration.ZERO)) {
      keepAlive.start();
      KeepAlive.Waiting first = keepAlive.add(() -> turns.add("first"));
      round(keepAlive, 59);
      assertEquals(List.of(), turns);
      KeepAlive.Waiting second = keepAlive.add(() -> turns.add("second"));
      round(keepAlive, 60);
      assertEquals(List.of("first", "second"), turns);
      first.close();
      round(keepAlive, 60);
      assertEquals(List.of("first", "second", "second"), turns);
      second.close();
      round(keepAlive, 60);
      assertEquals(List.of("first", "second", "second"), turns);
    }
  }

  private static void round(KeepAlive keepAlive, int steps) {
    for (int i = 0; i < steps; i++) {
      keepAlive.step();
    }
  }
}

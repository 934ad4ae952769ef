package org.mailstead.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mailstead.identity.Account;
import org.mailstead.store.Engine;

/** Sessions of an account that is switched off end, whatever they are at. */
class RevokedTest {
  private static final String BYE = "* BYE [CONTACTADMIN] the account was switched off";

  @Test
  void sessionsEndAtOnceAndNobodySignsInAgain() throws Exception {
    for (Engine engine : List.of(TestServer.memory(), TestServer.hostile(7))) {
      try (var server = new TestServer(engine, true);
          var waiting = signedIn(server);
          var idling = signedIn(server);
          var stranger = new Talk(server.port)) {
        stranger.line();
        idling.send("b IDLE\r\n");
        assertEquals("+ idling", idling.line());
        server.changes.changeAccount(server.ada.id(), RevokedTest::off);
        assertEquals(BYE, waiting.line());
        assertEquals("(closed)", waiting.line());
        assertEquals(BYE, idling.line());
        assertEquals("(closed)", idling.line());
        stranger.send("a LOGIN ada@example.test " + TestServer.PASSWORD + "\r\n");
        assertTrue(stranger.line().startsWith("a NO [AUTHENTICATIONFAILED]"));
        stranger.send("b NOOP\r\n");
        assertTrue(stranger.line().startsWith("b OK"));
      }
    }
  }

  private static Talk signedIn(TestServer server) throws Exception {
    var talk = new Talk(server.port);
    talk.line();
    talk.send("a LOGIN ada@example.test " + TestServer.PASSWORD + "\r\n");
    assertTrue(talk.line().startsWith("a OK"));
    return talk;
  }

  private static Account off(Account a) {
    return a.withDisabled(true);
  }
}

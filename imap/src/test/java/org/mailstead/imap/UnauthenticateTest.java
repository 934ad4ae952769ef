package org.mailstead.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.junit.jupiter.api.Test;

/** UNAUTHENTICATE (RFC 8437). */
class UnauthenticateTest {
  @Test
  void theConnectionStartsAnewForSomebodyElse() throws Exception {
    try (var server = new TestServer(TestServer.memory(), true);
        var talk = new Talk(server.port)) {
      server.addAccount("bob@example.test");
      assertTrue(talk.line().startsWith("* OK"));
      talk.send("a LOGIN ada@example.test secret\r\nb ENABLE QRESYNC UTF8=ACCEPT\r\n");
      assertTrue(talk.line().startsWith("a OK [CAPABILITY"));
      assertTrue(talk.line().startsWith("* ENABLED"));
      assertTrue(talk.line().startsWith("b OK"));
      talk.send(
          "c APPEND INBOX {5+}\r\nA: b\n\r\nd SELECT INBOX\r\ne SEARCH RETURN (SAVE) ALL\r\n");
      for (String line = talk.line(); !line.startsWith("e OK"); line = talk.line()) {
        assertFalse(line.contains(" BAD "), line);
      }
      // All at once, as a client may where no security layer of SASL is active.
      talk.send(
          """
          f UNAUTHENTICATE
          g FETCH 1 FLAGS
          h LOGIN bob@example.test secret
          i FETCH 1 FLAGS
          j STATUS INBOX (MESSAGES)
          k SELECT INBOX (QRESYNC (1 1))
          """);
      assertEquals("f OK signed out", talk.line());
      assertTrue(talk.line().startsWith("g BAD"));
      assertTrue(talk.line().startsWith("h OK"));
      assertTrue(talk.line().startsWith("i BAD"));
      assertEquals("* STATUS \"INBOX\" (MESSAGES 0)", talk.line());
      assertTrue(talk.line().startsWith("j OK"));
      assertTrue(talk.line().startsWith("k BAD"), "QRESYNC is not enabled any more");
      talk.send("l UNAUTHENTICATE now\r\nm LOGOUT\r\n");
      assertTrue(talk.line().startsWith("l BAD"));
    }
  }

  @Test
  void anOperatorCanWithholdIt() throws Exception {
    try (var server =
            new TestServer(
                TestServer.memory(),
                config -> config.withPlaintextLogin(true).without(Set.of("UNAUTHENTICATE")));
        var talk = new Talk(server.port)) {
      assertTrue(talk.line().startsWith("* OK"));
      talk.send("a LOGIN ada@example.test secret\r\nb UNAUTHENTICATE\r\nc NOOP\r\n");
      assertFalse(talk.line().contains("UNAUTHENTICATE"));
      assertEquals("b BAD unknown command", talk.line());
      assertTrue(talk.line().startsWith("c OK"));
    }
  }

  @Test
  void whoIsNotSignedInCannotSignOut() {
    ImapScript.playFromTheGreeting(
        true,
        """
        1< * OK [CAPABILITY *
        1> a UNAUTHENTICATE
        1< a BAD *
        """);
  }
}

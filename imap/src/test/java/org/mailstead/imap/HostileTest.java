package org.mailstead.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mailstead.wire.Timeouts;

/** Clients that mean no good, or are broken. */
class HostileTest {
  private static final Timeouts SHORT =
      new Timeouts(
          Duration.ofSeconds(5),
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          1000,
          Duration.ofSeconds(1));

  private static TestServer server() throws Exception {
    return new TestServer(TestServer.memory(), true);
  }

  private static ImapConfig impatient(ImapConfig config) {
    return new ImapConfig(
        config.listener().withTimeouts(SHORT),
        config.hostname(),
        true,
        config.limits(),
        config.idle(),
        config.keepAlive(),
        Set.of(),
        new ImapConfig.Beside(Optional.empty(), Optional.empty()));
  }

  private static Talk signedIn(TestServer server) throws IOException {
    var talk = new Talk(server.port);
    talk.send("a LOGIN ada@example.test " + TestServer.PASSWORD + "\r\n");
    assertTrue(answer(talk, "a").startsWith("a OK"));
    return talk;
  }

  /** The tagged answer, or how the session ended. */
  private static String answer(Talk talk, String tag) throws IOException {
    String bye = "";
    try {
      for (String line = talk.response(); ; line = talk.response()) {
        if (line.startsWith("* BYE")) {
          bye = line;
        }
        if (line.startsWith(tag + " ")) {
          return line;
        }
        if (line.equals("(closed)")) {
          return bye.isEmpty() ? line : bye;
        }
      }
    } catch (java.net.SocketException _) {
      return bye.isEmpty() ? "(closed)" : bye;
    }
  }

  private static String asked(String command) throws Exception {
    try (var server = server();
        var talk = signedIn(server)) {
      talk.send("s SELECT INBOX\r\n");
      assertTrue(answer(talk, "s").startsWith("s OK"));
      talk.send("b " + command + "\r\n");
      String answer = answer(talk, "b");
      if (!answer.startsWith("* BYE")) {
        talk.send("c NOOP\r\n");
        assertEquals("c OK done", answer(talk, "c"));
      }
      return answer;
    }
  }

  private static Thread sending(Talk talk, String text, int times) {
    return Thread.startVirtualThread(() -> {
      try {
        byte[] many = text.repeat(100).getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        for (int i = 0; i < times; i += 100) {
          talk.send(many);
        }
      } catch (IOException _) {
        // the server has had enough
      }
    });
  }

  // ---- what is never read

  @Test
  void whoNeverReadsIsLeftAfterAWhile() throws Exception {
    String message = "x".repeat(90_000);
    try (var server = new TestServer(TestServer.memory(), HostileTest::impatient);
        var talk = signedIn(server)) {
      talk.send("b APPEND INBOX {90000+}\r\n" + message + "\r\nc SELECT INBOX\r\n");
      assertTrue(answer(talk, "c").startsWith("c OK"));
      Thread sender = sending(talk, "d FETCH 1 BODY[]\r\n", 1_000_000);
      sender.join(); // it ends when the server has closed the connection
      assertFalse(sender.isAlive());
    }
  }

  @Test
  void whoIsToldAndDoesNotReadHoldsUpNobody() throws Exception {
    String message = "x".repeat(90_000);
    try (var server = new TestServer(TestServer.memory(), HostileTest::impatient);
        var deaf = signedIn(server);
        var other = signedIn(server)) {
      deaf.send(
          "b NOTIFY SET (SELECTED (MessageNew (BODY.PEEK[]) MessageExpunge))\r\nc SELECT INBOX\r\n");
      assertTrue(answer(deaf, "c").startsWith("c OK"));
      for (int i = 0; i < 200; i++) {
        other.send("d APPEND INBOX {90000+}\r\n" + message + "\r\n");
        assertTrue(answer(other, "d").startsWith("d OK"));
      }
      sending(deaf, "e NOOP\r\n", 10_000_000).join(); // until the server has closed it
    }
  }

  @Test
  void whoEndsWithinALineIsAnsweredWhatItSaidBefore() throws Exception {
    try (var server = server();
        var client = new org.mailstead.testkit.LineClient(server.port)) {
      client.line();
      client.send("a NOOP\r\nb NO");
      client.end();
      assertEquals("a OK done", client.line());
      assertEquals(org.mailstead.testkit.LineClient.CLOSED, client.line());
    }
  }

  // ---- floods

  @Test
  void aHundredThousandNoopsAreAnswered() throws Exception {
    try (var server = server();
        var talk = signedIn(server)) {
      Thread sender = sending(talk, "b NOOP\r\n", 100_000);
      for (int i = 0; i < 100_000; i++) {
        assertEquals("b OK done", talk.line());
      }
      sender.join();
    }
  }

  @Test
  void tenThousandFetchesAreAnswered() throws Exception {
    try (var server = server();
        var talk = signedIn(server)) {
      talk.send("b APPEND INBOX" + " {1+}\r\nx".repeat(5) + "\r\nc SELECT INBOX\r\n");
      assertTrue(answer(talk, "c").startsWith("c OK"));
      Thread sender = sending(talk, "d FETCH 1:* (FLAGS UID)\r\n", 10_000);
      for (int i = 0; i < 10_000; i++) {
        for (int number = 1; number <= 5; number++) {
          assertEquals("* " + number + " FETCH (FLAGS () UID " + number + ")", talk.line());
        }
        assertEquals("d OK done", talk.line());
      }
      sender.join();
    }
  }

  @Test
  void manyIdlesBeginAndEnd() throws Exception {
    try (var server = server();
        var talk = signedIn(server)) {
      Thread sender = sending(talk, "b IDLE\r\nDONE\r\n", 5000);
      for (int i = 0; i < 5000; i++) {
        assertEquals("+ idling", talk.line());
        assertEquals("b OK done", talk.line());
      }
      sender.join();
    }
  }

  @Test
  void aStrangerDoesNotTalkForever() throws Exception {
    try (var server = server();
        var talk = new Talk(server.port)) {
      Thread sender = sending(talk, "b NOOP\r\n", 1000);
      assertTrue(answer(talk, "never").startsWith("* BYE sign in sooner"));
      sender.join();
    }
  }

  // ---- slowness

  @Test
  void anOctetNowAndThenIsTooSlow() throws Exception {
    try (var server = new TestServer(TestServer.memory(), HostileTest::impatient)) {
      try (var stranger = new Talk(server.port)) {
        assertTrue(drip(stranger).contains("BYE"));
      }
      try (var known = signedIn(server)) {
        assertTrue(drip(known).contains("BYE"));
      }
    }
  }

  /** Sends a command octet by octet until the server has had enough of it. */
  private static String drip(Talk talk) throws Exception {
    Thread sender =
        Thread.startVirtualThread(() -> {
          try {
            while (true) {
              talk.send("x");
              Thread.sleep(50);
            }
          } catch (IOException | InterruptedException _) {
            // the server has closed the connection
          }
        });
    String answer = answer(talk, "never");
    sender.interrupt();
    sender.join();
    return answer;
  }

  @Test
  void aLiteralThatNeverComesEndsTheSession() throws Exception {
    try (var server = new TestServer(TestServer.memory(), HostileTest::impatient);
        var talk = signedIn(server)) {
      talk.send("b APPEND INBOX {10}\r\n");
      assertEquals("+ OK", talk.line());
      assertTrue(answer(talk, "b").startsWith("* BYE that took too long"));
    }
  }

  // ---- sizes

  @Test
  void literalsOfAnySizeAreAnsweredClearly() throws Exception {
    assertTrue(asked("APPEND INBOX {9223372036854775808+}").startsWith("* BYE the literal is"));
    assertTrue(asked("APPEND INBOX {18446744073709551616}").startsWith("b NO [TOOBIG]"));
    assertTrue(asked("NOOP {18446744073709551616+}").startsWith("* BYE the literal is too large"));
    assertTrue(asked("SELECT {" + "9".repeat(1000) + "+}").startsWith("* BYE the literal is too"));
    assertTrue(asked("SELECT {65537}").startsWith("b BAD the literal is too large"));
    assertTrue(asked("APPEND INBOX {-1}").startsWith("b BAD "));
    assertTrue(asked("APPEND INBOX {+}").startsWith("b BAD "));
    assertTrue(asked("APPEND INBOX {" + "0".repeat(30) + "1+}\r\nx").startsWith("b OK"));
    assertTrue(asked("STATUS {0005+}\r\nINBOX (MESSAGES)").startsWith("b OK"));
  }

  @Test
  void aCommandIsBoundedHoweverItIsParted() throws Exception {
    String key = "SUBJECT {1+}\r\nx ";
    assertTrue(asked("SEARCH " + key.repeat(5001) + "ALL").startsWith("b BAD the search is too"));
    String many = asked("ID (" + "{1+}\r\nx ".repeat(200_000) + "NIL)");
    assertTrue(many.startsWith("* BYE the command is too long"), many);
    assertTrue(asked("NOOP" + " ".repeat(70_000)).startsWith("* BYE the line is too long"));
  }

  @Test
  void searchesAreBoundedInDepthAndLength() throws Exception {
    assertTrue(asked("SEARCH " + "NOT ".repeat(1000) + "ALL").startsWith("b BAD the search is"));
    assertTrue(asked("SEARCH " + "(".repeat(1000)).startsWith("b BAD the search is too large"));
    assertTrue(asked("SEARCH " + "OR ALL ".repeat(1000) + "ALL").startsWith("b BAD the search"));
    assertTrue(asked("SEARCH" + " ALL".repeat(10_000)).startsWith("b BAD the search is too"));
    assertTrue(asked("SEARCH" + " ALL".repeat(100_000)).startsWith("* BYE the line is too long"));
    assertTrue(asked("SEARCH" + " ALL".repeat(4000)).startsWith("b OK"));
  }

  @Test
  void textsThatASearchLooksForInMessagesAreBounded() throws Exception {
    String over = "b NO [LIMIT] too many texts to look for in messages; the limit is: 100";
    for (String key : List.of(" BODY x", " TEXT x", " HEADER X-Y x", " HEADER To \"(x\"")) {
      assertTrue(asked("SEARCH" + key.repeat(100)).startsWith("b OK"), key);
      assertEquals(over, asked("SEARCH" + key.repeat(101)));
    }
    assertEquals(over, asked("UID SEARCH" + " OR NOT BODY x (TEXT x HEADER Y x)".repeat(34)));
    assertTrue(asked("SEARCH" + " FUZZY TEXT x".repeat(10)).startsWith("b OK"));
    assertEquals(over, asked("SEARCH" + " FUZZY TEXT x".repeat(11)));
    assertEquals(over, asked("SEARCH FUZZY (" + "BODY x ".repeat(10) + "FROM x)"));
    assertEquals(over, asked("SEARCH FUZZY (" + "FROM x ".repeat(100) + "SUBJECT x)"));
    assertEquals(over, asked("SORT (DATE) UTF-8" + " BODY x".repeat(101)));
    assertEquals(over, asked("THREAD REFS UTF-8" + " BODY x".repeat(101)));
    assertEquals(over, asked("ESEARCH IN (personal)" + " BODY x".repeat(101)));
    String cheap = " FROM x SUBJECT x HEADER Message-Id x";
    assertTrue(asked("SEARCH" + cheap.repeat(1000)).startsWith("b OK"));
  }

  /** Filters count as if they were spelt out. */
  @Test
  void textsInFiltersAreBoundedToo() throws Exception {
    try (var server = server();
        var talk = signedIn(server)) {
      String filter = "BODY x".repeat(60).replace("xB", "x B");
      talk.send("b SETMETADATA \"\" (/private/filters/values/f \"" + filter + "\")\r\n");
      assertTrue(answer(talk, "b").startsWith("b OK"));
      talk.send("c SELECT INBOX\r\nd SEARCH FILTER f\r\ne SEARCH FILTER f FILTER f\r\n");
      assertTrue(answer(talk, "d").startsWith("d OK"));
      assertTrue(answer(talk, "e").startsWith("e NO [LIMIT]"));
    }
  }

  /** A search computes; there are only a few processors, and no other thread gets one unasked. */
  @Test
  void whoSearchesLongHoldsUpNobody() throws Exception {
    int searches = 2 * Runtime.getRuntime().availableProcessors();
    List<Talk> talks = new ArrayList<>();
    try (var server = server();
        var other = signedIn(server)) {
      String message = "x".repeat(90_000);
      other.send(
          "b APPEND INBOX" + (" {90000+}\r\n" + message).repeat(10) + "\r\nc SELECT INBOX\r\n");
      for (int i = 0; i < 2; i++) {
        other.send("d COPY 1:* INBOX\r\n");
        assertTrue(answer(other, "d").startsWith("d OK"));
      }
      for (int i = 0; i < searches; i++) {
        Talk talk = signedIn(server);
        talks.add(talk);
        talk.send("b SELECT INBOX\r\n");
        assertTrue(answer(talk, "b").startsWith("b OK"));
      }
      for (Talk talk : talks) {
        talk.send("c SEARCH" + " OR BODY xy BODY xz".repeat(50) + "\r\n");
      }
      for (int i = 0; i < 20; i++) {
        other.send("e NOOP\r\n");
        assertEquals("e OK done", answer(other, "e"));
      }
      for (Talk talk : talks) {
        assertFalse(talk.isReady(), "a search was answered first");
      }
    } finally {
      for (Talk talk : talks) {
        talk.close();
      }
    }
  }

  @Test
  void listsOfItemsAndPatternsAreBounded() throws Exception {
    assertTrue(asked("LIST \"\" " + "%*a".repeat(1500)).startsWith("b OK"));
    assertTrue(asked("LIST \"\" " + "%*a".repeat(20_000)).startsWith("b BAD the patterns are"));
    assertTrue(asked("LIST \"\" (" + "* ".repeat(1000) + "*)").startsWith("b BAD"));
    assertTrue(asked("FETCH 1:* (" + "FLAGS ".repeat(5000) + "UID)").startsWith("b BAD too many"));
    String names = "a ".repeat(2000) + "b";
    assertTrue(
        asked("NOTIFY SET (MAILBOXES (" + names + ") (MailboxName))").startsWith("b BAD too many"));
    assertTrue(
        asked("NOTIFY SET" + " (SUBTREE (a b c d e f g h) (MailboxName))".repeat(500))
            .startsWith("b BAD too many"));
    assertTrue(asked("ESEARCH IN (mailboxes (" + names + ")) ALL").startsWith("b BAD too many"));
    assertTrue(asked("UID SEARCH UID 1" + ",5:*".repeat(15_000)).startsWith("b OK"));
  }

  // ---- numbers of sessions

  @Test
  void oneAccountDoesNotTakeAllConnections() throws Exception {
    List<Talk> talks = new ArrayList<>();
    try (var server = server()) {
      var changed = server.addAccount("bob@example.test");
      assertFalse(changed.disabled());
      for (int i = 0; i < ImapServer.MAX_SESSIONS; i++) {
        talks.add(signedIn(server));
      }
      try (var one = new Talk(server.port)) {
        one.send("a LOGIN ada@example.test " + TestServer.PASSWORD + "\r\n");
        assertTrue(answer(one, "a").startsWith("a NO [LIMIT]"));
        one.send("a LOGIN bob@example.test " + TestServer.PASSWORD + "\r\n");
        assertTrue(answer(one, "a").startsWith("a OK"));
      }
      talks.getFirst().send("z LOGOUT\r\n");
      assertTrue(answer(talks.getFirst(), "z").startsWith("z OK"));
      assertEquals("(closed)", talks.getFirst().line());
      String answer = "";
      while (!answer.startsWith("a OK")) { // its end is noticed a little after its close
        try (var one = new Talk(server.port)) {
          one.send("a LOGIN ada@example.test " + TestServer.PASSWORD + "\r\n");
          answer = answer(one, "a");
        }
      }
    } finally {
      for (Talk talk : talks) {
        talk.close();
      }
    }
  }
}

package org.mailstead.pop3;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.mailstead.store.MemoryEngine;
import org.mailstead.testkit.LineClient;

/** What a client does with its maildrop (RFC 1939 sections 5 and 6). */
class TransactionTest {
  private static final String ONE = "Subject: one\r\n\r\nHello\r\n";
  private static final String TWO = "Subject: two\r\n\r\n1\r\n2\r\n3\r\n";

  @Test
  void aSession() {
    Pop3Script.play(
        """
        1> STAT
        1< +OK 2 48
        1> LIST
        1< +OK *
        1< 1 23
        1< 2 25
        1< .
        1> LIST 2
        1< +OK 2 25
        1> UIDL
        1< +OK *
        1< 1 $one
        1< 2 $two
        1< .
        1> UIDL 1
        1< +OK 1 $one
        1> RETR 1
        1< +OK 23 octets
        1< Subject: one
        1<
        1< Hello
        1< .
        1> NOOP
        1< +OK *
        1> DELE 1
        1< +OK *
        1> STAT
        1< +OK 1 25
        1> LIST
        1< +OK *
        1< 2 25
        1< .
        1> UIDL
        1< +OK *
        1< 2 $two
        1< .
        1> QUIT
        1< +OK goodbye
        1< (closed)
        2> UIDL
        2< +OK *
        2< 1 $two
        2< .
        """,
        ONE,
        TWO);
  }

  @Test
  void anEmptyMaildropHasEmptyLists() {
    Pop3Script.play(
        """
        1> STAT
        1< +OK 0 0
        1> LIST
        1< +OK *
        1< .
        1> UIDL
        1< +OK *
        1< .
        1> RETR 1
        1< -ERR no such message
        1> QUIT
        1< +OK *
        """);
  }

  @Test
  void wrongNumbersAndArgumentsAreErrorsAndTheSessionGoesOn() {
    Pop3Script.play(
        """
        1> LIST 2
        1< -ERR no such message
        1> LIST 0
        1< -ERR no such message
        1> LIST -1
        1< -ERR a number is missing
        1> LIST 1 2
        1< -ERR *
        1> UIDL 2
        1< -ERR no such message
        1> UIDL x
        1< -ERR *
        1> RETR
        1< -ERR a number is missing
        1> RETR 2
        1< -ERR no such message
        1> RETR 99999999999999999999
        1< -ERR a number is missing
        1> DELE
        1< -ERR *
        1> DELE 2
        1< -ERR no such message
        1> TOP 1
        1< -ERR TOP takes *
        1> TOP 1 -1
        1< -ERR *
        1> TOP 2 1
        1< -ERR no such message
        1> NOOP
        1< +OK *
        1> STAT 1
        1< -ERR that takes no argument
        1> NOOP x
        1< -ERR that takes no argument
        1> RSET x
        1< -ERR that takes no argument
        1> QUIT now
        1< -ERR that takes no argument
        1> CAPA x
        1< -ERR that takes no argument
        1> XYZZY
        1< -ERR unknown command
        1>
        1< -ERR unknown command
        1> stat
        1< +OK 1 23
        """,
        ONE);
  }

  @Test
  void signingInAgainAndStartingTlsComeTooLate() {
    Pop3Script.play(
        """
        1> USER ada@example.test
        1< -ERR *
        1> PASS x
        1< -ERR *
        1> AUTH PLAIN
        1< -ERR *
        1> STLS
        1< -ERR *
        1> UTF8
        1< -ERR *
        1> STAT
        1< +OK 1 23
        """,
        ONE);
  }

  @Test
  void aMessageMarkedDeletedIsNotThere() {
    Pop3Script.play(
        """
        1> DELE 1
        1< +OK *
        1> DELE 1
        1< -ERR no such message
        1> RETR 1
        1< -ERR no such message
        1> TOP 1 0
        1< -ERR no such message
        1> LIST 1
        1< -ERR no such message
        1> UIDL 1
        1< -ERR no such message
        1> RSET
        1< +OK *
        1> STAT
        1< +OK 2 48
        1> RETR 1
        1< +OK *
        1< Subject: one
        1<
        1< Hello
        1< .
        1> QUIT
        1< +OK *
        2> STAT
        2< +OK 2 48
        """,
        ONE,
        TWO);
  }

  @Test
  void topSendsTheHeaderAndSoManyLines() {
    Pop3Script.play(
        """
        1> TOP 1 0
        1< +OK *
        1< Subject: two
        1<
        1< .
        1> TOP 1 2
        1< +OK *
        1< Subject: two
        1<
        1< 1
        1< 2
        1< .
        1> TOP 1 3
        1< +OK *
        1< Subject: two
        1<
        1< 1
        1< 2
        1< 3
        1< .
        1> TOP 1 999999999
        1< +OK *
        1< Subject: two
        1<
        1< 1
        1< 2
        1< 3
        1< .
        1> TOP 2 5
        1< +OK *
        1< Subject: no body
        1< .
        1> STAT
        1< +OK 2 43
        """,
        TWO,
        "Subject: no body\r\n");
  }

  @Test
  void linesThatBeginWithADotGetAnother() {
    Pop3Script.play(
        """
        1> RETR 1
        1< +OK 31 octets
        1< ..a: field
        1<
        1< ..
        1< ...
        1< x.
        1< ..
        1< ..x
        1< .
        1> TOP 1 1
        1< +OK *
        1< ..a: field
        1<
        1< ..
        1< .
        1> NOOP
        1< +OK *
        """,
        ".a: field\r\n\r\n.\r\n..\r\nx.\r\n.\r\n.x\r\n");
  }

  /** Only CRLF.CRLF ends the answer; what is missing of it is no part of the message. */
  @Test
  void aMessageWithoutALineEndGetsOne() {
    Pop3Script.play(
        """
        1> LIST
        1< +OK *
        1< 1 7
        1< 2 0
        1< .
        1> RETR 1
        1< +OK 7 octets
        1< a: b
        1< c
        1< .
        1> RETR 2
        1< +OK 0 octets
        1< .
        1> NOOP
        1< +OK *
        """,
        "a: b\r\nc",
        "");
  }

  @Test
  void aMessageThatEndsWithABareLineFeedIsStillEndedByTheStandardsFiveOctets() throws Exception {
    try (var server = new TestServer(TestServer.memory(), true).open("ada")) {
      server.deliver("a: b\n\n.\n");
      try (var client = new LineClient(server.port)) {
        client.line();
        client.send("USER ada@example.test\r\nPASS " + TestServer.PASSWORD + "\r\nRETR 1\r\n");
        client.line();
        client.line();
        assertEquals("+OK 8 octets", client.line());
        client.send("QUIT\r\n");
        String rest = new String(client.rest(), java.nio.charset.StandardCharsets.ISO_8859_1);
        assertEquals("a: b\n\n..\n\r\n.\r\n+OK goodbye\r\n", rest);
      }
    }
  }

  @Test
  void aConnectionThatIsLostDeletesNothing() {
    Pop3Script.play(
        """
        1> DELE 1
        1< +OK *
        1x
        2> STAT
        2< +OK 1 23
        2> DELE 1
        2< +OK *
        """,
        ONE);
  }

  @Test
  void aServerThatStopsSaysSoAndDeletesNothing() throws Exception {
    var engine = new MemoryEngine(TestServer.CLOCK);
    try (var server = new TestServer(engine, true).open("ada")) {
      server.deliver(ONE);
      try (var client = new LineClient(server.port)) {
        client.line();
        client.ask("USER ada@example.test");
        client.ask("PASS " + TestServer.PASSWORD);
        client.ask("DELE 1");
        server.stop();
        assertEquals("-ERR [SYS/TEMP] the server stops", client.line());
        assertEquals(LineClient.CLOSED, client.line());
      }
      assertEquals(1, server.inbox().size());
    }
  }

  @Test
  void commandsThatComeTogetherAreAnsweredInOrder() {
    Pop3Script.play(
        """
        1> STAT
        1> LIST 1
        1> XYZZY
        1> RETR 1
        1> DELE 1
        1> STAT
        1> QUIT
        1< +OK 1 23
        1< +OK 1 23
        1< -ERR unknown command
        1< +OK 23 octets
        1< Subject: one
        1<
        1< Hello
        1< .
        1< +OK *
        1< +OK 0 0
        1< +OK goodbye
        1< (closed)
        2> STAT
        2< +OK 0 0
        """,
        ONE);
  }

  @Test
  void whatArrivesDuringTheSessionIsSeenByTheNext() throws Exception {
    try (var server = new TestServer(TestServer.memory(), true).open("ada")) {
      server.deliver(ONE);
      try (var client = new LineClient(server.port)) {
        client.line();
        client.ask("USER ada@example.test");
        client.ask("PASS " + TestServer.PASSWORD);
        server.deliver(TWO);
        server.post.messages().expunge(server.ada, server.inbox, java.util.List.of(1), false);
        // As the session began: numbers and contents stand still (RFC 1939 section 5).
        assertEquals("+OK 1 23", client.ask("STAT"));
        assertEquals("+OK 23 octets", client.ask("RETR 1"));
        assertEquals("Subject: one", client.line());
        client.line();
        client.line();
        assertEquals(".", client.line());
        assertEquals("+OK message 1 (23 octets) will be deleted", client.ask("DELE 1"));
        assertEquals("+OK goodbye", client.ask("QUIT"));
      }
      assertEquals(1, server.inbox().size());
    }
  }

  @Test
  void manyErrorsInARowEndTheSession() throws Exception {
    try (var server = new TestServer(TestServer.memory(), true).open("ada")) {
      try (var client = new LineClient(server.port)) {
        client.line();
        client.ask("USER ada@example.test");
        client.ask("PASS " + TestServer.PASSWORD);
        for (int i = 0; i < 3; i++) {
          for (int j = 0; j < 19; j++) {
            assertEquals("-ERR no such message", client.ask("RETR 1"));
          }
          assertEquals("+OK 0 0", client.ask("STAT"));
        }
        client.send("XYZZY\r\n".repeat(20));
        for (int i = 0; i < 20; i++) {
          assertEquals("-ERR unknown command", client.line());
        }
        assertEquals("-ERR too many errors; goodbye", client.line());
        assertEquals(LineClient.CLOSED, client.line());
      }
    }
  }

  @Test
  void aLineTooLongIsAnErrorAndTheNextOneIsRead() throws Exception {
    try (var server = new TestServer(TestServer.memory(), true).open("ada")) {
      try (var client = new LineClient(server.port)) {
        client.line();
        assertEquals("-ERR the line is too long", client.ask("USER " + "x".repeat(20_000)));
        assertEquals("-ERR sign in first", client.ask("NOOP"));
        assertEquals("-ERR a command is ASCII or UTF-8", client.ask("USER \u00ff\u00fe"));
        // A long s: its capital is an S.
        assertEquals("-ERR unknown command", client.ask("\u00c5\u00bfTAT"));
      }
    }
  }
}

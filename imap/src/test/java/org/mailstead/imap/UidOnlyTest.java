package org.mailstead.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Clients without sequence numbers (RFC 9586), in batches (RFC 10022), with limits (RFC 9738). */
class UidOnlyTest {
  @Test
  void nothingIsSaidWithANumber() {
    ImapScript.play(
        """
        1> a APPEND INBOX {1+}
        1> x
        1< a OK *
        1> a APPEND INBOX {1+}
        1> x
        1< a OK *
        1> b ENABLE UIDONLY
        1< * ENABLED UIDONLY
        1< b OK *
        1> c SELECT INBOX
        1< * FLAGS *
        1< * 2 EXISTS
        1< * 0 RECENT
        1< * OK [UIDVALIDITY *
        1< * OK [UIDNEXT 3] *
        1< * OK [PERMANENTFLAGS *
        1< * OK [HIGHESTMODSEQ *
        1< * OK [MAILBOXID *
        1< c OK *
        1> d UID FETCH 1:* FLAGS
        1< * 1 UIDFETCH (FLAGS ())
        1< * 2 UIDFETCH (FLAGS ())
        1< d OK *
        1> d UID FETCH 2 (UID FLAGS)
        1< * 2 UIDFETCH (UID 2 FLAGS ())
        1< d OK *
        1> e UID STORE 1 +FLAGS (\\Deleted)
        1< * 1 UIDFETCH (FLAGS (\\Deleted))
        1< e OK *
        2> a SELECT INBOX
        2~ * *
        2~ * *
        2~ * *
        2~ * *
        2~ * *
        2~ * *
        2~ * *
        2~ * *
        2~ * *
        2~ a OK *
        2> b STORE 2 +FLAGS (\\Seen)
        2< * 2 FETCH (UID 2 FLAGS (\\Seen))
        2< b OK *
        1> f NOOP
        1< * 2 UIDFETCH (FLAGS (\\Seen))
        1< f OK *
        1> g EXPUNGE
        1< * VANISHED 1
        1< g OK *
        1> h UID SEARCH UNSEEN
        1< * SEARCH
        1< h OK *
        1> h UID SEARCH RETURN (SAVE) ALL
        1< h OK *
        1> h UID FETCH $ FLAGS
        1< * 2 UIDFETCH (FLAGS (\\Seen))
        1< h OK *
        """);
  }

  @Test
  void numbersAreRefused() {
    ImapScript.play(
        """
        1> a APPEND INBOX {1+}
        1> x
        1< a OK *
        1> b ENABLE UIDONLY QRESYNC
        1< * ENABLED UIDONLY QRESYNC
        1< b OK *
        1> c SELECT INBOX (QRESYNC (1 1 1 (1 1)))
        1< c BAD [UIDREQUIRED] *
        1> c EXAMINE INBOX
        1< * FLAGS *
        1< * 1 EXISTS
        1< * 0 RECENT
        1< * OK [UIDVALIDITY *
        1< * OK [UIDNEXT 2] *
        1< * OK [PERMANENTFLAGS *
        1< * OK [HIGHESTMODSEQ *
        1< * OK [MAILBOXID *
        1< c OK *
        1> d FETCH 1 FLAGS
        1< d BAD [UIDREQUIRED] *
        1> e STORE 1 FLAGS ()
        1< e BAD [UIDREQUIRED] *
        1> f SEARCH ALL
        1< f BAD [UIDREQUIRED] *
        1> g COPY 1 Trash
        1< g BAD [UIDREQUIRED] *
        1> h MOVE 1 Trash
        1< h BAD [UIDREQUIRED] *
        1> i UID SEARCH NOT 1:5
        1< i BAD [UIDREQUIRED] *
        1> j UID SEARCH UID 1:5
        1< * SEARCH 1
        1< j OK *
        """);
  }

  private static Talk signedIn(TestServer server) throws IOException {
    var talk = new Talk(server.port);
    send(talk, "a LOGIN ada@example.test " + TestServer.PASSWORD);
    return talk;
  }

  /** The lines of an answer, the last one with the tag. */
  private static List<String> send(Talk talk, String command) throws IOException {
    talk.send(command + "\r\n");
    List<String> lines = new ArrayList<>();
    String tag = command.substring(0, command.indexOf(' ') + 1);
    do {
      lines.add(talk.line());
    } while (!lines.getLast().startsWith(tag));
    return lines;
  }

  private static void append(Talk talk, int messages) throws IOException {
    String all = " {2+}\r\n\r\n".repeat(messages);
    assertTrue(send(talk, "p APPEND INBOX" + all).getLast().startsWith("p OK"));
  }

  @Test
  void batchesCoverTheMailboxFromTheNewestOn() throws Exception {
    try (var server = new TestServer(TestServer.memory(), true);
        var talk = signedIn(server)) {
      send(talk, "b SELECT INBOX");
      assertEquals("* UIDBATCHES (TAG \"c\")", send(talk, "c UIDBATCHES 500").getFirst());
      append(talk, 1200);
      // Odd uids up to 99 go, so that the batches are not of equal width.
      for (int uid = 1; uid < 100; uid += 2) {
        send(talk, "d UID STORE " + uid + " +FLAGS.SILENT (\\Deleted)");
      }
      send(talk, "e EXPUNGE");
      assertEquals(
          "* UIDBATCHES (TAG \"f\") 1200:701,700:201,200:1",
          send(talk, "f UIDBATCHES 500").getFirst());
      assertEquals(
          "* UIDBATCHES (TAG \"g\") 700:201,200:1", send(talk, "g UIDBATCHES 500 2:9").getFirst());
      assertEquals("* UIDBATCHES (TAG \"h\")", send(talk, "h UIDBATCHES 500 7:9").getFirst());
      assertTrue(send(talk, "i UIDBATCHES 499").getFirst().startsWith("i NO [TOOFEW]"));
      assertTrue(send(talk, "j UIDBATCHES 500 0:9").getFirst().startsWith("j BAD"));
      assertTrue(send(talk, "k UIDBATCHES").getFirst().startsWith("k BAD"));
    }
  }

  @Test
  void aCommandWorksOnSoManyMessagesOfTheNewest() throws Exception {
    try (var server =
            new TestServer(
                TestServer.memory(),
                config ->
                    config
                        .withPlaintextLogin(true)
                        .withLimits(new ImapConfig.Limits(100_000, 3, 2)));
        var talk = signedIn(server)) {
      append(talk, 2);
      append(talk, 2);
      append(talk, 1);
      send(talk, "b SELECT INBOX");
      assertEquals(
          List.of(
              "* 3 FETCH (FLAGS ())",
              "* 4 FETCH (FLAGS ())",
              "* 5 FETCH (FLAGS ())",
              "c OK [MESSAGELIMIT 3 3] done"),
          send(talk, "c FETCH 1:* FLAGS"));
      assertEquals(
          List.of("* SEARCH 3 4 5", "d OK [MESSAGELIMIT 3 3] done"),
          send(talk, "d UID SEARCH UNSEEN"));
      assertEquals(
          List.of("* SEARCH 1 2", "e OK done"), send(talk, "e UID SEARCH UNSEEN UIDBEFORE 3"));
      assertEquals(List.of("* SEARCH 5", "e OK done"), send(talk, "e UID SEARCH UIDAFTER 4"));
      assertEquals(
          List.of("f NO [MESSAGELIMIT 2] too many messages for one command"),
          send(talk, "f COPY 1:3 Trash"));
      assertTrue(send(talk, "g COPY 1:2 Trash").getLast().startsWith("g OK [COPYUID"));
      assertEquals(
          "h OK [MESSAGELIMIT 3 3] done",
          send(talk, "h UID STORE 1:* +FLAGS (\\Deleted)").getLast());
      send(talk, "i UID STORE 1:2 +FLAGS (\\Deleted)");
      List<String> expunged = send(talk, "j EXPUNGE");
      assertEquals("j OK [MESSAGELIMIT 3 3] expunged", expunged.getLast());
      assertEquals(4, expunged.size());
      List<String> moved = send(talk, "k UID MOVE 1:* Trash");
      assertTrue(moved.getFirst().startsWith("* OK [COPYUID"), moved.toString());
      assertEquals("k OK moved", moved.getLast());
    }
  }

  @Test
  void multiAppendIsLimitedToo() throws Exception {
    try (var server =
            new TestServer(
                TestServer.memory(),
                config ->
                    config
                        .withPlaintextLogin(true)
                        .withLimits(new ImapConfig.Limits(100_000, 3, 2)));
        var talk = signedIn(server)) {
      String three = " {2+}\r\n\r\n".repeat(3);
      assertTrue(
          send(talk, "b APPEND INBOX" + three).getLast().startsWith("b NO [MESSAGELIMIT 2]"));
      assertEquals(
          "* STATUS \"INBOX\" (MESSAGES 0)", send(talk, "c STATUS INBOX (MESSAGES)").getFirst());
    }
  }
}

package org.mailstead.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Messages and mailboxes of absurd depth, width and length. */
class DeepTest {
  private static final List<String> ASKED =
      List.of(
          "FETCH 1 (BODYSTRUCTURE BODY ENVELOPE PREVIEW RFC822.SIZE)",
          "FETCH 1 (BODY.PEEK[1.1.1.1.1] BODY.PEEK[1.MIME] BINARY.SIZE[1.1] BINARY.PEEK[1.1.1])",
          "FETCH 1 BODY.PEEK[1" + ".1".repeat(2000) + "]",
          "FETCH 1 BODY.PEEK[HEADER.FIELDS (References Subject X-1)]",
          "CONVERT 1 (\"text/plain\" (\"charset\" \"utf-8\")) BINARY[1]",
          "CONVERT 1 (NIL (\"charset\" \"utf-8\")) BODY[HEADER]",
          "SEARCH TEXT nowhere BODY nothing HEADER X-9 9 SUBJECT x",
          "SEARCH RETURN (RELEVANCY ALL) FUZZY TEXT nowhere",
          "SORT (SUBJECT FROM DISPLAYTO) UTF-8 ALL",
          "THREAD REFERENCES UTF-8 ALL",
          "THREAD REFS UTF-8 ALL",
          "THREAD ORDEREDSUBJECT UTF-8 ALL",
          "FETCH 1 BODY[]",
          "COPY 1 Archive");

  private static String answer(Talk talk, String tag) throws IOException {
    String line = talk.response();
    while (line.startsWith("* ")) {
      line = talk.response();
    }
    assertTrue(line.startsWith(tag + " "), line);
    return line;
  }

  private static Talk signedIn(TestServer server) throws IOException {
    var talk = new Talk(server.port);
    talk.send("a LOGIN ada@example.test " + TestServer.PASSWORD + "\r\n");
    assertTrue(answer(talk, "a").startsWith("a OK"));
    return talk;
  }

  private static void holds(String message) throws Exception {
    try (var server =
            new TestServer(
                TestServer.memory(),
                config -> config.withPlaintextLogin(true).withMaxAppend(8 << 20));
        var talk = signedIn(server)) {
      talk.send("b APPEND INBOX {" + message.length() + "+}\r\n" + message + "\r\n");
      String appended = answer(talk, "b");
      assertTrue(appended.startsWith("b OK"), appended);
      talk.send("c SELECT INBOX\r\n");
      assertTrue(answer(talk, "c").startsWith("c OK"));
      for (String asked : ASKED) {
        talk.send("d " + asked + "\r\n");
        String answer = answer(talk, "d");
        assertTrue(answer.startsWith("d OK") || answer.startsWith("d NO "), answer);
      }
    }
  }

  @Test
  void messagesInMessages() throws Exception {
    holds("Subject: s\r\nContent-Type: message/rfc822\r\n\r\n".repeat(10_000) + "x");
  }

  @Test
  void multipartsInMultiparts() throws Exception {
    var message = new StringBuilder();
    for (int i = 0; i < 10_000; i++) {
      message.append("Content-Type: multipart/mixed; boundary=b").append(i);
      message.append("\r\n\r\n--b").append(i).append("\r\n");
    }
    holds(message + "\r\nx");
  }

  @Test
  void multipartsAndMessagesInTurn() throws Exception {
    var message = new StringBuilder();
    for (int i = 0; i < 5000; i++) {
      message.append("Content-Type: multipart/digest; boundary=b").append(i);
      message.append("\r\n\r\n--b").append(i).append("\r\n\r\n");
    }
    holds(message + "\r\nx");
  }

  @Test
  void veryManyParts() throws Exception {
    holds(
        "Content-Type: multipart/mixed; boundary=b\r\n\r\n"
            + "--b\r\nContent-Type: text/plain; a=b\r\n\r\nx\r\n".repeat(50_000)
            + "--b--\r\n");
  }

  @Test
  void hugeHeaders() throws Exception {
    var header = new StringBuilder("Subject: s\r\n");
    for (int i = 0; i < 50_000; i++) {
      header.append("X-").append(i).append(": ").append(i).append("\r\n");
    }
    holds(header + "\r\nx");
    holds("Subject:" + " =?utf-8?q?=C3=A4?=\r\n".repeat(50_000) + "\r\nx");
    holds("To: " + "a@b, ".repeat(200_000) + "c@d\r\n\r\nx");
    holds("To: " + "(".repeat(500_000) + "\r\n\r\nx");
    holds("To: " + "g: ".repeat(100_000) + ";\r\n\r\nx");
    holds("References: " + "<a@b> ".repeat(200_000) + "\r\n\r\nx");
    holds("Content-Type: text/plain" + "; a*0*=b".repeat(100_000) + "\r\n\r\nx");
    holds("Content-Type: text/html\r\n\r\n" + "<div>".repeat(300_000) + "x");
    holds("Subject: " + "re: [a] ".repeat(200_000) + "\r\n\r\nx");
  }

  // ---- mailboxes

  private static void makeTree(TestServer server, int rows) {
    for (int i = 0; i < rows; i++) {
      var path = new StringBuilder("t" + i);
      for (int level = 1; level < 20; level++) {
        path.append("/l").append(level);
      }
      server
          .post
          .mailboxes()
          .create(server.ada.id(), path.toString(), org.mailstead.post.Mailbox.Role.NONE);
    }
  }

  private static int count(Talk talk, String command, String start) throws IOException {
    talk.send("e " + command + "\r\n");
    int count = 0;
    String line = talk.response();
    while (line.startsWith("* ")) {
      count += line.startsWith(start) ? 1 : 0;
      line = talk.response();
    }
    assertTrue(line.startsWith("e OK"), line);
    return count;
  }

  @Test
  void tenThousandMailboxes() throws Exception {
    try (var server = new TestServer(TestServer.memory(), true);
        var talk = signedIn(server);
        var other = signedIn(server)) {
      makeTree(server, 499);
      int all = 499 * 20 + 6;
      assertEquals(all, count(talk, "LIST \"\" *", "* LIST "));
      assertEquals(499 + 6, count(talk, "LIST \"\" %", "* LIST "));
      assertEquals(499, count(talk, "LIST \"\" " + "%/".repeat(19) + "%", "* LIST "));
      assertEquals(0, count(talk, "LIST \"\" " + "*l1%".repeat(1000), "* LIST "));
      assertEquals(all, count(talk, "LIST \"\" * RETURN (STATUS (MESSAGES UIDNEXT))", "* STATUS "));
      assertEquals(0, count(other, "APPEND t1/l1/l2 {1+}\r\nx", "* STATUS"));
      assertEquals(1, count(talk, "ESEARCH IN (personal) RETURN (COUNT) ALL", "* ESEARCH "));
      String names = "t1/l1 ".repeat(900) + "t2";
      assertEquals(
          1, count(talk, "ESEARCH IN (subtree (" + names + ")) RETURN (COUNT) ALL", "* ESEARCH "));
      assertEquals(
          all,
          count(
              talk,
              "NOTIFY SET STATUS (PERSONAL (MessageNew MessageExpunge FlagChange MailboxName))",
              "* STATUS "));
      assertEquals(0, count(other, "APPEND t7/l1/l2 {1+}\r\nx", "* STATUS"));
      assertTrue(talk.response().startsWith("* STATUS \"t7/l1/l2\" (UIDNEXT 2 MESSAGES 1"));
      assertEquals(0, count(other, "RENAME t8 u8", "* LIST"));
      assertTrue(talk.response().startsWith("* LIST (\\HasChildren) \"/\" \"u8\""));
      assertEquals(0, count(other, "RENAME u8 t9/v", "", "e NO"));
    }
  }

  private static int count(Talk talk, String command, String start, String end) throws IOException {
    talk.send("e " + command + "\r\n");
    String answer = answer(talk, "e");
    assertTrue(answer.startsWith(end), answer + " to " + command + start);
    return 0;
  }
}

package org.mailstead.post.transfer.imap;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mailstead.post.transfer.imap.Value.Many;
import org.mailstead.post.transfer.imap.Value.Nil;
import org.mailstead.post.transfer.imap.Value.Text;
import org.mailstead.post.transfer.imap.Value.Word;

/** What servers say, each in its own way (RFC 9051 section 7). */
class ResponseReaderTest {
  private static Response read(String said) throws IOException {
    return Said.reader(said).next(OutputStream.nullOutputStream());
  }

  private static Response.Data data(String said) throws IOException {
    return (Response.Data) read(said);
  }

  @Test
  void statesHaveCodesAndWords() throws IOException {
    assertEquals(
        new Response.State("*", Response.Status.OK, "CAPABILITY IMAP4rev1 IDLE", "Hello there"),
        read("* OK [CAPABILITY IMAP4rev1 IDLE] Hello there\r\n"));
    assertEquals(
        new Response.State("a1", Response.Status.NO, "", "[half a code"),
        read("a1 NO [half a code\r\n"));
    assertEquals(
        new Response.State("*", Response.Status.BYE, "", "I am tired {12}"),
        read("* bye I am tired {12}\r\n"));
    assertEquals(new Response.State("m2", Response.Status.OK, "", ""), read("m2 OK\r\n"));
    assertEquals(new Response.GoOn(), read("+\r\n"));
    assertEquals(new Response.GoOn(), read("+ go {3}\r\n"));
  }

  @Test
  void literalsStandAnywhere() throws IOException {
    assertEquals(
        List.of(new Many(List.of(new Word("\\Sent"))), new Text("/"), new Text("a \"{b}\"\r\nc")),
        data("* LIST (\\Sent) \"/\" {10}\r\na \"{b}\"\r\nc\r\n").values());
    assertEquals(
        List.of(new Text("IN"), new Many(List.of(new Word("MESSAGES"), new Word("4")))),
        data("* STATUS {2+}\r\nIN (MESSAGES 4)\r\n").values());
    assertEquals(
        List.of(new Many(List.of(new Text("."), new Nil(), new Text("")))),
        data("* X ({1}\r\n. nil ~{0}\r\n)\r\n").values());
  }

  @Test
  void oddWaysMakeSenseAllTheSame() throws IOException {
    assertEquals(new Response.Data("EXISTS", 12, List.of()), read("\r\n* 12 EXISTS \r\n"));
    assertEquals(new Response.Data("EXISTS", 12, List.of()), read("* 12 exists\n"));
    assertEquals(
        List.of(new Many(List.of()), new Nil(), new Word("[Gmail]/All")),
        data("* LIST () NIL [Gmail]/All\r\n").values());
    assertEquals(
        List.of(new Many(List.of(new Word("A"))), new Text("unfinished")),
        data("* LIST (A) ) \"unfinished\r\n").values());
    assertEquals(
        List.of(new Text("a\"b\\c"), new Word("d")), data("* X \"a\\\"b\\\\c\"d\r\n").values());
  }

  @Test
  void theOctetsOfAMessageGoWhereTheyShall() throws IOException {
    var body = new ByteArrayOutputStream();
    ResponseReader reader =
        Said.reader(
            "* 3 FETCH (FLAGS (\\Seen $x) BODY[] {9}\r\nA: b\r\n\r\n) UID 17 X-GM-LABELS"
                + " (\"\\\\Inbox\" {1}\r\n& NIL))\r\n* 4 FETCH (UID 18 BODY[] NIL)\r\n"
                + "* 5 FETCH (BODY[] \"in quotes\" UID 19)\r\n* 6 FETCH (UID 20\r\n");
    var first = (Response.Fetch) reader.next(body);
    assertEquals("A: b\r\n\r\n)", body.toString(ISO_8859_1));
    assertEquals(17, first.uid());
    assertTrue(first.body());
    assertEquals(
        Map.of(
            "UID",
            new Word("17"),
            "FLAGS",
            new Many(List.of(new Word("\\Seen"), new Word("$x"))),
            "X-GM-LABELS",
            new Many(List.of(new Text("\\Inbox"), new Text("&"), new Nil()))),
        first.items());
    body.reset();
    assertTrue(((Response.Fetch) reader.next(body)).body());
    assertEquals(0, body.size());
    assertEquals(19, ((Response.Fetch) reader.next(body)).uid());
    assertEquals("in quotes", body.toString(ISO_8859_1));
    assertEquals(20, ((Response.Fetch) reader.next(body)).uid(), "the list need not end");
  }

  @Test
  void whatHasNoEndIsNotTaken() {
    String depth = "* X " + "(".repeat(30) + "\r\n";
    assertThrows(ResponseReader.Nonsense.class, () -> read(depth));
    String line = "* X " + "a".repeat(70_000) + "\r\n";
    assertThrows(ResponseReader.Nonsense.class, () -> read(line));
    assertThrows(ResponseReader.Nonsense.class, () -> read("* X {70000}\r\n"));
    assertThrows(ResponseReader.Nonsense.class, () -> read("* 1 FETCH (BODY[] {99999999999}\r\n"));
    assertThrows(ResponseReader.Nonsense.class, () -> read("\r\n".repeat(200)));
    assertThrows(ResponseReader.Nonsense.class, () -> read("220 mail.test ESMTP\r\n"));
    String many = "* X" + " {60000}\r\n".concat("x".repeat(60_000)).repeat(20) + "\r\n";
    assertThrows(ResponseReader.Nonsense.class, () -> read(many));
    String small = "* X (" + "{0}\r\n ".repeat(10_001) + ")\r\n";
    assertThrows(ResponseReader.Nonsense.class, () -> read(small));
    assertThrows(EOFException.class, () -> read("* X {5}\r\nab"));
    assertThrows(EOFException.class, () -> read(""));
  }

  @Test
  void namesAreReadAsTheyAreMeant() {
    assertEquals("日本語", FolderList.name("&ZeVnLIqe-", false));
    assertEquals("&ZeVnLIqe-", FolderList.name("&ZeVnLIqe-", true));
    assertEquals("a&b", FolderList.name("a&-b", false));
    assertEquals("R&D", FolderList.name("R&D", false), "spelt wrong, and meant so");
    assertEquals("Entwürfe", FolderList.name("Entw\u00c3\u00bcrfe", false));
  }
}

package org.mailstead.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mailstead.store.Engine;

/** URLAUTH (RFC 4467) and what RFC 5524 adds to URLFETCH; ada gives, bob fetches. */
class UrlAuthTest {
  private static final String ADA = "imap://ada%40example.test@imap.example.test/";

  private final Engine engine = TestServer.hostile(11);
  private TestServer server;
  private Talk ada;
  private Talk bob;

  @BeforeEach
  void start() throws Exception {
    server = new TestServer(engine, true);
    server.addAccount("bob@example.test");
    ada = signedIn("ada");
    bob = signedIn("bob");
    String message =
        """
        Subject: greetings
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary=b

        --b
        Content-Type: text/plain; charset=utf-8
        Content-Transfer-Encoding: quoted-printable

        Gr=C3=BC=C3=9Fe
        --b
        Content-Type: application/octet-stream
        Content-Transfer-Encoding: base64

        YQBiYw==
        --b
        Content-Transfer-Encoding: x-secret

        abc
        --b--
        """
            .replace("\n", "\r\n");
    ada.send("p APPEND INBOX {" + message.length() + "+}\r\n" + message + "\r\n");
    assertTrue(ada.line().startsWith("p OK"));
  }

  private Talk signedIn(String name) throws Exception {
    var talk = new Talk(server.port);
    assertTrue(talk.line().startsWith("* OK"));
    talk.send("l LOGIN " + name + "@example.test " + TestServer.PASSWORD + "\r\n");
    assertTrue(talk.line().startsWith("l OK"));
    return talk;
  }

  @AfterEach
  void stop() throws Exception {
    ada.close();
    bob.close();
    server.close();
  }

  private String generate(String path) throws Exception {
    ada.send("g GENURLAUTH \"" + ADA + path + "\" INTERNAL\r\n");
    String line = ada.response();
    assertTrue(line.startsWith("* GENURLAUTH \"" + ADA + path + ":INTERNAL:"), line);
    assertEquals("g OK done", ada.line());
    return line.substring("* GENURLAUTH ".length());
  }

  private static String fetch(Talk by, String arguments) throws Exception {
    by.send("f URLFETCH " + arguments + "\r\n");
    String answer = by.response();
    assertEquals("f OK done", by.line());
    return answer;
  }

  @Test
  void anAuthorizedUrlShowsItsPartToThoseWhoMayUseIt() throws Exception {
    String anybody = generate("INBOX/;UID=1/;SECTION=1;URLAUTH=anonymous");
    String theirs = generate("INBOX/;UID=1/;SECTION=1;URLAUTH=user+bob%40example.test");
    String mine = generate("INBOX/;UID=1/;SECTION=1;URLAUTH=user+ada%40example.test");
    String users = generate("INBOX/;UID=1/;SECTION=HEADER;URLAUTH=authuser");
    String submission = generate("INBOX/;UID=1;URLAUTH=submit+bob%40example.test");
    assertEquals("* URLFETCH " + anybody + " {15}\r\nGr=C3=BC=C3=9Fe", fetch(bob, anybody));
    assertEquals("* URLFETCH " + theirs + " {15}\r\nGr=C3=BC=C3=9Fe", fetch(bob, theirs));
    assertEquals("* URLFETCH " + mine + " NIL", fetch(bob, mine));
    assertEquals("* URLFETCH " + mine + " {15}\r\nGr=C3=BC=C3=9Fe", fetch(ada, mine));
    assertTrue(fetch(bob, users).contains("Subject: greetings\r\n"));
    assertEquals("* URLFETCH " + submission + " NIL", fetch(bob, submission));
  }

  @Test
  void aPartIsTakenOutOfItsEncoding() throws Exception {
    String text = generate("INBOX/;UID=1/;SECTION=1;URLAUTH=anonymous");
    String data = generate("INBOX/;UID=1/;SECTION=2;URLAUTH=anonymous");
    String cut = generate("INBOX/;UID=1/;SECTION=2/;PARTIAL=1.2;URLAUTH=anonymous");
    String secret = generate("INBOX/;UID=1/;SECTION=3;URLAUTH=anonymous");
    assertEquals(
        "* URLFETCH "
            + text
            + " (BODYPARTSTRUCTURE (\"TEXT\" \"PLAIN\" (\"CHARSET\" \"utf-8\") NIL NIL"
            + " \"QUOTED-PRINTABLE\" 15 0 NIL NIL NIL NIL)) (BINARY {7}\r\nGr\u00c3\u00bc\u00c3\u009fe)",
        fetch(bob, "(" + text + " BINARY BODYPARTSTRUCTURE)"));
    assertEquals(
        "* URLFETCH " + data + " (BINARY ~{4}\r\na\0bc)", fetch(bob, "(" + data + " BINARY)"));
    assertEquals("* URLFETCH " + cut + " (BINARY ~{2}\r\n\0b)", fetch(bob, "(" + cut + " BINARY)"));
    assertEquals(
        "* URLFETCH " + data + " (BODY {8}\r\nYQBiYw==)", fetch(bob, "(" + data + " BODY)"));
    assertEquals("* URLFETCH " + data + " {8}\r\nYQBiYw==", fetch(bob, "(" + data + ")"));
    assertEquals("* URLFETCH " + secret + " (BINARY NIL)", fetch(bob, "(" + secret + " BINARY)"));
    bob.send("b URLFETCH (" + data + " BINARY BODY)\r\n");
    assertTrue(bob.line().startsWith("b BAD"));
    bob.send("c URLFETCH (" + data + " BODY BODY)\r\n");
    assertTrue(bob.line().startsWith("c BAD"));
  }

  @Test
  void whatIsNotProvedIsNotShown() throws Exception {
    String good = generate("INBOX/;UID=1/;SECTION=1;URLAUTH=anonymous");
    String moved = good.replace("SECTION=1", "SECTION=2");
    String forged = good.replaceFirst("INTERNAL:01", "INTERNAL:02");
    String rump = good.replaceFirst(":INTERNAL:.*", "\"");
    String other = good.replace("INTERNAL", "XSAMPLE");
    for (String url :
        new String[] {moved, forged, rump, other, "\"imap://x\"", "\"/INBOX/;UID=1\""}) {
      assertEquals("* URLFETCH " + url + " NIL", fetch(bob, url));
    }
    String late = generate("INBOX/;UID=1;EXPIRE=2026-01-02T03:04:05Z;URLAUTH=anonymous");
    assertEquals("* URLFETCH " + late + " NIL", fetch(bob, late));
    String early =
        generate("INBOX/;UID=1/;SECTION=3;EXPIRE=2026-01-02T04:04:06+01:00;URLAUTH=anonymous");
    assertEquals("* URLFETCH " + early + " {3}\r\nabc", fetch(bob, early));
    String missing = generate("INBOX/;UID=9;URLAUTH=anonymous");
    assertEquals("* URLFETCH " + missing + " NIL", fetch(bob, missing));
  }

  @Test
  void aResetKeyTakesAllUrlsOfAMailboxBack() throws Exception {
    String inbox = generate("INBOX/;UID=1/;SECTION=3;URLAUTH=anonymous");
    ada.send("a RESETKEY Drafts INTERNAL\r\n");
    assertEquals("a OK [URLMECH INTERNAL] done", ada.line());
    assertTrue(fetch(bob, inbox).endsWith("abc"));
    ada.send("b RESETKEY INBOX\r\n");
    assertEquals("b OK [URLMECH INTERNAL] done", ada.line());
    assertEquals("* URLFETCH " + inbox + " NIL", fetch(bob, inbox));
    String again = generate("INBOX/;UID=1/;SECTION=3;URLAUTH=anonymous");
    assertNotEquals(inbox, again);
    ada.send("c RESETKEY\r\n");
    assertEquals("c OK [URLMECH INTERNAL] done", ada.line());
    assertEquals("* URLFETCH " + again + " NIL", fetch(bob, again));
    ada.send("d RESETKEY INBOX XSAMPLE\r\n");
    assertTrue(ada.line().startsWith("d BAD"));
    ada.send("e RESETKEY Nowhere\r\n");
    assertTrue(ada.line().startsWith("e NO [NONEXISTENT]"));
  }

  @Test
  void onlyTheirOwnerGivesUrlsOut() throws Exception {
    String[] wrong = {
      ADA + "INBOX/;UID=1", // says not who may use it
      ADA + "INBOX;URLAUTH=anonymous", // no message
      ADA + "Nowhere/;UID=1;URLAUTH=anonymous",
      "imap://bob%40example.test@imap.example.test/INBOX/;UID=1;URLAUTH=anonymous",
      "imap://ada%40example.test@elsewhere.test/INBOX/;UID=1;URLAUTH=anonymous",
      "imap://imap.example.test/INBOX/;UID=1;URLAUTH=anonymous",
    };
    for (String url : wrong) {
      ada.send("a GENURLAUTH \"" + url + "\" INTERNAL\r\n");
      String line = ada.line();
      assertTrue(line.startsWith("a BAD"), url + ": " + line);
    }
    ada.send("b GENURLAUTH \"" + ADA + "INBOX/;UID=1;URLAUTH=anonymous\" XSAMPLE\r\n");
    assertTrue(ada.line().startsWith("b BAD"));
  }

  @Test
  void selectNamesTheMechanismOnAConnectionThatNobodyHears() {
    ImapScript.play(
        """
        1> s EXAMINE Drafts
        1~ * FLAGS *
        1~ * 0 EXISTS
        1~ * 0 RECENT
        1~ * OK [UIDVALIDITY *
        1~ * OK [UIDNEXT 1]*
        1~ * OK [PERMANENTFLAGS *
        1~ * OK [HIGHESTMODSEQ *
        1~ * OK [MAILBOXID *
        1~ * OK [URLMECH INTERNAL]*
        1~ s OK *
        """);
  }
}

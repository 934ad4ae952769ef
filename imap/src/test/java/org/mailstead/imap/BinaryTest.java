package org.mailstead.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** BINARY (RFC 3516), and octets that only it can show (RFC 9051 section 4.3.1). */
class BinaryTest {
  private static final String SELECT =
      """
      1> s SELECT INBOX
      1~ * FLAGS *
      1~ * 1 EXISTS
      1~ * 0 RECENT
      1~ * OK [UNSEEN 1]*
      1~ * OK [UIDVALIDITY *
      1~ * OK [UIDNEXT 2]*
      1~ * OK [PERMANENTFLAGS *
      1~ * OK [HIGHESTMODSEQ *
      1~ * OK [MAILBOXID *
      1~ s OK *
      """;

  @Test
  void aBinaryPartThatIsAppendedIsKeptInBase64() {
    ImapScript.play(
        """
        1> p APPEND INBOX ~{67+}
        1> Content-Type: image/x
        1> Content-Transfer-Encoding: binary
        1>
        1> a\0b\0c
        1>
        1< p OK *
        """
            + SELECT
            + """
            1> a FETCH 1 (BODYSTRUCTURE RFC822.SIZE)
            1< * 1 FETCH (BODYSTRUCTURE ("IMAGE" "X" NIL NIL NIL "BASE64" 14 NIL NIL NIL NIL) RFC822.SIZE 74)
            1< a OK *
            1> b FETCH 1 BODY.PEEK[]
            1< * 1 FETCH (BODY[] {74}
            1< Content-Type: image/x
            1< Content-Transfer-Encoding: base64
            1<
            1< YQBiAGMNCg==
            1< )
            1< b OK *
            1> c FETCH 1 (BINARY.SIZE[1] BINARY.PEEK[1])
            1< * 1 FETCH (BINARY.SIZE[1] 7 BINARY[1] ~{7}
            1< a\0b\0c
            1< )
            1< c OK *
            1> d FETCH 1 BINARY.PEEK[1]<2.2>
            1< * 1 FETCH (BINARY[1]<2> ~{2}
            1< b\0)
            1< d OK *
            """);
  }

  @Test
  void aNulThatIsThereAllTheSameIsNotSent() throws Exception {
    try (var server = new TestServer(TestServer.memory(), true);
        var talk = new Talk(server.port)) {
      talk.send("a LOGIN ada@example.test " + TestServer.PASSWORD + "\r\n");
      talk.send("b APPEND INBOX ~{58+}\r\n");
      talk.send("Subject: a\0b\r\nContent-Transfer-Encoding: base64\r\n\r\n\0QUJD\r\n\r\n");
      talk.send("c EXAMINE INBOX\r\n");
      while (!talk.line().startsWith("c OK")) {
        // not of interest here
      }
      talk.send(
          "d FETCH 1 (BODY[HEADER.FIELDS (Subject)] RFC822.SIZE RFC822.TEXT BODY[1]<0.2>)\r\n");
      assertEquals(
          "* 1 FETCH (BODY[HEADER.FIELDS (Subject)] {16}\r\nSubject: a\u0080b\r\n\r\n"
              + " RFC822.SIZE 58 RFC822.TEXT {7}\r\n\u0080QUJD\r\n BODY[1]<0> {2}\r\n\u0080Q)",
          talk.response());
      assertEquals("d OK done", talk.line());
      talk.send("e FETCH 1 (BODY[] ENVELOPE BINARY[1])\r\n");
      assertEquals(
          "* 1 FETCH (BODY[] {58}\r\nSubject: a\u0080b\r\nContent-Transfer-Encoding: base64\r\n\r\n"
              + "\u0080QUJD\r\n ENVELOPE (NIL \"ab\" NIL NIL NIL NIL NIL NIL NIL NIL)"
              + " BINARY[1] {3}\r\nABC)",
          talk.response());
    }
  }

  @Test
  void aPartThatIsEncodedInAnUnknownWayIsNotDecoded() {
    ImapScript.play(
        """
        1> p APPEND INBOX {44+}
        1> Content-Transfer-Encoding: x-secret
        1>
        1> abc
        1>
        1< p OK *
        """
            + SELECT
            + """
            1> a FETCH 1 (UID BINARY.PEEK[1])
            1< a NO [UNKNOWN-CTE]*
            1> b FETCH 1 BINARY.SIZE[1]
            1< b NO [UNKNOWN-CTE]*
            1> c FETCH 1 (BODY.PEEK[1] BINARY.PEEK[2] BINARY.SIZE[2])
            1< * 1 FETCH (BODY[1] {5}
            1< abc
            1<  BINARY[2] NIL BINARY.SIZE[2] 0)
            1< c OK *
            """);
  }
}

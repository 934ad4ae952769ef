package org.mailstead.imap;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** UTF8=ACCEPT (RFC 6855, RFC 9755). */
class Utf8Test {
  @Test
  void mailToAnAddressBeyondAsciiNeedsAClientThatKnowsOfIt() {
    ImapScript.play(
        """
        1> a APPEND INBOX {25+}
        1> To: dörte@example.test
        1>
        1< a NO [CANNOT] say ENABLE UTF8=ACCEPT first
        1> b APPEND INBOX UTF8 (~{25+}
        1> To: dörte@example.test
        1> )
        1< b NO [CANNOT]*
        1> c ENABLE UTF8=ACCEPT
        1< * ENABLED UTF8=ACCEPT
        1< c OK *
        1> d APPEND INBOX UTF8 (~{25+}
        1> To: dörte@example.test
        1> )
        1< d OK *
        1> e APPEND INBOX {25+}
        1> To: dörte@example.test
        1>
        1< e OK *
        1> f APPEND INBOX CATENATE (UTF8 (~{25+}
        1> To: dörte@example.test
        1> ) TEXT {2+}
        1>
        1> )
        1< f OK *
        1> s EXAMINE "INBOX"
        1~ * FLAGS *
        1~ * 3 EXISTS
        1~ * 0 RECENT
        1~ * OK [UNSEEN 1]*
        1~ * OK [UIDVALIDITY *
        1~ * OK [UIDNEXT 4]*
        1~ * OK [PERMANENTFLAGS *
        1~ * OK [HIGHESTMODSEQ *
        1~ * OK [MAILBOXID *
        1~ s OK *
        1> g SEARCH TO "dörte"
        1< * SEARCH 1 2 3
        1< g OK *
        1> h SEARCH CHARSET UTF-8 TO "dörte"
        1< h BAD *
        1> i ENABLE IMAP4rev2
        1< * ENABLED IMAP4rev2
        1< i OK *
        1> j SEARCH CHARSET UTF-8 TO "dörte"
        1< * ESEARCH *
        1< j OK *
        """);
  }

  /** Mail of old has names and subjects in raw octets; a mailbox that moves here keeps it. */
  @Test
  void mailOfOldIsTakenFromAnyClient() {
    ImapScript.play(
        """
        1> a APPEND INBOX {47+}
        1> Subject: Grüße
        1> To: Dörte <d@example.test>
        1>
        1< a OK *
        """);
  }

  @Test
  void onlyUtf8StandsInQuotes() throws Exception {
    try (var server = new TestServer(TestServer.memory(), true);
        var talk = new Talk(server.port)) {
      assertTrue(talk.line().startsWith("* OK"));
      talk.send(
          "a LOGIN ada@example.test secret\r\nb CREATE \"\u00fc\"\r\nc CREATE \"\u00c3\u00bc\"\r\n");
      assertTrue(talk.line().startsWith("a OK"));
      assertTrue(talk.line().startsWith("b BAD"));
      assertTrue(talk.line().startsWith("c OK"));
      talk.send("d LIST \"\" %\r\n");
      boolean seen = false;
      for (String line = talk.line(); !line.startsWith("d OK"); line = talk.line()) {
        seen |= line.endsWith("\"&APw-\"");
      }
      assertTrue(seen);
    }
  }
}

package org.mailstead.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Signing in and out, IDLE, and what every client does first. */
class SessionTest {
  @Test
  void aFirstSession() {
    ImapScript.play(
        """
        1> a LIST "" *
        1< * LIST (\\HasNoChildren) "/" "INBOX"
        1< * LIST (\\HasNoChildren \\Archive) "/" "Archive"
        1< * LIST (\\HasNoChildren \\Drafts) "/" "Drafts"
        1< * LIST (\\HasNoChildren \\Junk) "/" "Junk"
        1< * LIST (\\HasNoChildren \\Sent) "/" "Sent"
        1< * LIST (\\HasNoChildren \\Trash) "/" "Trash"
        1< a OK *
        1> b APPEND INBOX (\\Flagged) "01-Feb-2024 10:20:30 +0100" {25}
        1< + OK
        1> Subject: one
        1>
        1> Hello all
        1< b OK [APPENDUID $validity 1] appended
        1> c SELECT INBOX
        1< * FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)
        1< * 1 EXISTS
        1< * 0 RECENT
        1< * OK [UNSEEN 1]*
        1< * OK [UIDVALIDITY $validity]*
        1< * OK [UIDNEXT 2]*
        1< * OK [PERMANENTFLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft \\*)]*
        1< * OK [HIGHESTMODSEQ *
        1< * OK [MAILBOXID (F1-1)]*
        1< c OK [READ-WRITE]*
        1> d FETCH 1 (FLAGS UID INTERNALDATE RFC822.SIZE ENVELOPE)
        1< * 1 FETCH (FLAGS (\\Flagged) UID 1 INTERNALDATE " 1-Feb-2024 10:20:30 +0100" RFC822.SIZE 25 ENVELOPE (NIL "one" NIL NIL NIL NIL NIL NIL NIL NIL))
        1< d OK done
        1> e FETCH 1 BODY[]
        1< * 1 FETCH (BODY[] {25}
        1< Subject: one
        1<
        1< Hello all FLAGS (\\Seen \\Flagged))
        1< e OK done
        1> f STORE 1 +FLAGS (\\Deleted $Work)
        1< * FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft $Work)
        1< * OK [PERMANENTFLAGS *
        1< * 1 FETCH (UID 1 FLAGS (\\Seen \\Flagged \\Deleted $Work))
        1< f OK done
        1> g EXPUNGE
        1< * 1 EXPUNGE
        1< g OK expunged
        1> h LOGOUT
        1< * BYE goodbye
        1< h OK goodbye
        1< (closed)
        """);
  }

  @Test
  void idleTellsOfAMessageThatAnotherSessionAdds() {
    ImapScript.play(
        """
        1> a SELECT INBOX
        1~ * FLAGS *
        1~ * 0 EXISTS
        1~ * 0 RECENT
        1~ * OK [UIDVALIDITY *
        1~ * OK [UIDNEXT 1]*
        1~ * OK [PERMANENTFLAGS *
        1~ * OK [HIGHESTMODSEQ *
        1~ * OK [MAILBOXID *
        1~ a OK *
        1> b IDLE
        1< + idling
        2> c APPEND INBOX (\\Seen) {3+}
        2> hi!
        2< c OK [APPENDUID $validity $uid]*
        1< * 1 EXISTS
        1< * 0 RECENT
        1> DONE
        1< b OK *
        """);
  }

  @Test
  void passwordsAreNotTakenWithoutTls() {
    ImapScript.playFromTheGreeting(
        false,
        """
        1< * OK [CAPABILITY IMAP4rev1 IMAP4rev2 LITERAL+ SASL-IR ID ENABLE LANGUAGE STARTTLS LOGINDISABLED AUTH=SCRAM-SHA-512 AUTH=SCRAM-SHA-256] imap.example.test Mailstead
        1> a LOGIN ada@example.test secret
        1< a NO [PRIVACYREQUIRED]*
        1> b SELECT INBOX
        1< b BAD *
        1> c STARTTLS
        1< c OK *
        1!
        1> d CAPABILITY
        1< * CAPABILITY IMAP4rev1 IMAP4rev2 LITERAL+ SASL-IR ID ENABLE LANGUAGE AUTH=SCRAM-SHA-512-PLUS AUTH=SCRAM-SHA-256-PLUS AUTH=SCRAM-SHA-512 AUTH=SCRAM-SHA-256 AUTH=PLAIN AUTH=LOGIN
        1< d OK *
        1> e LOGIN ada@example.test wrong
        1< e NO [AUTHENTICATIONFAILED]*
        1> f LOGIN ada@example.test "secret"
        1< f OK [CAPABILITY IMAP4rev1 *
        """);
  }

  @Test
  void saslWithAndWithoutInitialResponse() {
    ImapScript.playFromTheGreeting(
        true,
        """
        1< * OK *
        1> a AUTHENTICATE PLAIN
        1< +*
        1> *
        1< a BAD cancelled
        1> b AUTHENTICATE PLAIN
        1< +*
        1> AGFkYUBleGFtcGxlLnRlc3QAc2VjcmV0
        1< b OK *
        2< * OK *
        2> a AUTHENTICATE PLAIN AGFkYUBleGFtcGxlLnRlc3QAc2VjcmV0
        2< a OK *
        2> b AUTHENTICATE PLAIN AGFkYUBleGFtcGxlLnRlc3QAc2VjcmV0
        2< b BAD signed in already
        3< * OK *
        3> a AUTHENTICATE FOO
        3< a NO [CANNOT]*
        """);
  }

  @Test
  void aServerThatStopsSaysBye() throws Exception {
    try (var server = new TestServer(TestServer.memory(), true)) {
      try (var talk = new Talk(server.port);
          var idling = new Talk(server.port)) {
        assertTrue(talk.line().startsWith("* OK "));
        idling.line();
        idling.send("a LOGIN ada@example.test secret\r\nb IDLE\r\n");
        assertTrue(idling.line().startsWith("a OK "));
        assertEquals("+ idling", idling.line());
        server.stop();
        assertTrue(talk.line().startsWith("* BYE "));
        assertTrue(idling.line().startsWith("* BYE "));
      }
    }
  }

  @Test
  void textBeforeTlsIsNotTakenForTextUnderTls() throws Exception {
    try (var server = new TestServer(TestServer.memory(), false);
        var talk = new Talk(server.port)) {
      talk.line();
      talk.send("a STARTTLS\r\nb LOGIN ada@example.test secret\r\n");
      assertTrue(talk.line().startsWith("a OK "));
      assertEquals("(closed)", talk.line());
    }
  }

  @Test
  void commandsThatComeTogetherAreAnsweredInOrder() {
    ImapScript.play(
        """
        1> a CREATE One
        1> b STATUS One (MESSAGES)
        1> c SELECT One
        1> d UNSELECT
        1> e FETCH 1 UID
        1< a OK *
        1< * STATUS "One" (MESSAGES 0)
        1< b OK *
        1~ * FLAGS *
        1~ * 0 EXISTS
        1~ * 0 RECENT
        1~ * OK [UIDVALIDITY *
        1~ * OK [UIDNEXT 1]*
        1~ * OK [PERMANENTFLAGS *
        1~ * OK [HIGHESTMODSEQ *
        1~ * OK [MAILBOXID *
        1~ c OK *
        1< d OK *
        1< e BAD *
        """);
  }
}

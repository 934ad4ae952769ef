package org.mailstead.imap;

import org.junit.jupiter.api.Test;

/** CATENATE (RFC 4469). */
class CatenateTest {
  private static final String TWO =
      """
      1> p APPEND INBOX {80+}
      1> Subject: one
      1> Content-Type: multipart/mixed; boundary=b
      1>
      1> --b
      1>
      1> first
      1> --b--
      1>
      1< p OK [APPENDUID $validity 1]*
      1> q APPEND INBOX {24+}
      1> Subject: two
      1>
      1> second
      1>
      1< q OK [APPENDUID $validity 2]*
      1> e EXAMINE INBOX
      1~ * FLAGS *
      1~ * 2 EXISTS
      1~ * 0 RECENT
      1~ * OK [UNSEEN 1]*
      1~ * OK [UIDVALIDITY *
      1~ * OK [UIDNEXT 3]*
      1~ * OK [PERMANENTFLAGS *
      1~ * OK [HIGHESTMODSEQ *
      1~ * OK [MAILBOXID *
      1~ e OK *
      """;

  @Test
  void piecesOfMessagesBecomeANewOne() {
    ImapScript.play(
        TWO
            + """
            1> a APPEND Drafts (\\Draft) CATENATE (URL "/INBOX;UIDVALIDITY=$validity/;UID=1/;section=HEADER" TEXT {8+}
            1> --b
            1>
            1> x URL "/INBOX/;UID=2/;section=TEXT" TEXT {7+}
            1> --b--
            1> )
            1< a OK [APPENDUID $drafts 1]*
            1> s EXAMINE Drafts
            1< * OK [CLOSED]*
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
            1> b FETCH 1 (FLAGS BODY.PEEK[])
            1< * 1 FETCH (FLAGS (\\Draft) BODY[] {82}
            1< Subject: one
            1< Content-Type: multipart/mixed; boundary=b
            1<
            1< --b
            1<
            1< xsecond
            1< --b--
            1< )
            1< b OK *
            """);
  }

  @Test
  void aRelativeUrlLiesInTheSelectedMailboxAndSetsNoSeen() {
    ImapScript.play(
        TWO
            + """
            1> a APPEND INBOX CATENATE (URL ";UID=2/;PARTIAL=0.14" URL ";UID=2/;PARTIAL=14" URL "imap://ada%40example.test@imap.example.test/INBOX/;UID=2/;PARTIAL=9999.1")
            1< * 3 EXISTS
            1< * 0 RECENT
            1< a OK [APPENDUID $validity 3]*
            1> b FETCH 2:3 (FLAGS RFC822.SIZE)
            1< * 2 FETCH (FLAGS () RFC822.SIZE 24)
            1< * 3 FETCH (FLAGS () RFC822.SIZE 24)
            1< b OK *
            """);
  }

  @Test
  void severalMessagesComeAtOnceOrNotAtAll() {
    ImapScript.play(
        TWO
            + """
            1> b APPEND Drafts CATENATE (TEXT {8+}
            1> A: 1
            1>
            1>  URL /INBOX/;UID=2/;SECTION=TEXT) (\\Seen) {8+}
            1> B: 2
            1>
            1>
            1< b OK [APPENDUID $drafts 1:2]*
            1> c APPEND Drafts {8+}
            1> A: 1
            1>
            1>  CATENATE (URL /INBOX/;UID=9)
            1< c NO [BADURL /INBOX/;UID=9]*
            1> d STATUS Drafts (MESSAGES)
            1< * STATUS "Drafts" (MESSAGES 2)
            1< d OK *
            """);
  }

  @Test
  void theFirstUrlThatLeadsNowhereIsTold() {
    ImapScript.play(
        TWO
            + """
            1> a APPEND Drafts CATENATE (URL "/INBOX;UIDVALIDITY=1/;UID=1" TEXT {3}
            1< a NO [BADURL /INBOX;UIDVALIDITY=1/;UID=1]*
            1> b APPEND Drafts CATENATE (URL /INBOX/;UID=2 URL /INBOX/;UID=1/;SECTION=4 URL /X/;UID=1)
            1< b NO [BADURL /INBOX/;UID=1/;SECTION=4]*
            1> c APPEND Drafts CATENATE (URL "imap://bob%40example.test@imap.example.test/INBOX/;UID=1")
            1< c NO [BADURL imap://bob%40example.test@imap.example.test/INBOX/;UID=1]*
            1> d APPEND Drafts CATENATE (URL "a]b")
            1< d NO [BADURL a%5Db]*
            1> e APPEND Nowhere CATENATE (URL /INBOX/;UID=1 TEXT {5+}
            1> hello URL /INBOX/;UID=2)
            1< e NO [TRYCREATE]*
            1> f APPEND Drafts CATENATE ()
            1< f BAD *
            1> g APPEND Drafts CATENATE (TEXT "quoted")
            1< g BAD *
            1> h APPEND Drafts CATENATE (TEXT {0+}
            1> )
            1< h NO *
            1> i STATUS Drafts (MESSAGES)
            1< * STATUS "Drafts" (MESSAGES 0)
            1< i OK *
            """);
  }

  @Test
  void whatBecomesTooLargeIsRefusedBeforeItComes() {
    ImapScript.play(
        """
        1> a APPEND Drafts CATENATE (TEXT {90000}
        1< + OK
        1> %s
        1>  TEXT {20000}
        1< a NO [TOOBIG]*
        1> b NOOP
        1< b OK *
        """
            .formatted("x".repeat(89_998)));
  }

  @Test
  void binaryPartsAreTakenAndKeptInBase64() {
    ImapScript.play(
        """
        1> b APPEND INBOX CATENATE (TEXT ~{58+}
        1> Content-Type: image/x
        1> Content-Transfer-Encoding: binary
        1>  UTF8 (~{7+}
        1>
        1> a\0b
        1> ))
        1< b OK *
        """);
  }
}

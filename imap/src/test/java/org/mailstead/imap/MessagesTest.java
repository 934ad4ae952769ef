package org.mailstead.imap;

import org.junit.jupiter.api.Test;

/** FETCH, STORE, COPY, MOVE, EXPUNGE, APPEND and SEARCH. */
class MessagesTest {
  /** Three messages, and INBOX selected on connection 1. */
  private static final String THREE =
      """
      1> p1 APPEND INBOX (\\Seen) "01-Feb-2024 10:20:30 +0000" {58+}
      1> From: Grace <grace@example.test>
      1> Subject: Apples
      1>
      1> red
      1>
      1< p1 OK [APPENDUID $validity 1]*
      1> p2 APPEND INBOX "03-Mar-2024 10:20:30 +0000" {19+}
      1> Subject: Pears
      1>
      1> g {24+}
      1> Subject: Plums
      1>
      1> purple
      1< p2 OK [APPENDUID $validity 2:3]*
      1> p3 SELECT INBOX
      1~ * FLAGS *
      1~ * 3 EXISTS
      1~ * 0 RECENT
      1~ * OK [UNSEEN 2]*
      1~ * OK [UIDVALIDITY *
      1~ * OK [UIDNEXT 4]*
      1~ * OK [PERMANENTFLAGS *
      1~ * OK [HIGHESTMODSEQ *
      1~ * OK [MAILBOXID *
      1~ p3 OK *
      """;

  @Test
  void sectionsAndPartialsAreCutFromTheMessage() {
    ImapScript.play(
        THREE
            + """
            1> a FETCH 1 (BODY.PEEK[HEADER.FIELDS (subject)])
            1< * 1 FETCH (BODY[HEADER.FIELDS (subject)] {19}
            1< Subject: Apples
            1<
            1< )
            1< a OK *
            1> b FETCH 1 BODY.PEEK[HEADER.FIELDS.NOT (SUBJECT)]
            1< * 1 FETCH (BODY[HEADER.FIELDS.NOT (SUBJECT)] {36}
            1< From: Grace <grace@example.test>
            1<
            1< )
            1< b OK *
            1> c FETCH 1 (BODY.PEEK[TEXT]<1.100> BODY.PEEK[1]<0.2> BODY[2] BODY.PEEK[]<500.1>)
            1< * 1 FETCH (BODY[TEXT]<1> {4}
            1< ed
            1<  BODY[1]<0> {2}
            1< re BODY[2] NIL BODY[]<500> "")
            1< c OK *
            1> d FETCH 1 (BINARY.SIZE[1] BINARY.PEEK[1]<0.3>)
            1< * 1 FETCH (BINARY.SIZE[1] 5 BINARY[1]<0> {3}
            1< red)
            1< d OK *
            1> e UID FETCH 2:9 FAST
            1< * 2 FETCH (UID 2 FLAGS () INTERNALDATE " 3-Mar-2024 10:20:30 +0000" RFC822.SIZE 19)
            1< * 3 FETCH (UID 3 FLAGS () INTERNALDATE " 2-Jan-2026 03:04:05 +0000" RFC822.SIZE 24)
            1< e OK *
            1> f FETCH 4 FLAGS
            1< f BAD *
            1> g UID FETCH 9 FLAGS
            1< g OK *
            1> h FETCH 1 BODYSTRUCTURE
            1< * 1 FETCH (BODYSTRUCTURE ("TEXT" "PLAIN" ("CHARSET" "us-ascii") NIL NIL "7BIT" 5 1 NIL NIL NIL NIL))
            1< h OK *
            1> i FETCH 1 (EMAILID THREADID)
            1< * 1 FETCH (EMAILID (M1-1) THREADID (T1-1))
            1< i OK *
            """);
  }

  @Test
  void anExpungeWaitsUntilSequenceNumbersMayChange() {
    ImapScript.play(
        THREE
            + """
            2> a SELECT INBOX
            2~ * FLAGS *
            2~ * 3 EXISTS
            2~ * 0 RECENT
            2~ * OK [UNSEEN 2]*
            2~ * OK [UIDVALIDITY *
            2~ * OK [UIDNEXT 4]*
            2~ * OK [PERMANENTFLAGS *
            2~ * OK [HIGHESTMODSEQ *
            2~ * OK [MAILBOXID *
            2~ a OK *
            2> b STORE 1 +FLAGS.SILENT \\Deleted
            2< b OK *
            2> c EXPUNGE
            2< * 1 EXPUNGE
            2< c OK *
            1> d FETCH 1 (UID BODY.PEEK[TEXT])
            1< * 1 FETCH (UID 1 BODY[TEXT] {5}
            1< red
            1< )
            1< d OK *
            1> e SEARCH ALL
            1< * SEARCH 1 2 3
            1< e OK *
            1> f STORE 1 FLAGS (\\Flagged)
            1< f NO [EXPUNGEISSUED]*
            1> g STORE 2 FLAGS (\\Flagged)
            1< * 2 FETCH (UID 2 FLAGS (\\Flagged))
            1< g OK *
            1> h NOOP
            1< * 1 EXPUNGE
            1< h OK *
            2> i NOOP
            2< * 1 FETCH (UID 2 FLAGS (\\Flagged))
            2< i OK *
            """);
  }

  @Test
  void copyAndMoveTellTheUids() {
    ImapScript.play(
        THREE
            + """
            1> a COPY 1,3 Archive
            1< a OK [COPYUID $archive 1,3 1:2]*
            1> b COPY 1 Nowhere
            1< b NO [TRYCREATE]*
            1> c UID MOVE 2:3 Archive
            1< * OK [COPYUID $archive 2:3 3:4]*
            1< * 3 EXPUNGE
            1< * 2 EXPUNGE
            1< c OK *
            1> d STATUS Archive (MESSAGES UIDNEXT UNSEEN DELETED SIZE UIDVALIDITY)
            1< * STATUS "Archive" (MESSAGES 4 UIDNEXT 5 UNSEEN 3 DELETED 0 SIZE 125 UIDVALIDITY $archive)
            1< d OK *
            1> e MOVE 1 INBOX
            1< e NO [CANNOT]*
            """);
  }

  @Test
  void searchFindsByFlagsDatesHeadersAndText() {
    ImapScript.play(
        THREE
            + """
            1> a SEARCH UNSEEN SUBJECT pears
            1< * SEARCH 2
            1< a OK *
            1> b UID SEARCH OR FROM grace BODY purple
            1< * SEARCH 1 3
            1< b OK *
            1> c SEARCH SINCE 1-Mar-2024 BEFORE 1-Jan-2025
            1< * SEARCH 2
            1< c OK *
            1> d SEARCH RETURN (MIN MAX COUNT) ALL
            1< * ESEARCH (TAG "d") MIN 1 MAX 3 COUNT 3
            1< d OK *
            1> e SEARCH RETURN (SAVE) NOT SEEN
            1< e OK *
            1> f FETCH $ UID
            1< * 2 FETCH (UID 2)
            1< * 3 FETCH (UID 3)
            1< f OK *
            1> g SEARCH (LARGER 23 SMALLER 25) TEXT PLUMS
            1< * SEARCH 3
            1< g OK *
            1> h SEARCH CHARSET X-NONE TEXT {1+}
            1> a
            1< h NO [BADCHARSET *
            1> i SEARCH UID 2:* NOT 3
            1< * SEARCH 2
            1< i OK *
            1> j SEARCH KEYWORD Never
            1< * SEARCH
            1< j OK *
            1> k SEARCH RETURN () UID 9
            1< * ESEARCH (TAG "k")
            1< k OK *
            1> k2 SEARCH 5:*
            1< * SEARCH 3
            1< k2 OK *
            1> l SEARCH 4
            1< * SEARCH
            1< l OK *
            """);
  }

  @Test
  void condstoreRefusesWhatChangedMeanwhile() {
    ImapScript.play(
        THREE
            + """
            1> a FETCH 1 MODSEQ
            1< * 1 FETCH (MODSEQ ($first))
            1< a OK *
            1> b STORE 1 (UNCHANGEDSINCE $first) +FLAGS (\\Flagged)
            1< * 1 FETCH (UID 1 FLAGS (\\Seen \\Flagged) MODSEQ ($second))
            1< b OK *
            1> c STORE 1,2 (UNCHANGEDSINCE $first) +FLAGS.SILENT (\\Answered)
            1< c OK [MODIFIED 1:2]*
            1> d FETCH 1:3 (FLAGS) (CHANGEDSINCE $first)
            1~ * 1 FETCH (FLAGS (\\Seen \\Flagged) MODSEQ ($second))
            1~ * 2 FETCH (FLAGS () MODSEQ *
            1~ * 3 FETCH (FLAGS () MODSEQ *
            1~ d OK *
            1> e SEARCH MODSEQ $second
            1< * SEARCH 1 (MODSEQ $second)
            1< e OK *
            """);
  }

  @Test
  void qresyncTellsWhatVanished() {
    ImapScript.play(
        THREE
            + """
            1> a FETCH 3 MODSEQ
            1< * 3 FETCH (MODSEQ ($before))
            1< a OK *
            1> b STORE 2 +FLAGS.SILENT (\\Deleted)
            1< * 2 FETCH (UID 2 MODSEQ *
            1< b OK *
            1> c ENABLE QRESYNC
            1< * ENABLED QRESYNC
            1< c OK *
            1> d UID EXPUNGE 1:3
            1< * VANISHED 2
            1< d OK [HIGHESTMODSEQ *
            1> e STORE 1 +FLAGS.SILENT (\\Answered)
            1< * 1 FETCH (UID 1 MODSEQ *
            1< e OK *
            2> f ENABLE QRESYNC
            2< * ENABLED QRESYNC
            2< f OK *
            2> g SELECT INBOX (QRESYNC ($validity $before 1:3))
            2~ * FLAGS *
            2~ * 2 EXISTS
            2~ * 0 RECENT
            2~ * OK [UNSEEN 2]*
            2~ * OK [UIDVALIDITY *
            2~ * OK [UIDNEXT 4]*
            2~ * OK [PERMANENTFLAGS *
            2~ * OK [HIGHESTMODSEQ *
            2~ * OK [MAILBOXID *
            2~ * VANISHED (EARLIER) 2
            2~ * 1 FETCH (UID 1 FLAGS (\\Seen \\Answered) MODSEQ *
            2~ g OK *
            2> h UID FETCH 1:* (FLAGS) (CHANGEDSINCE $before VANISHED)
            2< * VANISHED (EARLIER) 2
            2< * 1 FETCH (UID 1 FLAGS (\\Seen \\Answered) MODSEQ *
            2< h OK *
            """);
  }

  @Test
  void examineChangesNothing() {
    ImapScript.play(
        THREE
            + """
            1> a EXAMINE INBOX
            1< * OK [CLOSED]*
            1~ * FLAGS *
            1~ * 3 EXISTS
            1~ * 0 RECENT
            1~ * OK [UNSEEN 2]*
            1~ * OK [UIDVALIDITY *
            1~ * OK [UIDNEXT 4]*
            1~ * OK [PERMANENTFLAGS ()]*
            1~ * OK [HIGHESTMODSEQ *
            1~ * OK [MAILBOXID *
            1~ a OK [READ-ONLY]*
            1> b FETCH 2 BODY[TEXT]
            1< * 2 FETCH (BODY[TEXT] {1}
            1< g)
            1< b OK *
            1> c STORE 2 FLAGS (\\Seen)
            1< c NO *
            1> d EXPUNGE
            1< d NO *
            1> e CLOSE
            1< e OK *
            1> f FETCH 1 UID
            1< f BAD *
            """);
  }

  @Test
  void anAppendThatIsTooLargeIsRefusedBeforeItIsSent() {
    ImapScript.play(
        """
        1> a APPEND INBOX {100001}
        1< a NO [TOOBIG]*
        1> b APPEND Nowhere {5}
        1< b NO [TRYCREATE]*
        1> c APPEND Nowhere {5+}
        1> hello
        1< c NO [TRYCREATE]*
        1> c2 APPEND INBOX {100002+}
        1> LARGE
        1< c2 NO [TOOBIG]*
        1> d APPEND INBOX {0}
        1< + OK
        1>
        1< d NO *
        1> e APPEND INBOX (\\Wrong) {5+}
        1> hello
        1< e BAD *
        1> f STATUS INBOX (MESSAGES)
        1< * STATUS "INBOX" (MESSAGES 0)
        1< f OK *
        """
            .replace("LARGE", "x".repeat(100_002)));
  }
}

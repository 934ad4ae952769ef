package org.mailstead.imap;

import org.junit.jupiter.api.Test;

/** REPLACE (RFC 8508). */
class ReplaceTest {
  private static final String DRAFT =
      """
      1> p APPEND Drafts (\\Draft) {12+}
      1> Subject: a
      1>
      1< p OK [APPENDUID $validity 1]*
      1> q APPEND Drafts (\\Draft) {12+}
      1> Subject: b
      1>
      1< q OK [APPENDUID $validity 2]*
      1> s SELECT Drafts
      1~ * FLAGS *
      1~ * 2 EXISTS
      1~ * 0 RECENT
      1~ * OK [UNSEEN 1]*
      1~ * OK [UIDVALIDITY *
      1~ * OK [UIDNEXT 3]*
      1~ * OK [PERMANENTFLAGS *
      1~ * OK [HIGHESTMODSEQ *
      1~ * OK [MAILBOXID *
      1~ s OK *
      """;

  @Test
  void aNewDraftTakesThePlaceOfTheOldOne() {
    ImapScript.play(
        DRAFT
            + """
            1> a REPLACE 1 Drafts (\\Seen \\Draft) {12+}
            1> Subject: c
            1>
            1< * OK [APPENDUID $validity 3]*
            1< * 1 EXPUNGE
            1< * 2 EXISTS
            1< * 0 RECENT
            1< a OK *
            1> b FETCH 1:* (UID FLAGS)
            1< * 1 FETCH (UID 2 FLAGS (\\Draft))
            1< * 2 FETCH (UID 3 FLAGS (\\Seen \\Draft))
            1< b OK *
            1> c UID REPLACE 2 Sent "01-Feb-2024 10:20:30 +0000" CATENATE (TEXT {11+}
            1> To: grace
            1>  URL /Drafts/;UID=2)
            1< * OK [APPENDUID $sent 1]*
            1< * 1 EXPUNGE
            1< c OK *
            1> d STATUS Sent (MESSAGES SIZE)
            1< * STATUS "Sent" (MESSAGES 1 SIZE 23)
            1< d OK *
            """);
  }

  @Test
  void otherSessionsSeeBothAtOnce() {
    ImapScript.play(
        DRAFT
            + """
            2> a ENABLE QRESYNC
            2< * ENABLED QRESYNC
            2< a OK *
            2> s SELECT Drafts
            2~ * FLAGS *
            2~ * 2 EXISTS
            2~ * 0 RECENT
            2~ * OK [UNSEEN 1]*
            2~ * OK [UIDVALIDITY *
            2~ * OK [UIDNEXT 3]*
            2~ * OK [PERMANENTFLAGS *
            2~ * OK [HIGHESTMODSEQ *
            2~ * OK [MAILBOXID *
            2~ s OK *
            2> i IDLE
            2< +*
            1> b UID REPLACE 1 Drafts {12+}
            1> Subject: c
            1>
            1< * OK [APPENDUID $validity 3]*
            1< * 1 EXPUNGE
            1< * 2 EXISTS
            1< * 0 RECENT
            1< b OK *
            2< * VANISHED 1
            2< * 2 EXISTS
            2< * 0 RECENT
            2> DONE
            2< i OK *
            2> c REPLACE 2 Drafts {12+}
            2> Subject: d
            2>
            2< * OK [APPENDUID $validity 4]*
            2< * VANISHED 3
            2< * 2 EXISTS
            2< * 0 RECENT
            2< c OK [HIGHESTMODSEQ *
            """);
  }

  @Test
  void whatCannotBeReplacedIsToldAndNothingHappens() {
    ImapScript.play(
        DRAFT
            + """
            1> a REPLACE 3 Drafts {12+}
            1> Subject: c
            1>
            1< a BAD *
            1> b UID REPLACE 9 Drafts {12+}
            1> Subject: c
            1>
            1< b NO [NONEXISTENT]*
            1> c REPLACE 1:2 Drafts {12+}
            1> Subject: c
            1>
            1< c BAD *
            1> d REPLACE 1 Nowhere {12+}
            1> Subject: c
            1>
            1< d NO [TRYCREATE]*
            1> e REPLACE 1 Drafts {0+}
            1>
            1< e NO *
            1> f REPLACE 1 Drafts CATENATE (URL /Drafts/;UID=7)
            1< f NO [BADURL /Drafts/;UID=7]*
            1> g REPLACE 1 Drafts {12+}
            1> Subject: c
            1>  {12+}
            1> Subject: d
            1>
            1< g BAD *
            2> h SELECT Drafts
            2~ * FLAGS *
            2~ * 2 EXISTS
            2~ * 0 RECENT
            2~ * OK [UNSEEN 1]*
            2~ * OK [UIDVALIDITY *
            2~ * OK [UIDNEXT 3]*
            2~ * OK [PERMANENTFLAGS *
            2~ * OK [HIGHESTMODSEQ *
            2~ * OK [MAILBOXID *
            2~ h OK *
            2> i UID STORE 2 +FLAGS.SILENT (\\Deleted)
            2< i OK *
            2> j EXPUNGE
            2< * 2 EXPUNGE
            2< j OK *
            1> k REPLACE 2 Drafts {12+}
            1> Subject: c
            1>
            1< * 2 EXPUNGE
            1< k NO [EXPUNGEISSUED]*
            1> l EXAMINE Drafts
            1< * OK [CLOSED]*
            1~ * FLAGS *
            1~ * 1 EXISTS
            1~ * 0 RECENT
            1~ * OK [UNSEEN 1]*
            1~ * OK [UIDVALIDITY *
            1~ * OK [UIDNEXT 3]*
            1~ * OK [PERMANENTFLAGS *
            1~ * OK [HIGHESTMODSEQ *
            1~ * OK [MAILBOXID *
            1~ l OK *
            1> m REPLACE 1 Drafts {12+}
            1> Subject: c
            1>
            1< m NO [NOPERM]*
            """);
  }

  @Test
  void itIsOnlyForASelectedMailbox() {
    ImapScript.play(
        """
        1> a REPLACE 1 Drafts {12+}
        1> Subject: c
        1>
        1< a BAD *
        1> b NOOP
        1< b OK *
        """);
  }
}

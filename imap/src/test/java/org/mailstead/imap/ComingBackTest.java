package org.mailstead.imap;

import org.junit.jupiter.api.Test;

/** Clients that come back with what they remember, to a server that has forgotten it. */
class ComingBackTest {
  private static final String TWO_OF_THREE =
      """
      1> a APPEND INBOX (\\Seen) {3+}
      1> a
      1>  {3+}
      1> b
      1>  {3+}
      1> c
      1>
      1< a OK [APPENDUID $validity 1:3]*
      1> b STATUS INBOX (HIGHESTMODSEQ)
      1< * STATUS "INBOX" (HIGHESTMODSEQ $before)
      1< b OK *
      1> c SELECT INBOX
      1~ * FLAGS *
      1~ * 3 EXISTS
      1~ * 0 RECENT
      1~ * OK [UNSEEN 2]*
      1~ * OK [UIDVALIDITY *
      1~ * OK [UIDNEXT 4]*
      1~ * OK [PERMANENTFLAGS *
      1~ * OK [HIGHESTMODSEQ *
      1~ * OK [MAILBOXID *
      1~ c OK *
      1> d STORE 2 +FLAGS.SILENT (\\Deleted)
      1< * 2 FETCH (UID 2 MODSEQ *
      1< d OK *
      1> e STORE 3 +FLAGS.SILENT (\\Flagged)
      1< * 3 FETCH (UID 3 MODSEQ *
      1< e OK *
      1> f EXPUNGE
      1< * 2 EXPUNGE
      1< f OK *
      """;

  private static final String BACK =
      """
      2> a ENABLE QRESYNC
      2< * ENABLED QRESYNC
      2< a OK *
      2> b SELECT INBOX (QRESYNC ($validity $before 1:9))
      2~ * FLAGS *
      2~ * 2 EXISTS
      2~ * 0 RECENT
      2~ * OK [UNSEEN 2]*
      2~ * OK [UIDVALIDITY *
      2~ * OK [UIDNEXT *
      2~ * OK [PERMANENTFLAGS *
      2~ * OK [HIGHESTMODSEQ *
      2~ * OK [MAILBOXID *
      """;

  @Test
  void whatVanishedBeforeTheHorizonIsTold() {
    ImapScript.play(
        TWO_OF_THREE
            + "0= the log is trimmed\n"
            + BACK
            + """
            2~ * VANISHED (EARLIER) 2
            2~ * 2 FETCH (UID 3 FLAGS (\\Flagged) MODSEQ *
            2~ b OK *
            2> c UID FETCH 1:* (FLAGS) (CHANGEDSINCE $before VANISHED)
            2< * VANISHED (EARLIER) 2
            2< * 2 FETCH (UID 3 FLAGS (\\Flagged) MODSEQ *
            2< c OK *
            2> s STATUS INBOX (HIGHESTMODSEQ)
            2< * STATUS "INBOX" (HIGHESTMODSEQ $now)
            2< s OK *
            2> d UID FETCH 1:* (FLAGS) (CHANGEDSINCE $now VANISHED)
            2< d OK *
            """);
  }

  @Test
  void aSessionThatStaysIsToldWhatTheLogForgot() {
    ImapScript.play(
        TWO_OF_THREE
            + """
            2> a APPEND INBOX {3+}
            2> d
            2>
            2< a OK [APPENDUID $validity 4]*
            2> b STATUS INBOX (MESSAGES)
            2< * STATUS "INBOX" (MESSAGES 3)
            2< b OK *
            0= the log is trimmed
            1> g NOOP
            1< * 3 EXISTS
            1< * 0 RECENT
            1< g OK *
            """);
  }

  /** What it saw after the backup never was: neither the messages nor the flags. */
  @Test
  void whoSawWhatARestoreTookBackIsToldAllAnew() {
    String lost = BACK.replace("$before", "999999");
    ImapScript.play(
        TWO_OF_THREE
            + "0= a new epoch begins\n"
            + lost
            + """
            2~ * VANISHED (EARLIER) 2,4:9
            2~ * 1 FETCH (UID 1 FLAGS (\\Seen) MODSEQ *
            2~ * 2 FETCH (UID 3 FLAGS (\\Flagged) MODSEQ *
            2~ b OK *
            2> c UID FETCH 1:9 (FLAGS) (CHANGEDSINCE 999999 VANISHED)
            2< * VANISHED (EARLIER) 2,4:9
            2< * 1 FETCH (UID 1 FLAGS (\\Seen) MODSEQ *
            2< * 2 FETCH (UID 3 FLAGS (\\Flagged) MODSEQ *
            2< c OK *
            2> s STATUS INBOX (HIGHESTMODSEQ)
            2< * STATUS "INBOX" (HIGHESTMODSEQ $now)
            2< s OK *
            2> d UID FETCH 1:9 (FLAGS) (CHANGEDSINCE $now VANISHED)
            2< d OK *
            """);
  }
}

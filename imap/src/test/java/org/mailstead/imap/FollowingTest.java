package org.mailstead.imap;

import org.junit.jupiter.api.Test;

/** What clients that follow a mailbox must not miss. */
class FollowingTest {
  private static final String BOTH_IN_INBOX =
      """
      1> a APPEND INBOX {1+}
      1> a {1+}
      1> b {1+}
      1> c
      1< a OK [APPENDUID $validity 1:3]*
      1> b ENABLE QRESYNC
      1< * ENABLED QRESYNC
      1< b OK *
      1> c SELECT INBOX
      1~ * FLAGS *
      1~ * 3 EXISTS
      1~ * 0 RECENT
      1~ * OK [UNSEEN 1]*
      1~ * OK [UIDVALIDITY *
      1~ * OK [UIDNEXT 4]*
      1~ * OK [PERMANENTFLAGS *
      1~ * OK [HIGHESTMODSEQ $modseq]*
      1~ * OK [MAILBOXID *
      1~ c OK *
      2> c SELECT INBOX
      2~ * FLAGS *
      2~ * 3 EXISTS
      2~ * 0 RECENT
      2~ * OK [UNSEEN 1]*
      2~ * OK [UIDVALIDITY *
      2~ * OK [UIDNEXT 4]*
      2~ * OK [PERMANENTFLAGS *
      2~ * OK [HIGHESTMODSEQ *
      2~ * OK [MAILBOXID *
      2~ c OK *
      """;

  /** Its flags are not what the client makes of those that it knows (RFC 7162 section 3.1.3). */
  @Test
  void aSilentStoreDoesNotHideWhatAnotherClientDid() {
    ImapScript.play(
        BOTH_IN_INBOX
            + """
            2> d STORE 2 FLAGS (\\Flagged)
            2< * 2 FETCH (UID 2 FLAGS (\\Flagged))
            2< d OK *
            1> d STORE 1:2 +FLAGS.SILENT (\\Seen)
            1< * 1 FETCH (UID 1 MODSEQ (*
            1< * 2 FETCH (UID 2 FLAGS (\\Seen \\Flagged) MODSEQ (*
            1< d OK *
            1> e NOOP
            1< e OK *
            """);
  }

  /** Who took the mod-sequence told to mean that all is known would never hear of the expunge. */
  @Test
  void aClientIsToldUpToWhereItKnowsAllWhileExpungesWait() {
    ImapScript.play(
        BOTH_IN_INBOX
            + """
            2> d STORE 2 +FLAGS.SILENT (\\Deleted)
            2< d OK *
            2> e EXPUNGE
            2< * 2 EXPUNGE
            2< e OK *
            1> d STORE 3 +FLAGS (\\Seen)
            1< * 3 FETCH (UID 3 FLAGS (\\Seen) MODSEQ (*
            1< * OK [HIGHESTMODSEQ $modseq]*
            1< d OK *
            1> e FETCH 3 FLAGS
            1< * 3 FETCH (FLAGS (\\Seen))
            1< * OK [HIGHESTMODSEQ $modseq]*
            1< e OK *
            1> f NOOP
            1< * VANISHED 2
            1< f OK *
            1> g FETCH 2 FLAGS
            1< * 2 FETCH (FLAGS (\\Seen))
            1< g OK *
            """);
  }

  @Test
  void whoWaitsInAMailboxThatIsRemovedIsSentAway() {
    ImapScript.play(
        """
        1> a CREATE box
        1< a OK *
        1> b EXAMINE box
        1~ * FLAGS *
        1~ * 0 EXISTS
        1~ * 0 RECENT
        1~ * OK [UIDVALIDITY *
        1~ * OK [UIDNEXT *
        1~ * OK [PERMANENTFLAGS *
        1~ * OK [HIGHESTMODSEQ *
        1~ * OK [MAILBOXID *
        1~ b OK *
        1> c IDLE
        1< + idling
        2> a DELETE box
        2< a OK *
        1< * BYE the mailbox was removed
        1< (closed)
        """);
  }

  /** IDLE's end and NOTIFY's news are written by two threads. */
  @Test
  void idleEndsWhileNotifyTells() {
    ImapScript.play(
        """
        1> a NOTIFY SET (PERSONAL (MessageNew MessageExpunge MailboxName))
        1< a OK *
        1> b IDLE
        1< + idling
        2> a CREATE box
        2< a OK *
        1< * LIST (*
        1> DONE
        1< b OK *
        2> b CREATE other
        2< b OK *
        1< * LIST (*
        """);
  }
}

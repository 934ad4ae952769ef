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

  /** It has been told of newer flags than those of the picture that its numbers go by. */
  @Test
  void anExpungedMessageIsShownAsItWasToldLast() {
    ImapScript.play(
        BOTH_IN_INBOX
            + """
            2> d STORE 2 +FLAGS.SILENT (\\Deleted)
            2< d OK *
            2> e EXPUNGE
            2< * 2 EXPUNGE
            2< e OK *
            1> d STORE 3 +FLAGS (\\Seen)
            1< * 3 FETCH (UID 3 FLAGS (\\Seen) MODSEQ ($stored))
            1< * OK [HIGHESTMODSEQ *
            1< d OK *
            2> f UID STORE 3 +FLAGS.SILENT (\\Deleted)
            2~ * 2 FETCH *
            2~ f OK *
            2> g EXPUNGE
            2< * 2 EXPUNGE
            2< g OK *
            1> e FETCH 3 (FLAGS MODSEQ)
            1< * 3 FETCH (FLAGS (\\Seen) MODSEQ ($stored))
            1< * OK [HIGHESTMODSEQ *
            1< e OK *
            """);
  }

  /**
   * It wants to hear of messages, not of their flags (RFC 5465 section 5). When it comes back it
   * asks for what changed after the mod-sequence that it was told last.
   */
  @Test
  void flagsThatAClientDoesNotWantToHearOfAreNotTakenToBeKnown() {
    ImapScript.play(
        BOTH_IN_INBOX
            + """
            1> d NOTIFY SET (SELECTED (MessageNew MessageExpunge))
            1< d OK *
            2> d STORE 2 FLAGS (\\Flagged)
            2< * 2 FETCH (UID 2 FLAGS (\\Flagged))
            2< d OK *
            2> e STORE 3 +FLAGS.SILENT (\\Deleted)
            2< e OK *
            2> f EXPUNGE
            2< * 3 EXPUNGE
            2< f OK *
            1< * VANISHED 3
            1< * OK [HIGHESTMODSEQ $modseq]*
            1> e STORE 1 +FLAGS (\\Seen)
            1< * 1 FETCH (UID 1 FLAGS (\\Seen) MODSEQ (*
            1< * OK [HIGHESTMODSEQ $modseq]*
            1< e OK *
            1> f STORE 1 +FLAGS.SILENT (\\Deleted)
            1< * 1 FETCH (UID 1 MODSEQ (*
            1< * OK [HIGHESTMODSEQ $modseq]*
            1< f OK *
            1> g UID STORE 2 +FLAGS.SILENT (\\Draft)
            1< * 2 FETCH (UID 2 FLAGS (\\Flagged \\Draft) MODSEQ (*
            1< * OK [HIGHESTMODSEQ $modseq]*
            1< g OK *
            1> h EXPUNGE
            1< * VANISHED 1
            1< * OK [HIGHESTMODSEQ $modseq]*
            1< h OK [HIGHESTMODSEQ $modseq] expunged
            1> i NOOP
            1< * OK [HIGHESTMODSEQ $modseq]*
            1< i OK *
            1> j SELECT INBOX (QRESYNC ($validity $modseq))
            1~ * OK [CLOSED]*
            1~ * FLAGS *
            1~ * 1 EXISTS
            1~ * 0 RECENT
            1~ * OK [UNSEEN 1]*
            1~ * OK [UIDVALIDITY *
            1~ * OK [UIDNEXT 4]*
            1~ * OK [PERMANENTFLAGS *
            1~ * OK [HIGHESTMODSEQ *
            1~ * OK [MAILBOXID *
            1< * VANISHED (EARLIER) 1,3
            1< * 1 FETCH (UID 2 FLAGS (\\Flagged \\Draft) MODSEQ (*
            1< j OK *
            """);
  }

  @Test
  void whoFetchesAllFlagsKnowsThem() {
    ImapScript.play(
        BOTH_IN_INBOX
            + """
            1> d NOTIFY SET (SELECTED (MessageNew MessageExpunge))
            1< d OK *
            2> d STORE 2 FLAGS (\\Flagged)
            2< * 2 FETCH (UID 2 FLAGS (\\Flagged))
            2< d OK *
            1> e UID FETCH 2 (FLAGS MODSEQ)
            1< * 2 FETCH (UID 2 FLAGS (\\Flagged) MODSEQ (*
            1< * OK [HIGHESTMODSEQ $modseq]*
            1< e OK *
            1> f UID FETCH 1:* (FLAGS) (CHANGEDSINCE $modseq)
            1< * 2 FETCH (UID 2 FLAGS (\\Flagged) MODSEQ (*
            1< f OK *
            1> g UID STORE 2 +FLAGS.SILENT (\\Draft)
            1< * 2 FETCH (UID 2 MODSEQ (*
            1< g OK *
            """);
  }

  @Test
  void flagsThatWerePassedOverAreToldWhenTheyAreWantedAgain() {
    ImapScript.play(
        BOTH_IN_INBOX
            + """
            1> d NOTIFY SET (SELECTED (MessageNew MessageExpunge))
            1< d OK *
            2> d STORE 2 FLAGS (\\Flagged)
            2< * 2 FETCH (UID 2 FLAGS (\\Flagged))
            2< d OK *
            2> e APPEND INBOX {1+}
            2> d
            2< * 4 EXISTS
            2< * 0 RECENT
            2< e OK *
            1< * 4 EXISTS
            1< * 0 RECENT
            1< * OK [HIGHESTMODSEQ $modseq]*
            1> e NOTIFY SET (SELECTED (MessageNew MessageExpunge FlagChange))
            1< * 2 FETCH (UID 2 FLAGS (\\Flagged) MODSEQ (*
            1< * 4 FETCH (UID 4 FLAGS () MODSEQ (*
            1< e OK *
            1> f NOOP
            1< f OK *
            """);
  }

  /** Not OK: which are gone is told later (RFC 7162 section 3.1.3). */
  @Test
  void aConditionalStoreTellsThatSomeAreGoneToo() {
    ImapScript.play(
        BOTH_IN_INBOX
            + """
            2> d STORE 2 FLAGS (\\Flagged)
            2< * 2 FETCH (UID 2 FLAGS (\\Flagged))
            2< d OK *
            2> e STORE 3 +FLAGS.SILENT (\\Deleted)
            2< e OK *
            2> f EXPUNGE
            2< * 3 EXPUNGE
            2< f OK *
            1> d STORE 1:3 (UNCHANGEDSINCE $modseq) +FLAGS.SILENT (\\Seen)
            1< * 1 FETCH (UID 1 MODSEQ (*
            1< * OK [HIGHESTMODSEQ $modseq]*
            1< d NO [MODIFIED 2] some of the messages are gone
            1> e NOOP
            1< * VANISHED 3
            1< * 2 FETCH (UID 2 FLAGS (\\Flagged) MODSEQ (*
            1< e OK *
            """);
  }

  @Test
  void whoMovesIsToldUpToWhereItKnowsAll() {
    ImapScript.play(
        BOTH_IN_INBOX
            + """
            1> d UID MOVE 2 Trash
            1< * OK [COPYUID *
            1< * VANISHED 2
            1< d OK [HIGHESTMODSEQ $moved] moved
            2> d NOOP
            2< * 2 EXPUNGE
            2< d OK *
            2> e STATUS INBOX (HIGHESTMODSEQ)
            2< * STATUS "INBOX" (HIGHESTMODSEQ $moved)
            2< e OK *
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

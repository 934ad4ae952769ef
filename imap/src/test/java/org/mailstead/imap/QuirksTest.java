package org.mailstead.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** What mail programs send that no standard has, or that servers have stumbled over. */
class QuirksTest {
  private static final String TWO =
      """
      1> p APPEND INBOX {12+}
      1> Subject: a
      1>
      1< p OK *
      1> q APPEND INBOX {12+}
      1> Subject: b
      1>
      1< q OK *
      1> s SELECT INBOX
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

  /** iPhone Mail (stalwart issue 1201): an empty line before a command. */
  @Test
  void anEmptyLineIsNoCommand() {
    ImapScript.play(
        TWO
            + """
            1>
            1> B41 UID MOVE 1 "Trash"
            1< * OK [COPYUID *
            1< * 1 EXPUNGE
            1< B41 OK *
            """);
  }

  /** Thunderbird (Dovecot's tb-extra-mailbox-sep): a slash at the end of a mailbox's name. */
  @Test
  void aSlashAtTheEndOfANameIsPassedOver() {
    ImapScript.play(
        """
        1> a CREATE "Work/"
        1< a OK *
        1> b SUBSCRIBE "Work/"
        1< b OK *
        1> c LIST (SUBSCRIBED) "" Work
        1< * LIST (\\Subscribed* "/" "Work"
        1< c OK *
        1> d STATUS "Work/" (MESSAGES)
        1< * STATUS "Work" (MESSAGES 0)
        1< d OK *
        1> e RENAME "Work/" "Play/"
        1< e OK *
        1> f DELETE "Play/"
        1< f OK *
        """
            .replace("(\\Subscribed*", "(\\Subscribed \\HasNoChildren)"));
  }

  /** Samsung Email and the mail program of old Androids: blanks at the end of a line. */
  @Test
  void blanksAtTheEndAreDropped() {
    ImapScript.play(
        TWO
            + """
            1> 1 CAPABILITY\s
            1< * CAPABILITY *
            1< 1 OK *
            1> 2 UID SEARCH 1:* NOT DELETED\s\s
            1< * SEARCH 1 2
            1< 2 OK *
            1> 3 UID FETCH 1:2 (FLAGS)\s
            1< * 1 FETCH (UID 1 FLAGS ())
            1< * 2 FETCH (UID 2 FLAGS ())
            1< 3 OK *
            """);
  }

  /** Samsung Email and K-9: days of one digit. mbsync: the same with a blank before. */
  @Test
  void daysMayHaveOneDigit() {
    ImapScript.play(
        TWO
            + """
            1> a UID SEARCH SINCE 1-Jan-2026 BEFORE 3-Jan-2026
            1< * SEARCH 1 2
            1< a OK *
            1> b APPEND INBOX (\\Seen) " 5-Nov-2024 01:02:03 +0000" {2+}
            1> x
            1< * 3 EXISTS
            1< * 0 RECENT
            1< b OK *
            1> c APPEND INBOX "5-Nov-2024 01:02:03 +0000" {2+}
            1> x
            1< * 4 EXISTS
            1< * 0 RECENT
            1< c OK *
            1> d FETCH 3:4 INTERNALDATE
            1< * 3 FETCH (INTERNALDATE " 5-Nov-2024 01:02:03 +0000")
            1< * 4 FETCH (INTERNALDATE " 5-Nov-2024 01:02:03 +0000")
            1< d OK *
            """
                .replace("1> x\n", "1> xy\n"));
  }

  /** Outlook and Apple Mail ask for all of an empty mailbox, and for what comes after the last. */
  @Test
  void allOfNothingIsNothing() {
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
        1~ s OK *
        1> a FETCH 1:* (UID FLAGS)
        1< a OK *
        1> b UID FETCH 1:* (UID FLAGS)
        1< b OK *
        1> c UID FETCH 5:4294967295 (FLAGS)
        1< c OK *
        1> d UID SEARCH 1:*
        1< * SEARCH
        1< d OK *
        """);
  }

  /** Apple Mail: coloured flags and junk marks as keywords; flags without parentheses. */
  @Test
  void keywordsOfAppleMailAreKept() {
    ImapScript.play(
        TWO
            + """
            1> a UID STORE 1 +FLAGS.SILENT ($MailFlagBit0)
            1< * FLAGS *
            1< * OK [PERMANENTFLAGS *
            1< a OK *
            1> b STORE 1 +FLAGS.SILENT \\Flagged \\Answered
            1< b OK *
            1> c FETCH 1 FLAGS
            1< * 1 FETCH (FLAGS (\\Flagged \\Answered $MailFlagBit0))
            1< c OK *
            """
                .replace("(\\Flagged \\Answered $", "(\\Answered \\Flagged $"));
  }

  /** iPhone Mail asks for more octets of a part than it has (feedback FB17038504). */
  @Test
  void aPartialBeyondTheEndEndsThere() {
    ImapScript.play(
        TWO
            + """
            1> EX32 UID FETCH 1 (UID BODY.PEEK[HEADER]<0.393216>)
            1< * 1 FETCH (UID 1 BODY[HEADER]<0> {12}
            1< Subject: a
            1< )
            1< EX32 OK *
            """);
  }

  /** imapsync and OfflineIMAP append with \Recent, which is the server's to set. */
  @Test
  void recentIsLeftOutOfAnAppend() {
    ImapScript.play(
        TWO
            + """
            1> a APPEND INBOX (\\Recent \\Seen) {2+}
            1> xy
            1< * 3 EXISTS
            1< * 0 RECENT
            1< a OK *
            1> b FETCH 3 FLAGS
            1< * 3 FETCH (FLAGS (\\Seen))
            1< b OK *
            """);
  }

  /** Thunderbird and mutt write in lower case; some end IDLE so, or with a blank. */
  @Test
  void theCaseOfWordsDoesNotMatter() {
    ImapScript.play(
        TWO
            + """
            1> 5 uid fetch 1 (flags uid rfc822.size body.peek[header.fields (subject)])
            1< * 1 FETCH (FLAGS () UID 1 RFC822.SIZE 12 BODY[HEADER.FIELDS (subject)] {14}
            1< Subject: a
            1<
            1< )
            1< 5 OK *
            1> 6 idle
            1< + *
            1> done\s
            1< 6 OK *
            """);
  }

  /** Outlook and K-9 ask for the separator first, with an empty pattern. */
  @Test
  void anEmptyPatternAsksForTheSeparator() {
    ImapScript.play(
        """
        1> a LIST "" ""
        1< * LIST (\\Noselect) "/" ""
        1< a OK *
        1> b LSUB "" "Nothing*"
        1< b OK *
        """);
  }

  /** What Apple's programs say to servers that push through Apple; we do not offer it. */
  @Test
  void pushThroughAppleIsRefusedInWords() {
    ImapScript.play(
        """
        1> a XAPPLEPUSHSERVICE aps-version 2 aps-account-id 0715A26B aps-device-token 2918 aps-subtopic com.apple.mobilemail mailboxes (INBOX "Sent Messages")
        1< a NO [CANNOT] push is not set up here
        1> b XAPPLEPUSHSERVICE aps-version "2" mailboxes ()
        1< b NO *
        1> c NOOP
        1< c OK *
        """);
  }

  /** Gmail's importer and scripts end lines with LF alone; tags of theirs are one dot. */
  @Test
  void lineFeedsEndLines() throws Exception {
    try (var server = new TestServer(TestServer.memory(), true);
        var talk = new Talk(server.port)) {
      assertTrue(talk.line().startsWith("* OK"));
      talk.send(". LOGIN ada@example.test secret\n. NOOP\n");
      assertTrue(talk.line().startsWith(". OK"));
      assertEquals(". OK done", talk.line());
    }
  }

  /** Apple Mail and Outlook name themselves, with NIL and with what RFC 2971 does not list. */
  @Test
  void whoAProgramIsMayBeSaidInManyWays() {
    ImapScript.playFromTheGreeting(
        true,
        """
        1< * OK *
        1> a ID ("name" "Mac OS X Mail" "version" "16.0" "os" NIL "x-connected-port" "993")
        1< * ID *
        1< a OK *
        1> b ID NIL
        1< * ID *
        1< b OK *
        1> c ID ("vendor" "Microsoft" "os" {7+}
        1> Windows "guid" "")
        1< * ID *
        1< c OK *
        """);
  }
}

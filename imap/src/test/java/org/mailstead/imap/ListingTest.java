package org.mailstead.imap;

import org.junit.jupiter.api.Test;

/** What LIST tells beside names (RFC 5258, RFC 5819, RFC 6154), and STATUS of sizes (RFC 8438). */
class ListingTest {
  @Test
  void countsComeWithTheTree() {
    ImapScript.play(
        """
        1> a CREATE Work/Old
        1< a OK *
        1> b APPEND Work (\\Seen) {2+}
        1> hi
        1< b OK *
        1> c APPEND Work {5+}
        1> hello
        1< c OK *
        1> d LIST "" (Work% Work/%) RETURN (CHILDREN STATUS (MESSAGES UNSEEN SIZE UIDNEXT))
        1< * LIST (\\HasChildren) "/" "Work"
        1< * STATUS "Work" (MESSAGES 2 UNSEEN 1 SIZE 7 UIDNEXT 3)
        1< * LIST (\\HasNoChildren) "/" "Work/Old"
        1< * STATUS "Work/Old" (MESSAGES 0 UNSEEN 0 SIZE 0 UIDNEXT 1)
        1< d OK *
        1> e STATUS Work (SIZE)
        1< * STATUS "Work" (SIZE 7)
        1< e OK *
        1> f LIST "" Work RETURN (STATUS (NOTHING))
        1< f BAD *
        """);
  }

  @Test
  void mailboxesOfAUseAreFoundAndMade() {
    ImapScript.play(
        """
        1> a LIST (SPECIAL-USE) "" "*"
        1~ * LIST (\\HasNoChildren \\Archive) "/" "Archive"
        1~ * LIST (\\HasNoChildren \\Drafts) "/" "Drafts"
        1~ * LIST (\\HasNoChildren \\Junk) "/" "Junk"
        1~ * LIST (\\HasNoChildren \\Sent) "/" "Sent"
        1~ * LIST (\\HasNoChildren \\Trash) "/" "Trash"
        1~ a OK *
        1> b CREATE Later (USE (\\Flagged))
        1< b NO [USEATTR]*
        1> b CREATE Later (USE (\\Drafts \\Sent))
        1< b NO [USEATTR]*
        1> b STATUS Later (MESSAGES)
        1< b NO [NONEXISTENT]*
        1> b CREATE Spam (USE (\\Junk))
        1< b NO [USEATTR]*
        1> c DELETE Junk
        1< c OK *
        1> d CREATE Spam (USE (\\Junk))
        1< d OK *
        1> e LIST "" S% RETURN (SPECIAL-USE)
        1~ * LIST (\\HasNoChildren \\Sent) "/" "Sent"
        1~ * LIST (\\HasNoChildren \\Junk) "/" "Spam"
        1~ e OK *
        """);
  }

  @Test
  void whatWasFoundIsUsedAgain() {
    ImapScript.play(
        """
        1> a APPEND Work (\\Flagged) {2+}
        1> hi
        1< a NO [TRYCREATE]*
        1> b APPEND Drafts (\\Flagged) {2+}
        1> hi
        1< b OK *
        1> c SELECT Drafts
        1~ * FLAGS *
        1~ * 1 EXISTS
        1~ * 0 RECENT
        1~ * OK [UNSEEN 1]*
        1~ * OK [UIDVALIDITY *
        1~ * OK [UIDNEXT 2]*
        1~ * OK [PERMANENTFLAGS *
        1~ * OK [HIGHESTMODSEQ *
        1~ * OK [MAILBOXID *
        1~ c OK *
        1> d SEARCH RETURN (SAVE) FLAGGED
        1< d OK *
        1> e FETCH $ FLAGS
        1< * 1 FETCH (FLAGS (\\Flagged))
        1< e OK *
        1> f UID STORE $ +FLAGS.SILENT (\\Deleted)
        1< f OK *
        1> g UNSELECT
        1< g OK *
        1> h STATUS Drafts (MESSAGES DELETED)
        1< * STATUS "Drafts" (MESSAGES 1 DELETED 1)
        1< h OK *
        1> i FETCH 1 FLAGS
        1< i BAD *
        """);
  }
}

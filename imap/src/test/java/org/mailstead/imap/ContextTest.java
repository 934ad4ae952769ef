package org.mailstead.imap;

import org.junit.jupiter.api.Test;
import org.mailstead.imap.state.Contexts;

/** Contexts (RFC 5267): a client is told how results change. */
class ContextTest {
  private static final String THREE =
      """
      1> p APPEND INBOX {12+}
      1> Subject: b
      1>  {12+}
      1> Subject: d
      1>  {12+}
      1> Subject: f
      1>
      1< p OK *
      """;

  @Test
  void aSearchIsKeptUpToDate() {
    ImapScript.play(
        THREE
            + SortTest.select(3)
            + """
            1> a UID SEARCH RETURN (UPDATE COUNT) UNDELETED
            1< * ESEARCH (TAG "a") UID COUNT 3
            1< a OK *
            1> b SEARCH RETURN (UPDATE ALL) DELETED
            1< * ESEARCH (TAG "b")
            1< b OK *
            1> a SEARCH RETURN (UPDATE) ALL
            1< a BAD *
            1> c STORE 2 +FLAGS (\\Deleted)
            1< * 2 FETCH *
            1< * ESEARCH (TAG "a") UID REMOVEFROM (0 2)
            1< * ESEARCH (TAG "b") ADDTO (0 2)
            1< c OK *
            2> d APPEND INBOX {3+}
            2> x
            2>
            2< d OK *
            1> e NOOP
            1< * 4 EXISTS
            1< * 0 RECENT
            1< * ESEARCH (TAG "a") UID ADDTO (0 4)
            1< e OK *
            1> f EXPUNGE
            1< * ESEARCH (TAG "b") REMOVEFROM (0 2)
            1< * 2 EXPUNGE
            1< f OK *
            1> g CANCELUPDATE "a" "b"
            1< g OK *
            1> h CANCELUPDATE "a"
            1< h BAD *
            1> i STORE 1 +FLAGS (\\Deleted)
            1< * 1 FETCH *
            1< i OK *
            """);
  }

  @Test
  void aSortIsKeptUpToDateByPlaces() {
    ImapScript.play(
        THREE
            + SortTest.select(3)
            + """
            1> a UID SORT RETURN (UPDATE ALL) (REVERSE SUBJECT) UTF-8 UNDELETED
            1< * ESEARCH (TAG "a") UID ALL 3,2,1
            1< a OK *
            2> b APPEND INBOX {12+}
            2> Subject: e
            2>  {12+}
            2> Subject: a
            2>  {12+}
            2> Subject: e
            2>
            2< b OK *
            1> c NOOP
            1< * 6 EXISTS
            1< * 0 RECENT
            1< * ESEARCH (TAG "a") UID ADDTO (2 4,6 6 5)
            1< c OK *
            1> d STORE 1,4:6 +FLAGS.SILENT (\\Deleted)
            1< * ESEARCH (TAG "a") UID REMOVEFROM (2 4,6 3 1,5)
            1< d OK *
            """);
  }

  @Test
  void sequenceNumbersOfASearchStayWhatTheyWere() {
    ImapScript.play(
        THREE
            + SortTest.select(3)
            + """
            1> a UID SEARCH RETURN (UPDATE ALL) OR 2:* UID 3:*
            1< * ESEARCH (TAG "a") UID ALL 2:3
            1< a OK *
            1> b UID SEARCH RETURN (UPDATE) UID *
            1< * ESEARCH (TAG "b") UID
            1< b OK *
            1> c STORE 1 +FLAGS.SILENT (\\Deleted)
            1< c OK *
            1> d EXPUNGE
            1< * 1 EXPUNGE
            1< d OK *
            2> e APPEND INBOX {3+}
            2> x
            2>
            2< e OK *
            1> f NOOP
            1< * 3 EXISTS
            1< * 0 RECENT
            1< * ESEARCH (TAG "a") UID ADDTO (0 4)
            1< * ESEARCH (TAG "b") UID REMOVEFROM (0 3) ADDTO (0 4)
            1< f OK *
            """);
  }

  @Test
  void thereAreSoManyContextsAndNoMore() {
    var script = new StringBuilder(THREE + SortTest.select(3));
    for (int i = 0; i < Contexts.MOST; i++) {
      script.append("1> t%d SEARCH RETURN (UPDATE COUNT) ALL\n".formatted(i));
      script.append("1< * ESEARCH (TAG \"t%d\") COUNT 3\n1< t%d OK *\n".formatted(i, i));
    }
    ImapScript.play(
        script
            + """
            1> a SEARCH RETURN (UPDATE COUNT) ALL
            1< * ESEARCH (TAG "a") COUNT 3
            1< * NO [NOUPDATE "a"]*
            1< a OK *
            1> b UNSELECT
            1< b OK *
            """
            + SortTest.select(3)
            + """
            1> a SEARCH RETURN (UPDATE COUNT) ALL
            1< * ESEARCH (TAG "a") COUNT 3
            1< a OK *
            """);
  }

  @Test
  void aSearchOfTextsByTimeIsNotKeptUpToDate() {
    ImapScript.play(
        THREE
            + SortTest.select(3)
            + """
            1> a SEARCH RETURN (UPDATE COUNT) OLDER 5 BODY x
            1< * ESEARCH (TAG "a") COUNT 0
            1< * NO [NOUPDATE "a"]*
            1< a OK *
            1> b SEARCH RETURN (UPDATE ALL) YOUNGER 5 UNSEEN
            1< * ESEARCH (TAG "b") ALL 1:3
            1< b OK *
            1> c STORE 2 +FLAGS.SILENT (\\Seen)
            1< * ESEARCH (TAG "b") REMOVEFROM (0 2)
            1< c OK *
            """);
  }

  @Test
  void anIdlingClientIsToldToo() {
    ImapScript.play(
        THREE
            + SortTest.select(3)
            + """
            1> a UID SEARCH RETURN (UPDATE) SUBJECT d
            1< * ESEARCH (TAG "a") UID
            1< a OK *
            1> b IDLE
            1< + idling
            2> s SELECT INBOX
            2~ * FLAGS *
            2~ * 3 EXISTS
            2~ * 0 RECENT
            2~ * OK [UNSEEN 1]*
            2~ * OK [UIDVALIDITY *
            2~ * OK [UIDNEXT *
            2~ * OK [PERMANENTFLAGS *
            2~ * OK [HIGHESTMODSEQ *
            2~ * OK [MAILBOXID *
            2~ s OK *
            2> c MOVE 2 Archive
            2< * OK [COPYUID *
            2< * 2 EXPUNGE
            2< c OK *
            1< * ESEARCH (TAG "a") UID REMOVEFROM (0 2)
            1< * 2 EXPUNGE
            1> DONE
            1< b OK *
            """);
  }
}

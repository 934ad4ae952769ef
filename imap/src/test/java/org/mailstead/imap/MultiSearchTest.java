package org.mailstead.imap;

import org.junit.jupiter.api.Test;

/** MULTISEARCH, PARTIAL, WITHIN, SAVEDATE, SEARCH=FUZZY. */
class MultiSearchTest {
  private static final String MAIL =
      """
      1> a CREATE Work/Old/Older
      1< a OK *
      1> b APPEND Work/Old {16+}
      1> Subject: hello
      1>
      1< b OK *
      1> c APPEND INBOX {16+}
      1> Subject: Hallo
      1>  (\\Seen) {16+}
      1> Subject: world
      1>
      1< c OK *
      1> d APPEND Work/Old/Older {16+}
      1> Subject: helps
      1>
      1< d OK *
      1> v STATUS Work/Old (UIDVALIDITY)
      1< * STATUS "Work/Old" (UIDVALIDITY $old)
      1< v OK *
      1> w STATUS INBOX (UIDVALIDITY)
      1< * STATUS "INBOX" (UIDVALIDITY $inbox)
      1< w OK *
      """;

  @Test
  void manyMailboxesAreSearched() {
    ImapScript.play(
        MAIL
            + """
            1> e ESEARCH IN (mailboxes (INBOX "Work/Old" None) mailboxes Work/Old) UNSEEN
            1< * ESEARCH (TAG "e" MAILBOX "INBOX" UIDVALIDITY $inbox) UID ALL 1
            1< * ESEARCH (TAG "e" MAILBOX "Work/Old" UIDVALIDITY $old) UID ALL 1
            1< e OK *
            1> f ESEARCH IN (subtree-one Work) RETURN (COUNT MIN) ALL
            1< * ESEARCH (TAG "f" MAILBOX "Work/Old" UIDVALIDITY $old) UID MIN 1 COUNT 1
            1< f OK *
            1> g ESEARCH IN (subtree Work) RETURN (COUNT) SUBJECT hel
            1< * ESEARCH (TAG "g" MAILBOX "Work/Old" UIDVALIDITY $old) UID COUNT 1
            1< * ESEARCH (TAG "g" MAILBOX "Work/Old/Older" *
            1< g OK *
            1> h ESEARCH IN (personal inboxes) RETURN (COUNT) SUBJECT nothing
            1< h OK *
            1> i ESEARCH IN (inboxes) 1:100 NOT SUBJECT helps
            1< * ESEARCH (TAG "i" MAILBOX "INBOX" UIDVALIDITY $inbox) UID ALL 1:2
            1< * ESEARCH (TAG "i" MAILBOX "Work/Old" UIDVALIDITY $old) UID ALL 1
            1< i OK *
            1> j ESEARCH ALL
            1< j BAD *
            1> k ESEARCH IN (selected) ALL
            1< k BAD *
            1> l ESEARCH IN (selected-delayed) ALL
            1< l BAD *
            1> m ESEARCH IN (personal) RETURN (SAVE) ALL
            1< m BAD *
            1> n ESEARCH IN (personal) RETURN (UPDATE) ALL
            1< n BAD *
            """
            + SortTest.select(2)
            + """
            1> o ESEARCH RETURN (SAVE) SEEN
            1< o OK *
            1> p SEARCH $
            1< * SEARCH 2
            1< p OK *
            1> q ESEARCH IN (selected mailboxes Work/Old) RETURN (UPDATE PARTIAL 1:1) UNDELETED
            1< * ESEARCH (TAG "q" MAILBOX "INBOX" UIDVALIDITY $inbox) UID PARTIAL (1:1 1)
            1< * ESEARCH (TAG "q" MAILBOX "Work/Old" UIDVALIDITY $old) UID PARTIAL (1:1 1)
            1< q OK *
            1> r STORE 2 +FLAGS.SILENT (\\Deleted)
            1< * ESEARCH (TAG "q" MAILBOX "INBOX" UIDVALIDITY $inbox) UID REMOVEFROM (0 2)
            1< r OK *
            """);
  }

  @Test
  void someOfManyAreFetchedAndFound() {
    ImapScript.play(
        MAIL
            + SortTest.select(2)
            + """
            1> e UID FETCH 1:* (FLAGS) (PARTIAL -1:-1)
            1< * 2 FETCH (UID 2 FLAGS (\\Seen))
            1< e OK *
            1> f UID FETCH 1:* (FLAGS) (PARTIAL 5:6)
            1< f OK *
            1> g FETCH 1:* (FLAGS) (PARTIAL 1:2)
            1< g BAD *
            1> h SEARCH RETURN (PARTIAL -1:-1 COUNT) ALL
            1< * ESEARCH (TAG "h") COUNT 2 PARTIAL (-1:-1 2)
            1< h OK *
            1> i SEARCH RETURN (PARTIAL 3:4) ALL
            1< * ESEARCH (TAG "i") PARTIAL (3:4 NIL)
            1< i OK *
            1> j SEARCH RETURN (PARTIAL 0:4) ALL
            1< j BAD *
            1> k SEARCH RETURN (PARTIAL -1:4) ALL
            1< k BAD *
            1> l SEARCH RETURN (SAVE MAX PARTIAL 1:1) ALL
            1< * ESEARCH (TAG "l") MAX 2 PARTIAL (1:1 1)
            1< l OK *
            1> m SEARCH $
            1< * SEARCH 1 2
            1< m OK *
            """);
  }

  @Test
  void mailIsFoundByItsAgeAndByWhenItWasSaved() {
    ImapScript.play(
        SortTest.append(" 2-Jan-2026 03:04:04 +0000", "a\n")
            + SortTest.append(" 2-Jan-2026 03:04:05 +0000", "b\n")
            + SortTest.append(" 1-Dec-2025 03:04:05 +0000", "c\n")
            + SortTest.select(3)
            + """
            1> a SEARCH OLDER 1
            1< * SEARCH 1 3
            1< a OK *
            1> b SEARCH YOUNGER 1
            1< * SEARCH 1 2
            1< b OK *
            1> c SEARCH OLDER 0
            1< c BAD *
            1> d SEARCH SAVEDON 2-Jan-2026 SAVEDATESUPPORTED
            1< * SEARCH 1 2 3
            1< d OK *
            1> e SEARCH OR SAVEDBEFORE 2-Jan-2026 SAVEDSINCE 3-Jan-2026
            1< * SEARCH
            1< e OK *
            1> f FETCH 3 (INTERNALDATE SAVEDATE)
            1< * 3 FETCH (INTERNALDATE " 1-Dec-2025 03:04:05 +0000" SAVEDATE " 2-Jan-2026 03:04:05 +0000")
            1< f OK *
            """);
  }

  @Test
  void textsAreFoundRoughly() {
    ImapScript.play(
        MAIL
            + """
            1> x APPEND INBOX {35+}
            1> Subject: none
            1>
            1> you said: heLLo!
            1>
            1< x OK *
            """
            + SortTest.select(3)
            + """
            1> e SEARCH FUZZY SUBJECT hello
            1< * SEARCH 1
            1< e OK *
            1> e SEARCH FUZZY BODY helloed
            1< * SEARCH 3
            1< e OK *
            1> f SEARCH RETURN (RELEVANCY ALL) FUZZY TEXT hello
            1< * ESEARCH (TAG "f") ALL 1,3 RELEVANCY (75 70)
            1< f OK *
            1> g SORT RETURN (RELEVANCY PARTIAL 1:5) (RELEVANCY) UTF-8 OR FUZZY TEXT hello FUZZY SUBJECT Wor
            1< * ESEARCH (TAG "g") PARTIAL (1:5 2,1,3) RELEVANCY (83 75 70)
            1< g OK *
            1> h SEARCH FUZZY (FROM hello)
            1< * SEARCH
            1< h OK *
            1> i SEARCH RETURN (RELEVANCY) SUBJECT hello
            1< i BAD *
            1> j SEARCH FUZZY (ON 4-Jan-2026 SUBJECT wrold)
            1< * SEARCH 2
            1< j OK *
            1> k SEARCH NOT FUZZY SUBJECT world
            1< * SEARCH 1 3
            1< k OK *
            """);
  }
}

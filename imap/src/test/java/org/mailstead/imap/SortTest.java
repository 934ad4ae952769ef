package org.mailstead.imap;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;

/** SORT, ESORT, THREAD (RFC 5256, RFC 5267, RFC 5957). */
class SortTest {
  static String append(String date, String message) {
    int size = message.replace("\n", "\r\n").getBytes(UTF_8).length;
    var script = new StringBuilder("1> p APPEND INBOX ");
    script.append(date.isEmpty() ? "" : "\"" + date + "\" ");
    script.append('{').append(size).append("+}\n");
    message.lines().forEach(line -> script.append("1> ").append(line).append('\n'));
    return script.append("1>\n1< p OK *\n").toString();
  }

  static String select(int messages) {
    return """
    1> s SELECT INBOX
    1~ * FLAGS *
    1~ * %d EXISTS
    1~ * 0 RECENT
    1~ * OK [UNSEEN 1]*
    1~ * OK [UIDVALIDITY *
    1~ * OK [UIDNEXT *
    1~ * OK [PERMANENTFLAGS *
    1~ * OK [HIGHESTMODSEQ *
    1~ * OK [MAILBOXID *
    1~ s OK *
    """
        .formatted(messages);
  }

  private static final String FOUR =
      append(
              " 3-Jan-2026 00:00:00 +0000",
              """
              From: "Zoe" <a@x.test>
              To: friends: b@x.test;
              Subject: Re: Äpfel
              Date: Thu, 1 Jan 2026 01:00:00 +0200

              """)
          + append(
              " 1-Jan-2026 00:00:00 +0000",
              """
              From: =?utf-8?q?=C3=84nne?= <c@x.test>
              To: b@y.test
              Subject: [list] apfel

              longer
              """)
          + append(
              " 2-Jan-2026 00:00:00 +0000",
              """
              From: b@x.test
              Subject: Zebra
              Date: Thu, 1 Jan 2026 00:00:00 +0100

              """)
          + append("", "X: no fields\n\n");

  @Test
  void messagesComeInTheOrderAskedFor() {
    ImapScript.play(
        FOUR
            + select(4)
            + """
            1> a SORT (SUBJECT) UTF-8 ALL
            1< * SORT 4 2 1 3
            1< a OK *
            1> b SORT (REVERSE SUBJECT) UTF-8 ALL
            1< * SORT 3 1 2 4
            1< b OK *
            1> c SORT (DATE) US-ASCII 1:3
            1< * SORT 1 3 2
            1< c OK *
            1> d UID SORT (REVERSE ARRIVAL) UTF-8 1:3
            1< * SORT 1 3 2
            1< d OK *
            1> e SORT (FROM) UTF-8 ALL
            1< * SORT 4 1 3 2
            1< e OK *
            1> f SORT (DISPLAYFROM) UTF-8 ALL
            1< * SORT 4 2 3 1
            1< f OK *
            1> g SORT (TO REVERSE DISPLAYTO) UTF-8 ALL
            1< * SORT 3 4 2 1
            1< g OK *
            1> h SORT (SIZE) UTF-8 UNSEEN SUBJECT apfel
            1< * SORT 2
            1< h OK *
            1> i SORT (SUBJECT) UTF-8 SUBJECT äpfel
            1< * SORT 1
            1< i OK *
            1> j SORT (SUBJECT) X-NONE ALL
            1< j NO [BADCHARSET (US-ASCII UTF-8)]*
            1> k SORT (COLOUR) UTF-8 ALL
            1< k BAD *
            1> l SORT () UTF-8 ALL
            1< l BAD *
            1> m SORT (SUBJECT) UTF-8
            1< m BAD *
            1> n SORT (RELEVANCY) UTF-8 ALL
            1< n BAD *
            1> o SORT (SUBJECT) UTF-8 MODSEQ 1
            1< * SORT 4 2 1 3 (MODSEQ *
            1< o OK *
            """);
  }

  @Test
  void resultsAreToldAsAskedFor() {
    ImapScript.play(
        FOUR
            + select(4)
            + """
            1> a SORT RETURN (MIN MAX COUNT) (SUBJECT) UTF-8 ALL
            1< * ESEARCH (TAG "a") MIN 4 MAX 3 COUNT 4
            1< a OK *
            1> b UID SORT RETURN () (REVERSE SUBJECT) UTF-8 ALL
            1< * ESEARCH (TAG "b") UID ALL 3,1:2,4
            1< b OK *
            1> c SORT RETURN (PARTIAL -1:-2) (SUBJECT) UTF-8 ALL
            1< * ESEARCH (TAG "c") PARTIAL (-1:-2 1,3)
            1< c OK *
            1> d SORT RETURN (SAVE PARTIAL 1:2) (SUBJECT) UTF-8 ALL
            1< * ESEARCH (TAG "d") PARTIAL (1:2 4,2)
            1< d OK *
            1> e SEARCH $
            1< * SEARCH 2 4
            1< e OK *
            1> f SORT RETURN (COUNT) (SUBJECT) UTF-8 SEEN
            1< * ESEARCH (TAG "f") COUNT 0
            1< f OK *
            1> g SORT RETURN (ALL PARTIAL 1:2) (SUBJECT) UTF-8 ALL
            1< g BAD *
            """);
  }

  private static String mail(String id, String subject, String references, int day) {
    return append(
        "%2d-Jan-2026 00:00:00 +0000".formatted(day),
        "Message-ID: <" + id + ">\nSubject: " + subject + "\n" + references + "\n");
  }

  @Test
  void threadsAreMadeBySubject() {
    ImapScript.play(
        mail("1", "one", "", 3)
            + mail("2", "two", "", 2)
            + mail("3", "Re: ONE", "", 4)
            + mail("4", "one (fwd)", "", 5)
            + select(4)
            + """
            1> a THREAD ORDEREDSUBJECT UTF-8 ALL
            1< * THREAD (2)(1 (3)(4))
            1< a OK *
            1> b UID THREAD ORDEREDSUBJECT UTF-8 1,3
            1< * THREAD (1 3)
            1< b OK *
            1> c THREAD ORDEREDSUBJECT UTF-8 SEEN
            1< * THREAD
            1< c OK *
            1> d THREAD JWZ UTF-8 ALL
            1< d BAD *
            """);
  }

  @Test
  void threadsAreMadeByReferences() {
    ImapScript.play(
        mail("1@x", "one", "", 1)
            + mail("\"2\"@x", "Re: one", "References: <\"\\1\"@x>\n", 2)
            + mail("3@x", "other", "In-Reply-To: <1@x>\n", 3)
            + mail("4@x", "Re: one", "References: <1@x> <2@x>\n", 4)
            + mail("5@x", "lost", "References: <0@x>\n", 5)
            + mail("6@x", "lost too", "References: <0@x>\n", 6)
            + mail("7@x", "Re: one", "", 7)
            + mail("8@x", "loop", "References: <9@x>\n", 8)
            + mail("9@x", "loop", "References: <8@x>\n", 9)
            + mail("1@x", "again", "References: <4@x>\n", 10)
            + select(10)
            + """
            1> a THREAD REFERENCES UTF-8 ALL
            1< * THREAD (1 (2 4 10)(3)(7))((5)(6))(9 8)
            1< a OK *
            1> b THREAD REFS UTF-8 ALL
            1< * THREAD ((5)(6))(7)(9 8)(1 (2 4 10)(3))
            1< b OK *
            1> c THREAD REFS UTF-8 2:10
            1< * THREAD ((5)(6))(7)(9 8)(10 (2 4)(3))
            1< c OK *
            1> d UID THREAD REFERENCES UTF-8 4:7
            1< * THREAD ((4)(7))((5)(6))
            1< d OK *
            """);
  }

  @Test
  void answersWithoutTheirBeginningStandSideBySide() {
    ImapScript.play(
        mail("1@x", "Re: one", "", 1)
            + mail("2@x", "Re: one", "", 2)
            + mail("3@x", "Re: two", "", 3)
            + mail("4@x", "two", "", 4)
            + select(4)
            + """
            1> a THREAD REFERENCES UTF-8 ALL
            1< * THREAD ((1)(2))(4 3)
            1< a OK *
            """);
  }

  /** More references than are kept are read from the message. */
  @Test
  void veryManyReferencesCountAsWell() {
    var references = new StringBuilder("References: <1@x>\n");
    for (int i = 0; i < 100; i++) {
      references.append(" <").append("x".repeat(30)).append(i).append("@x>\n");
    }
    ImapScript.play(
        mail("1@x", "one", "", 1)
            + mail("2@x", "two", references.toString(), 2)
            + mail("3@x", "three", references + " <2@x>\n", 3)
            + select(3)
            + """
            1> a THREAD REFERENCES UTF-8 ALL
            1< * THREAD (1 2 3)
            1< a OK *
            """);
  }
}

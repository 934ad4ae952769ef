package org.mailstead.imap;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;

/** SEARCH, key by key (RFC 9051 section 6.4.4). */
class SearchTest {
  /** An APPEND of a message, with flags and date. */
  private static String append(String arguments, String message) {
    int size = message.replace("\n", "\r\n").getBytes(UTF_8).length;
    var script = new StringBuilder("1> p APPEND INBOX ");
    script.append(arguments).append(arguments.isEmpty() ? "" : " ");
    script.append('{').append(size).append("+}\n");
    message.lines().forEach(line -> script.append("1> ").append(line).append('\n'));
    return script.append("1>\n1< p OK *\n").toString();
  }

  private static String select(int messages, int unseen) {
    return """
    1> s SELECT INBOX
    1~ * FLAGS *
    1~ * %d EXISTS
    1~ * 0 RECENT
    1~ * OK [UNSEEN %d]*
    1~ * OK [UIDVALIDITY *
    1~ * OK [UIDNEXT *
    1~ * OK [PERMANENTFLAGS *
    1~ * OK [HIGHESTMODSEQ *
    1~ * OK [MAILBOXID *
    1~ s OK *
    """
        .formatted(messages, unseen);
  }

  /** Messages whose addresses are written in different ways. */
  private static final String ADDRESSES =
      append(
              "",
              """
              From: user-from@domain.org
              To: user-to@domain.org
              Cc: user-cc@domain.org
              Bcc: user@b.org

              """)
          + append(
              "",
              """
              From: "Real, From" <user-from@domain.org>
              To: RealTo <user-to@domain.org>
              Cc: =?utf-8?q?R=C3=A9alCc?= <user-cc@domain.org>

              """)
          + append(
              "",
              """
              From: <user-from (comment)@ (comment) domain.org>
              To:

              """)
          + append(
              "",
              """
              From: user-from@domain.org (RealFrom)
              Reply-To: user-from@domain.org (RealFrom)

              """)
          + append(
              "",
              """
              From: user-from1@domain.org,
               user-from2@domain.org
              Sender: real@sender.org

              """)
          + append(
              "",
              """
              From: RealFrom <user-from@domain.org>
              To: groupname: groupuser1@domain.org,
               groupuser2@domain.org;, last@domain.org

              """)
          + append(
              "",
              """
              To: groupname:;
              Subject: first
              Subject: second

              12345
              """)
          + select(7, 1);

  private static String finds(String... searches) {
    var script = new StringBuilder();
    for (String search : searches) {
      String[] parts = search.split(" => ?", -1);
      script.append("1> x SEARCH ").append(parts[0]).append('\n');
      script.append("1< * SEARCH").append(parts[1].isEmpty() ? "" : " ").append(parts[1]);
      script.append("\n1< x OK *\n");
    }
    return script.toString();
  }

  @Test
  void addressesAreThoseOfTheEnvelope() {
    ImapScript.play(
        ADDRESSES
            + finds(
                "FROM user-from@domain.org => 1 2 3 4 6",
                "FROM ser-from => 1 2 3 4 5 6",
                "FROM realfrom => 4 6",
                "FROM \"Real, From <user\" => 2",
                "FROM user-from2 => 5",
                "FROM comment =>",
                "TO groupname => 6 7",
                "TO groupuser2 => 6",
                "TO \"groupname: <groupuser1@domain.org>, <groupuser2\" => 6",
                "CC \"réalcc\" => 2",
                "CC \"RÉALCC <user-cc@\" => 2",
                "BCC user => 1",
                "SUBJECT first => 7",
                "SUBJECT second =>",
                "FROM \"\" => 1 2 3 4 5 6"));
  }

  @Test
  void headerFieldsAreFoundByNameAndText() {
    ImapScript.play(
        ADDRESSES
            + finds(
                "HEADER From \"\" => 1 2 3 4 5 6",
                "HEADER To \"\" => 1 2 3 6 7",
                "HEADER Bcc \"\" => 1",
                "HEADER from user-from@DOMAIN => 1 2 3 4 6",
                "HEADER From \"(comment)\" => 3",
                "HEADER From \"\\\"Real\" => 2",
                "HEADER Sender \"\" => 5",
                "HEADER Sender user-from =>",
                "HEADER Sender sender.org => 5",
                "HEADER Reply-To \"\" => 4",
                "HEADER Reply-To realfrom => 4",
                "HEADER Subject \"\" => 7",
                "HEADER Subject second =>",
                "NOT HEADER Subject \"\" => 1 2 3 4 5 6",
                "HEADER X-Any \"\" =>"));
  }

  private static final String LETTERS =
      append(
              "(\\Seen $Work) \"04-Jan-2026 23:30:00 -0500\"",
              """
              Date: Mon, 5 Jan 2026 23:59:59 -0800
              Message-ID: <one@x.test>
              X-Extra: hello beautiful
               header
              X-Extra: another one
              Content-Type: text/plain; charset=iso-8859-1

              Text in the body, and so on.
              The end.
              """)
          + append(
              "(\\Flagged \\Deleted) \"06-Jan-2026 00:30:00 +0100\"",
              """
              Subject: =?utf-8?b?R3LDvMOfZQ==?= an alle
              In-Reply-To: <one@x.test>
              Content-Type: text/plain; charset=utf-8
              Content-Transfer-Encoding: base64

              TGVja2VyZXMgS8Okc2VnZWLDpGNrDQo=
              """)
          + append(
              "(\\Answered \\Draft) \"07-Jan-2026 12:00:00 +0000\"",
              """
              Date: Tue, 06 Jan 2026 12:00:00 +0000
              Content-Type: multipart/mixed; boundary=b

              --b
              X-Part: inside

              Nothing
              --b
              Content-Type: image/png

              so on
              --b--
              """)
          + select(3, 2);

  @Test
  void flagsDatesSizesAndNumbersAreKnownWithoutReading() {
    ImapScript.play(
        LETTERS
            + finds(
                "ALL => 1 2 3",
                "OLD => 1 2 3",
                "NEW =>",
                "RECENT =>",
                "SEEN => 1",
                "UNSEEN => 2 3",
                "FLAGGED => 2",
                "UNFLAGGED => 1 3",
                "DELETED => 2",
                "UNDELETED => 1 3",
                "ANSWERED => 3",
                "UNANSWERED => 1 2",
                "DRAFT => 3",
                "UNDRAFT => 1 2",
                "KEYWORD $work => 1",
                "UNKEYWORD $WORK => 2 3",
                "UNKEYWORD None => 1 2 3",
                "BEFORE 5-Jan-2026 => 1",
                "ON 6-Jan-2026 => 2",
                "SINCE 6-Jan-2026 => 2 3",
                "LARGER 162 => 1 2",
                "SMALLER 163 => 3",
                "NOT SMALLER 162 NOT LARGER 162 => 3",
                "2:* => 2 3",
                "UID 3,1 => 1 3",
                "NOT 1:2 => 3",
                "MODSEQ 1 NOT 1:* =>"));
  }

  @Test
  void sentDatesAreThoseOfTheField() {
    ImapScript.play(
        LETTERS
            + finds(
                "SENTON 5-Jan-2026 => 1",
                "SENTBEFORE 6-Jan-2026 => 1",
                "SENTSINCE 5-Jan-2026 => 1 3",
                "NOT SENTSINCE 5-Jan-2026 => 2"));
  }

  @Test
  void textsAreFoundHoweverTheyWereSent() {
    ImapScript.play(
        LETTERS
            + finds(
                "SUBJECT \"grüße AN\" => 2",
                "HEADER Subject grüße => 2",
                "HEADER Message-ID <one@x => 1",
                "HEADER In-Reply-To one@ => 2",
                "HEADER Date 23:59 => 1",
                "HEADER x-extra \"beautiful header\" => 1",
                "HEADER X-Extra \"ANOTHER\" => 1",
                "HEADER X-Extra \"\" => 1",
                "BODY \"käsegebäck\" => 2",
                "BODY \"the body, AND\" => 1",
                "BODY \"so on\" => 1",
                "BODY \"end.\" => 1",
                "BODY inside =>",
                "TEXT inside => 3",
                "TEXT \"x-part: in\" => 3",
                "TEXT an@ =>",
                "TEXT one@x => 1 2",
                "BODY \"\" => 1 2 3",
                "TEXT \"\" => 1 2 3"));
  }

  @Test
  void keysAreJoinedTurnedAroundAndNested() {
    ImapScript.play(
        LETTERS
            + finds(
                "SEEN BODY end => 1",
                "UNSEEN BODY end =>",
                "OR SEEN BODY käse => 1 2",
                "NOT (BODY käse) => 1 3",
                "NOT OR BODY käse SEEN => 3",
                "OR (SEEN SUBJECT x) (UNSEEN OR BODY nothing SUBJECT alle) => 2 3",
                "NOT NOT NOT TEXT inside => 1 2",
                "OR OR 1 2 3 => 1 2 3",
                "(NOT (OR HEADER X-Extra hello 2) NOT 1) => 3"));
  }

  @Test
  void aCharsetSaysWhatTheOctetsMean() {
    ImapScript.play(
        LETTERS
            + """
            1> a SEARCH CHARSET UTF-8 BODY {8+}
            1> KÄSEGEB
            1< * SEARCH 2
            1< a OK *
            1> b SEARCH CHARSET X-NONE BODY a
            1< b NO [BADCHARSET *
            1> c UID SEARCH CHARSET UTF-8 SUBJECT {5+}
            1> RÜß OR 1 2
            1< * SEARCH 2
            1< c OK *
            """);
  }

  @Test
  void whatIsGoneButNotYetToldIsStillFound() {
    ImapScript.play(
        LETTERS
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
            2> b EXPUNGE
            2< * 2 EXPUNGE
            2< b OK *
            1> c SEARCH BODY käse
            1< * SEARCH 2
            1< c OK *
            1> d UID SEARCH OR BODY end BODY nothing
            1< * SEARCH 1 3
            1< * 2 EXPUNGE
            1< d OK *
            """);
  }
}

package org.mailstead.imap;

import org.junit.jupiter.api.Test;

/** FILTERS (RFC 5466). */
class FiltersTest {
  private static final String BEGIN =
      """
      1> i1 APPEND INBOX (\\Seen) {12+}
      1> Subject: one
      1< i1 OK *
      1> i2 APPEND INBOX (\\Flagged) {12+}
      1> Subject: two
      1< i2 OK *
      1> i3 SELECT INBOX
      1~ * FLAGS *
      1~ * 2 EXISTS
      1~ * 0 RECENT
      1~ * OK [UNSEEN *
      1~ * OK [UIDVALIDITY *
      1~ * OK [UIDNEXT *
      1~ * OK [PERMANENTFLAGS *
      1~ * OK [HIGHESTMODSEQ *
      1~ * OK [MAILBOXID *
      1~ i3 OK *
      """;

  @Test
  void aFilterStandsForItsSearch() {
    ImapScript.play(
        BEGIN
            + """
            1> a SETMETADATA "" ("/private/filters/values/two" "SUBJECT \\"two\\" FLAGGED")
            1< a OK *
            1> b SEARCH FILTER two
            1< * SEARCH 2
            1< b OK *
            1> c SEARCH NOT FILTER Two ALL
            1< * SEARCH 1
            1< c OK *
            1> d SETMETADATA "" (/private/filters/values/deep "OR FILTER two FILTER one")
            1< d OK *
            1> e SEARCH FILTER deep
            1< e NO [UNDEFINED-FILTER one]*
            1> f SETMETADATA "" (/private/filters/values/one {17+}
            1> SUBJECT {3+}
            1> one)
            1< f OK *
            1> g SEARCH RETURN (COUNT) FILTER deep
            1< * ESEARCH (TAG "g") COUNT 2
            1< g OK *
            1> h SEARCH CHARSET UTF-8 FILTER two
            1< * SEARCH 2
            1< h OK *
            1> i SEARCH CHARSET ISO-8859-1 FILTER two
            1< i BAD [BADCHARSET (UTF-8 US-ASCII)]*
            1> j SETMETADATA "" (/private/filters/values/two NIL)
            1< j OK *
            1> k SEARCH FILTER two
            1< k NO [UNDEFINED-FILTER two]*
            """);
  }

  @Test
  void circlesAndWrongSearchesAreNoFilters() {
    ImapScript.play(
        BEGIN
            + """
            1> a SETMETADATA "" (/private/filters/values/a "FILTER b" /private/filters/values/b "FILTER a")
            1< a OK *
            1> b SEARCH FILTER a
            1< b NO [UNDEFINED-FILTER a]*
            1> c SETMETADATA "" (/private/filters/values/c "OR SMALLER")
            1< c NO [CANNOT]*
            1> d SETMETADATA "" (/private/filters/values/c "")
            1< d NO [CANNOT]*
            1> e SETMETADATA "" (/private/filters/values/c/d "ALL")
            1< e NO [CANNOT]*
            1> f SETMETADATA "" (/private/filters/descriptions/a "what I like")
            1< f OK *
            1> g SEARCH FILTER a/b
            1< g NO [UNDEFINED-FILTER a/b]*
            1> h SEARCH FILTER
            1< h BAD *
            """);
  }

  @Test
  void aFilterForAllIsItsAuthorsAndOnesOwnComesFirst() {
    ImapScript.play(
        BEGIN
            + """
            b> a SETMETADATA "" (/shared/filters/values/f "SUBJECT one")
            b< a OK *
            1> b SEARCH FILTER f
            1< * SEARCH 1
            1< b OK *
            1> c SETMETADATA "" (/shared/filters/values/f "ALL")
            1< c NO [NOPERM]*
            1> d SETMETADATA "" (/private/filters/values/f "SUBJECT two")
            1< d OK *
            1> e SEARCH FILTER f
            1< * SEARCH 2
            1< e OK *
            1> f SETMETADATA "" (/private/filters/values/f NIL /shared/filters/values/g "ALL")
            1< f NO [CANNOT]*
            b> g SETMETADATA "" (/shared/filters/values/f NIL)
            b< g OK *
            """);
  }
}

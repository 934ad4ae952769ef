package org.mailstead.imap;

import org.junit.jupiter.api.Test;

/** Working in somebody else's mailbox (RFC 2342, RFC 4314 section 4). */
class SharedMailboxTest {
  private static final String SHARED =
      """
      b> in1 NOOP
      b< in1 OK *
      1> in1 CREATE Projects
      1< in1 OK *
      1> in2 APPEND Projects (\\Seen work) {4+}
      1> A: b
      1< in2 OK *
      1> in3 APPEND Projects {4+}
      1> A: c
      1< in3 OK *
      """;

  private static String select(String rights, String permanent, String mode) {
    return """
    1> s1 SETACL Projects bob@example.test %s
    1< s1 OK *
    b> s2 SELECT "Other Users/ada@example.test/Projects"
    b~ * FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft work)
    b~ * 2 EXISTS
    b~ * 0 RECENT
    b~ * OK [UNSEEN 2]*
    b~ * OK [UIDVALIDITY *
    b~ * OK [UIDNEXT 3]*
    b~ * OK [PERMANENTFLAGS (%s)]*
    b~ * OK [HIGHESTMODSEQ *
    b~ * OK [MAILBOXID (F1-*
    b~ s2 OK [%s]*
    """
        .formatted(rights, permanent, mode);
  }

  @Test
  void itIsListedSubscribedAndLeft() {
    ImapScript.play(
        SHARED
            + """
            b> a NAMESPACE
            b< * NAMESPACE (("" "/")) (("Other Users/" "/")) NIL
            b< a OK *
            1> b CREATE Projects/Old
            1< b OK *
            1> c SETACL Projects/Old bob@example.test lr
            1< c OK *
            b> d LIST "" "Other Users/*"
            b< * LIST (\\HasNoChildren) "/" "Other Users/ada@example.test/Projects/Old"
            b< d OK *
            b> e LIST "Other Users/" %
            b< * LIST (\\NonExistent \\Noselect \\HasChildren) "/" "Other Users/ada@example.test"
            b< e OK *
            b> f LIST "" "Other Users/ada@example.test/%"
            b< * LIST (\\NonExistent \\Noselect \\HasChildren) "/" "Other Users/ada@example.test/Projects"
            b< f OK *
            b> g SUBSCRIBE "Other Users/ada@example.test/Projects/Old"
            b< g OK *
            b> h LSUB "" "Other*"
            b< * LSUB () "/" "Other Users/ada@example.test/Projects/Old"
            b< h OK *
            b> i LIST "" "Other*" RETURN (SUBSCRIBED MYRIGHTS STATUS (MESSAGES))
            b< * LIST (\\Subscribed \\HasNoChildren) "/" "Other Users/ada@example.test/Projects/Old"
            b< * STATUS "Other Users/ada@example.test/Projects/Old" (MESSAGES 0)
            b< * MYRIGHTS "Other Users/ada@example.test/Projects/Old" lr
            b< i OK *
            1> j DELETEACL Projects/Old bob@example.test
            1< j OK *
            b> k LIST "" "Other*"
            b< k OK *
            b> l LIST (SUBSCRIBED) "" "Other*"
            b< * LIST (\\NonExistent \\Subscribed \\HasNoChildren) "/" "Other Users/ada@example.test/Projects/Old"
            b< l OK *
            b> m UNSUBSCRIBE "Other Users/ada@example.test/Projects/Old"
            b< m OK *
            b> n LIST (SUBSCRIBED) "" "Other*"
            b< n OK *
            1> o SETACL Projects anyone l
            1< o OK *
            e> p LIST "" "Other*"
            e< * LIST (\\HasNoChildren) "/" "Other Users/ada@example.test/Projects"
            e< p OK *
            1> q CREATE "Other Users"
            1< q NO [NOPERM]*
            1> r LIST "" "Other*"
            1< r OK *
            """);
  }

  @Test
  void eachFlagNeedsItsRight() {
    ImapScript.play(
        SHARED
            + select("lrs", "\\Seen", "READ-WRITE")
            + """
            b> a STORE 2 +FLAGS (\\Seen \\Flagged)
            b< * 2 FETCH (UID 2 FLAGS (\\Seen))
            b< a OK *
            b> b STORE 2 +FLAGS (\\Flagged)
            b< b NO [NOPERM]*
            b> c STORE 1 FLAGS.SILENT (\\Deleted)
            b< * 1 FETCH (UID 1 FLAGS (work))
            b< c OK *
            b> d EXPUNGE
            b< d NO [NOPERM]*
            b> e MOVE 1 INBOX
            b< e NO [NOPERM]*
            b> f COPY 1 "Other Users/ada@example.test/Projects"
            b< f NO [NOPERM]*
            1> g SETACL Projects bob@example.test lrwit
            1< g OK *
            b> h COPY 1:2 "Other Users/ada@example.test/Projects"
            b< * FLAGS *
            b< * OK [PERMANENTFLAGS (\\Answered \\Flagged \\Deleted \\Draft work \\*)]*
            b< * 4 EXISTS
            b< * 0 RECENT
            b< h OK [COPYUID $uv 1:2 3:4]*
            b> i FETCH 2:4 (FLAGS BODY[])
            b< * 2 FETCH (FLAGS (\\Seen) BODY[] {4}
            b< A: c)
            b< * 3 FETCH (FLAGS (work) BODY[] {4}
            b< A: b)
            b< * 4 FETCH (FLAGS () BODY[] {4}
            b< A: c)
            b< i OK *
            b> j CLOSE
            b< j OK *
            """);
  }

  @Test
  void mailGoesFromOneAccountToTheOther() {
    ImapScript.play(
        SHARED
            + select(
                "lrswite", "\\Answered \\Flagged \\Deleted \\Seen \\Draft work \\*", "READ-WRITE")
            + """
            b> a FETCH 1:2 EMAILID
            b< * 1 FETCH (EMAILID ($one))
            b< * 2 FETCH (EMAILID ($two))
            b< a OK *
            b> b COPY 1 INBOX
            b< b OK [COPYUID $in 1 1]*
            b> c MOVE 2 INBOX
            b< * OK [COPYUID $in 2 2]*
            b< * 2 EXPUNGE
            b< c OK *
            b> d SELECT INBOX
            b< * OK [CLOSED]*
            b~ * FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft work)
            b~ * 2 EXISTS
            b~ * 0 RECENT
            b~ * OK [UNSEEN 2]*
            b~ * OK [UIDVALIDITY *
            b~ * OK [UIDNEXT 3]*
            b~ * OK [PERMANENTFLAGS *
            b~ * OK [HIGHESTMODSEQ *
            b~ * OK [MAILBOXID (F2-*
            b~ d OK [READ-WRITE]*
            b> e FETCH 1:2 (FLAGS EMAILID BODY.PEEK[])
            b< * 1 FETCH (FLAGS (\\Seen work) EMAILID ($one) BODY[] {4}
            b< A: b)
            b< * 2 FETCH (FLAGS () EMAILID ($two) BODY[] {4}
            b< A: c)
            b< e OK *
            1> f STATUS Projects (MESSAGES)
            1< * STATUS "Projects" (MESSAGES 1)
            1< f OK *
            b> g COPY 1:2 "Other Users/ada@example.test/Projects"
            b< g OK [COPYUID $uv 1:2 3:4]*
            """);
  }

  @Test
  void whatIsTakenBackTakesEffectAtOnce() {
    ImapScript.play(
        SHARED
            + select("lr", "", "READ-ONLY")
            + """
            b> a IDLE
            b< + idling
            1> b SETACL Projects bob@example.test lrs
            1< b OK *
            b< * FLAGS *
            b< * OK [PERMANENTFLAGS (\\Seen)]*
            1> c APPEND Projects {2+}
            1> hi
            1< c OK *
            b< * 3 EXISTS
            b< * 0 RECENT
            b> DONE
            b< a OK *
            1> d DELETEACL Projects bob@example.test
            1< d OK *
            b> e FETCH 1 BODY[]
            b< * BYE *
            """);
  }

  @Test
  void mailboxesAreMadeRenamedAndRemovedThere() {
    ImapScript.play(
        SHARED
            + """
            1> a SETACL Projects bob@example.test lrk
            1< a OK *
            b> b CREATE "Other Users/ada@example.test/Projects/New"
            b< b OK [MAILBOXID (F1-*
            b> c MYRIGHTS "Other Users/ada@example.test/Projects/New"
            b< * MYRIGHTS "Other Users/ada@example.test/Projects/New" lrkc
            b< c OK *
            b> d DELETE "Other Users/ada@example.test/Projects/New"
            b< d NO [NOPERM]*
            1> e SETACL Projects/New bob@example.test +x
            1< e OK *
            b> f RENAME "Other Users/ada@example.test/Projects/New" "Other Users/ada@example.test/Projects/Newer"
            b< f OK *
            b> g RENAME "Other Users/ada@example.test/Projects/Newer" "Other Users/ada@example.test/Newer"
            b< g NO [NOPERM]*
            b> h RENAME "Other Users/ada@example.test/Projects/Newer" Mine
            b< h NO [NOPERM]*
            b> i DELETE "Other Users/ada@example.test/Projects/Newer"
            b< i OK *
            1> j LIST "" Projects/*
            1< j OK *
            """);
  }
}

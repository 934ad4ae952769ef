package org.mailstead.imap;

import org.junit.jupiter.api.Test;

/** Mailboxes as such, and bad input. */
class FoldersTest {
  @Test
  void mailboxesAreMadeListedRenamedAndRemoved() {
    ImapScript.play(
        """
        1> a CREATE Work/Old/Older
        1< a OK [MAILBOXID (F1-9)]*
        1> b CREATE Work
        1< b NO [ALREADYEXISTS]*
        1> c LIST "" "Work%"
        1< * LIST (\\HasChildren) "/" "Work"
        1< c OK *
        1> d LIST "Work/" "*" RETURN (SUBSCRIBED STATUS (MESSAGES))
        1< * LIST (\\HasChildren) "/" "Work/Old"
        1< * STATUS "Work/Old" (MESSAGES 0)
        1< * LIST (\\HasNoChildren) "/" "Work/Old/Older"
        1< * STATUS "Work/Old/Older" (MESSAGES 0)
        1< d OK *
        1> e DELETE Work
        1< e NO [HASCHILDREN]*
        1> f RENAME Work/Old Past
        1< f OK *
        1> g SUBSCRIBE Past/Older
        1< g OK *
        1> h LIST (SUBSCRIBED RECURSIVEMATCH) "" "P%"
        1< * LIST (\\HasChildren) "/" "Past" ("CHILDINFO" ("SUBSCRIBED"))
        1< h OK *
        1> i LSUB "" "P%"
        1< * LSUB (\\Noselect) "/" "Past"
        1< i OK *
        1> j DELETE Past/Older
        1< j OK *
        1> k LIST (SUBSCRIBED) "" "P*"
        1< * LIST (\\NonExistent \\Subscribed \\HasNoChildren) "/" "Past/Older"
        1< k OK *
        1> l UNSUBSCRIBE Past/Older
        1< l OK *
        1> m DELETE INBOX
        1< m NO [NOPERM]*
        1> n LIST "" (inbox Sent)
        1< * LIST (\\HasNoChildren) "/" "INBOX"
        1< * LIST (\\HasNoChildren \\Sent) "/" "Sent"
        1< n OK *
        1> o LIST "" ""
        1< * LIST (\\Noselect) "/" ""
        1< o OK *
        1> p CREATE Todo (USE (\\Flagged))
        1< p NO [USEATTR]*
        1> q NAMESPACE
        1< * NAMESPACE (("" "/")) (("Other Users/" "/")) NIL
        1< q OK *
        1> r GETQUOTAROOT INBOX
        1< * QUOTAROOT "INBOX" ""
        1< * QUOTA "" (MESSAGE 0 10000000 MAILBOX 8 10000)
        1< r OK *
        """);
  }

  @Test
  void namesAreModifiedUtf7UntilUtf8IsEnabled() {
    ImapScript.play(
        """
        1> a CREATE Entw&APw-rfe
        1< a OK *
        1> b LIST "" Ent*
        1< * LIST (\\HasNoChildren) "/" "Entw&APw-rfe"
        1< b OK *
        1> c CREATE Entw&APw
        1< c NO [CANNOT]*
        1> d ENABLE IMAP4rev2
        1< * ENABLED IMAP4rev2
        1< d OK *
        1> e LIST "" "Entwü*"
        1< * LIST (\\HasNoChildren) "/" "Entwürfe"
        1< e OK *
        1> f SELECT "Entwürfe"
        1< * FLAGS *
        1< * 0 EXISTS
        1< * OK [UIDVALIDITY *
        1< * OK [UIDNEXT 1]*
        1< * OK [PERMANENTFLAGS *
        1< * OK [HIGHESTMODSEQ *
        1< * OK [MAILBOXID *
        1< * LIST () "/" "Entwürfe"
        1< f OK *
        1> g SEARCH ALL
        1< * ESEARCH (TAG "g")
        1< g OK *
        """);
  }

  @Test
  void badInputIsAnsweredAndForgotten() {
    ImapScript.play(
        """
        1> a XYZZY
        1< a BAD unknown command
        1> b
        1< b BAD *
        1> +c NOOP
        1< * BAD *
        1> d SELECT "unfinished
        1< d BAD *
        1> e LOGIN {70000}
        1< e BAD the literal is too large
        1> f CREATE {5+}
        1> hello extra
        1< f BAD *
        1> g SEARCH {3+}
        1> abc {4+}
        1> defg
        1< g BAD *
        1> h NOOP
        1< h OK *
        1> i FETCH 1 FLAGS
        1< i BAD select a mailbox first
        1> j CREATE {5}
        1< + OK
        1> hello
        1< j OK *
        1> k IDLE
        1< + idling
        1> NOOP
        1< k BAD *
        """);
  }

  @Test
  void whoErrsTooOftenBeforeSigningInIsLetGo() {
    String bad = "1> x FOO\n1< x BAD unknown command\n";
    ImapScript.playFromTheGreeting(
        true, "1< * OK *\n" + bad.repeat(20) + "1< * BYE too many errors; goodbye\n1< (closed)\n");
  }

  @Test
  void aLineOverTheLimitEndsTheSession() {
    ImapScript.playFromTheGreeting(
        true, "1< * OK *\n1> a LOGIN " + "x".repeat(70_000) + "\n1< * BYE the line is too long\n");
  }

  @Test
  void aSessionOfARemovedMailboxEnds() {
    ImapScript.play(
        """
        1> a CREATE Gone
        1< a OK *
        1> b SELECT Gone
        1~ * FLAGS *
        1~ * 0 EXISTS
        1~ * 0 RECENT
        1~ * OK [UIDVALIDITY *
        1~ * OK [UIDNEXT 1]*
        1~ * OK [PERMANENTFLAGS *
        1~ * OK [HIGHESTMODSEQ *
        1~ * OK [MAILBOXID *
        1~ b OK *
        2> c DELETE Gone
        2< c OK *
        1> d NOOP
        1< * BYE *
        """);
  }
}

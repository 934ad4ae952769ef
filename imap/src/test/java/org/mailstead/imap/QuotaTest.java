package org.mailstead.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.mailstead.identity.Account;
import org.mailstead.identity.Allowance;
import org.mailstead.store.Engine;

/** QUOTA and QUOTASET (RFC 9208). */
class QuotaTest {
  @Test
  void onesOwnLimitsAreSetEnforcedAndTakenBack() {
    ImapScript.play(
        """
        1> a GETQUOTA ""
        1< * QUOTA "" (MESSAGE 0 10000000 MAILBOX 6 10000)
        1< a OK *
        1> b SETQUOTA "" (STORAGE 1 MESSAGE 2 MAILBOX 7)
        1< * QUOTA "" (STORAGE 0 1 MESSAGE 0 2 MAILBOX 6 7)
        1< b OK *
        1> c CREATE Seventh
        1< c OK *
        1> d CREATE Eighth
        1< d NO [OVERQUOTA]*
        1> e APPEND INBOX (\\Deleted) {2+}
        1> hi
        1< e OK *
        1> f APPEND INBOX {1100+}
        1> %s
        1< f NO [OVERQUOTA]*
        1> g SELECT INBOX
        1~ * FLAGS *
        1~ * 1 EXISTS
        1~ * 0 RECENT
        1~ * OK [UNSEEN *
        1~ * OK [UIDVALIDITY *
        1~ * OK [UIDNEXT *
        1~ * OK [PERMANENTFLAGS *
        1~ * OK [HIGHESTMODSEQ *
        1~ * OK [MAILBOXID *
        1~ g OK *
        1> h COPY 1 Seventh
        1< h OK *
        1> i COPY 1 Seventh
        1< i NO [OVERQUOTA]*
        1> j GETQUOTAROOT Seventh
        1< * QUOTAROOT "Seventh" ""
        1< * QUOTA "" (STORAGE 1 1 MESSAGE 2 2 MAILBOX 7 7)
        1< j OK *
        1> k MOVE 1 Seventh
        1< * OK [COPYUID *
        1< * 1 EXPUNGE
        1< k OK *
        1> l STATUS Seventh (DELETED DELETED-STORAGE)
        1< * STATUS "Seventh" (DELETED 2 DELETED-STORAGE 4)
        1< l OK *
        1> m SETQUOTA "" ()
        1< * QUOTA "" (MESSAGE 2 10000000 MAILBOX 7 10000)
        1< m OK *
        1> n SETQUOTA "" (MAILBOX 10001)
        1< n NO [NOPERM]*
        1> n SETQUOTA "" (MESSAGE 10000001)
        1< n NO [NOPERM]*
        1> o SETQUOTA "" (X-PONIES 1)
        1< o NO [CANNOT]*
        1> p SETQUOTA "" (STORAGE -1)
        1< p BAD *
        1> q GETQUOTAROOT Nowhere
        1< * QUOTAROOT "Nowhere" ""
        1< * QUOTA "" (MESSAGE 2 10000000 MAILBOX 7 10000)
        1< q OK *
        1> r GETQUOTA other
        1< r NO [NONEXISTENT]*
        1> s SETQUOTA "" (STORAGE 0)
        1< * QUOTA "" (STORAGE 1 0 MESSAGE 2 10000000 MAILBOX 7 10000)
        1< s OK *
        """
            .formatted("x".repeat(1100)));
  }

  @Test
  void aSharedMailboxHasItsOwnersRoot() {
    ImapScript.play(
        """
        b> a NOOP
        b< a OK *
        1> a CREATE Box
        1< a OK *
        1> b SETQUOTA "" (MESSAGE 1)
        1< * QUOTA "" (MESSAGE 0 1 MAILBOX 7 10000)
        1< b OK *
        b> c GETQUOTA "Other Users/ada@example.test"
        b< c NO [NONEXISTENT]*
        1> d SETACL Box bob@example.test lri
        1< d OK *
        b> e GETQUOTAROOT "Other Users/ada@example.test/Box"
        b< * QUOTAROOT "Other Users/ada@example.test/Box" "Other Users/ada@example.test"
        b< * QUOTA "Other Users/ada@example.test" (MESSAGE 0 1 MAILBOX 7 10000)
        b< e OK *
        b> f GETQUOTA "Other Users/ada@example.test"
        b< * QUOTA "Other Users/ada@example.test" (MESSAGE 0 1 MAILBOX 7 10000)
        b< f OK *
        b> g SETQUOTA "Other Users/ada@example.test" (MESSAGE 9)
        b< g NO [NOPERM]*
        b> h APPEND "Other Users/ada@example.test/Box" {2+}
        b> hi
        b< h OK *
        b> i APPEND "Other Users/ada@example.test/Box" {2+}
        b> hi
        b< i NO [OVERQUOTA]*
        """);
  }

  @Test
  void nobodyRaisesWhatTheOperatorGave() throws Exception {
    for (Engine engine : List.of(TestServer.memory(), TestServer.hostile(7))) {
      try (var server = new TestServer(engine, true);
          var ada = Party.of(server, "ada")) {
        server.changes.changeAccount(server.ada.id(), a -> limited(a, 10 << 10));
        assertEquals(
            List.of("* QUOTA \"\" (STORAGE 0 10 MESSAGE 0 10000000 MAILBOX 6 10000)", "a OK done"),
            ada.say("GETQUOTA \"\""));
        assertEquals(List.of("a NO [NOPERM] not permitted"), ada.say("SETQUOTA \"\" (STORAGE 11)"));
        assertEquals(
            List.of("* QUOTA \"\" (STORAGE 0 9 MESSAGE 0 10000000 MAILBOX 6 10000)", "a OK done"),
            ada.say("SETQUOTA \"\" (STORAGE 9)"));
        assertEquals(
            List.of("* QUOTA \"\" (STORAGE 0 10 MESSAGE 0 10000000 MAILBOX 6 10000)", "a OK done"),
            ada.say("SETQUOTA \"\" ()"));
      }
    }
  }

  @Test
  void copiesAreMessagesThoughTheyTakeNoRoom() throws Exception {
    for (Engine engine : List.of(TestServer.memory(), TestServer.hostile(7))) {
      try (var server = new TestServer(engine, true);
          var ada = Party.of(server, "ada")) {
        server.changes.changeAccount(
            server.ada.id(), a -> a.withAllowance(Allowance.DEFAULT.withMessages(5)));
        ada.say("APPEND INBOX {2+}\r\nhi {2+}\r\nho");
        ada.say("SELECT INBOX");
        assertTrue(ada.say("COPY 1:* INBOX").getLast().startsWith("a OK"));
        String over = "a NO [OVERQUOTA] the mailbox is full";
        assertEquals(List.of(over), ada.say("COPY 1:* INBOX"));
        assertTrue(ada.say("APPEND INBOX {2+}\r\nhi").getLast().startsWith("a OK"));
        assertEquals(List.of(over), ada.say("APPEND INBOX {2+}\r\nhi"));
        assertEquals(List.of(over), ada.say("UID COPY 1 Trash"));
        assertEquals(
            List.of("* QUOTA \"\" (MESSAGE 5 5 MAILBOX 6 10000)", "a OK done"),
            ada.say("GETQUOTA \"\""));
        assertTrue(ada.say("MOVE 1 Trash").getLast().startsWith("a OK"));
        assertTrue(ada.say("REPLACE 1 INBOX {2+}\r\nha").getLast().startsWith("a OK"));
      }
    }
  }

  private static Account limited(Account a, long octets) {
    return a.withAllowance(Allowance.DEFAULT.withOctets(octets));
  }
}

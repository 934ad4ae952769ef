package org.mailstead.imap;

import org.junit.jupiter.api.Test;

/** The commands about ACLs (RFC 4314) and LIST-MYRIGHTS (RFC 8440). */
class AclTest {
  @Test
  void rightsAreGrantedChangedAndTakenBack() {
    ImapScript.play(
        """
        b> a NOOP
        b< a OK *
        1> a CREATE Projects
        1< a OK *
        1> b GETACL Projects
        1< * ACL "Projects" "ada@example.test" lrswipkxteacd
        1< b OK *
        1> c SETACL Projects BOB@example.test lrswida
        1< c OK *
        1> d SETACL Projects anyone l
        1< d OK *
        1> e SETACL Projects -bob@example.test a
        1< e OK *
        1> f GETACL Projects
        1< * ACL "Projects" "ada@example.test" lrswipkxteacd "bob@example.test" lrswitead "anyone" l "-bob@example.test" a
        1< f OK *
        b> g MYRIGHTS "Other Users/ada@example.test/Projects"
        b< * MYRIGHTS "Other Users/ada@example.test/Projects" lrswited
        b< g OK *
        1> h SETACL Projects bob@example.test -wd
        1< h OK *
        1> i SETACL Projects bob@example.test +c
        1< i OK *
        b> j MYRIGHTS "Other Users/ada@example.test/Projects"
        b< * MYRIGHTS "Other Users/ada@example.test/Projects" lrsikxc
        b< j OK *
        1> k DELETEACL Projects bob@example.test
        1< k OK *
        b> l MYRIGHTS "Other Users/ada@example.test/Projects"
        b< * MYRIGHTS "Other Users/ada@example.test/Projects" l
        b< l OK *
        1> m LISTRIGHTS Projects Bob@Example.test
        1< * LISTRIGHTS "Projects" "Bob@Example.test" "" l r s w i p k x t e a c d
        1< m OK *
        1> n LISTRIGHTS Projects ada@example.test
        1< * LISTRIGHTS "Projects" "ada@example.test" lrswipkxteacd
        1< n OK *
        1> o LIST "" Projects RETURN (MYRIGHTS)
        1< * LIST (\\HasNoChildren) "/" "Projects"
        1< * MYRIGHTS "Projects" lrswipkxteacd
        1< o OK *
        """);
  }

  @Test
  void theOwnerKeepsAllRightsAndWrongInputIsBad() {
    ImapScript.play(
        """
        1> a SETACL INBOX ada@example.test lr
        1< a NO [CANNOT]*
        1> b DELETEACL INBOX ada@example.test
        1< b NO [CANNOT]*
        1> c SETACL INBOX -ada@example.test a
        1< c NO [CANNOT]*
        1> d SETACL INBOX ada@example.test lrswipkxtea
        1< d OK *
        1> e SETACL INBOX bob@example.test lrQ
        1< e BAD *
        1> f SETACL INBOX bob@example.test lrq
        1< f BAD *
        1> g SETACL INBOX "" lr
        1< g BAD *
        1> h SETACL INBOX - lr
        1< h BAD *
        1> i SETACL INBOX nobody@example.test lr
        1< i NO [CANNOT]*
        1> j DELETEACL INBOX nobody@example.test
        1< j OK *
        1> k SETACL Nowhere anyone lr
        1< k NO [NONEXISTENT]*
        1> l CAPABILITY
        1< * CAPABILITY *
        1< l OK *
        """);
  }

  @Test
  void whatOneMayNotLookUpIsNotThere() {
    ImapScript.play(
        """
        b> a NOOP
        b< a OK *
        1> a CREATE Secret
        1< a OK *
        1> b CREATE Drop
        1< b OK *
        1> c SETACL Drop bob@example.test i
        1< c OK *
        b> c SELECT "Other Users/ada@example.test/Secret"
        b< c NO [NONEXISTENT] there is no such thing
        b> d SELECT "Other Users/ada@example.test/Nothing"
        b< d NO [NONEXISTENT] there is no such thing
        b> e SELECT "Other Users/nobody@example.test/INBOX"
        b< e NO [NONEXISTENT] there is no such thing
        b> f GETACL "Other Users/ada@example.test/Drop"
        b< f NO [NONEXISTENT] there is no such thing
        b> g SELECT "Other Users/ada@example.test/Drop"
        b< g NO [NONEXISTENT] there is no such thing
        b> h LIST "" "Other*"
        b< h OK *
        b> i APPEND "Other Users/ada@example.test/Drop" (\\Seen) {2+}
        b> hi
        b< i OK [APPENDUID *
        b> j APPEND "Other Users/ada@example.test/Secret" {2+}
        b> hi
        b< j NO [TRYCREATE]*
        b> k CREATE "Other Users/ada@example.test/Secret/Sub"
        b< k NO [NOPERM] not permitted
        b> l CREATE "Other Users/nobody@example.test/Sub"
        b< l NO [NOPERM] not permitted
        b> m STATUS "Other Users/ada@example.test/Secret" (MESSAGES)
        b< m NO [NONEXISTENT] there is no such thing
        b> n GETQUOTAROOT "Other Users/ada@example.test/Secret"
        b< n NO [NONEXISTENT] there is no such thing
        b> o GETMETADATA "Other Users/ada@example.test/Secret" /shared/comment
        b< o NO [NONEXISTENT] there is no such thing
        b> p SUBSCRIBE "Other Users/ada@example.test/Secret"
        b< p NO [NONEXISTENT] there is no such thing
        b> q DELETE "Other Users/ada@example.test/Secret"
        b< q NO [NONEXISTENT] there is no such thing
        b> r RENAME "Other Users/ada@example.test/Secret" x
        b< r NO [NONEXISTENT] there is no such thing
        b> s MYRIGHTS "Other Users/ada@example.test/Secret"
        b< s NO [NONEXISTENT] there is no such thing
        b> t MYRIGHTS "Other Users/ada@example.test/Drop"
        b< * MYRIGHTS "Other Users/ada@example.test/Drop" i
        b< t OK *
        1> u FETCH 1 FLAGS
        1< u BAD *
        1> v STATUS Drop (MESSAGES UNSEEN)
        1< * STATUS "Drop" (MESSAGES 1 UNSEEN 1)
        1< v OK *
        """);
  }
}

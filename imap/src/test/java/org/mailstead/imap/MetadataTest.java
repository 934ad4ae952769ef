package org.mailstead.imap;

import org.junit.jupiter.api.Test;

/** METADATA (RFC 5464) and LIST-METADATA (RFC 9590). */
class MetadataTest {
  @Test
  void entriesAreKeptByMailboxAndByServer() {
    ImapScript.play(
        """
        1> a SETMETADATA INBOX (/private/comment "mine" /shared/comment {7+}
        1> two
        1> 1.)
        1< a OK *
        1> b GETMETADATA INBOX (/shared/comment /private/comment /private/other)
        1< * METADATA "INBOX" (/shared/comment {7}
        1< two
        1< 1. /private/comment "mine" /private/other NIL)
        1< b OK *
        1> c SETMETADATA "" (/private/vendor/acme/x ~{3+}
        1> \u0000ab)
        1< c OK *
        1> d GETMETADATA "" /PRIVATE/vendor/Acme/X
        1< * METADATA "" (/PRIVATE/vendor/Acme/X ~{3}
        1< \u0000ab)
        1< d OK *
        1> e GETMETADATA "" /shared/admin
        1< * METADATA "" (/shared/admin "mailto:postmaster@example.test")
        1< e OK *
        1> f SETMETADATA "" (/shared/admin "me")
        1< f NO [NOPERM]*
        1> g SETMETADATA INBOX (/private/comment NIL)
        1< g OK *
        1> h GETMETADATA INBOX /private/comment
        1< * METADATA "INBOX" (/private/comment NIL)
        1< h OK *
        1> i SETMETADATA Nowhere (/private/comment "x")
        1< i NO [NONEXISTENT]*
        1> j GETMETADATA Nowhere /private/comment
        1< j NO [NONEXISTENT]*
        """);
  }

  @Test
  void optionsMayStandBeforeTheMailboxAndAfterIt() {
    ImapScript.play(
        """
        1> a SETMETADATA INBOX (/private/a "0" /private/a/b "1" /private/a/b/c "23")
        1< a OK *
        1> b GETMETADATA (DEPTH 1) INBOX /private/a
        1< * METADATA "INBOX" (/private/a "0" /private/a/b "1")
        1< b OK *
        1> c GETMETADATA INBOX (DEPTH infinity MAXSIZE 1) (/private/a)
        1< * METADATA "INBOX" (/private/a "0" /private/a/b "1")
        1< c OK [METADATA LONGENTRIES 2]*
        1> d GETMETADATA INBOX (MAXSIZE 0) /private/a
        1< d OK [METADATA LONGENTRIES 1]*
        1> e GETMETADATA INBOX (DEPTH 2) /private/a
        1< e BAD *
        1> f GETMETADATA INBOX (DEPTH 1) /private/a/b /private/none
        1< * METADATA "INBOX" (/private/a/b "1" /private/none NIL /private/a/b/c "23")
        1< f OK *
        """);
  }

  @Test
  void wrongNamesAreBadAndLimitsAreNamed() {
    var script = new StringBuilder();
    for (String name :
        new String[] {
          "comment",
          "/comment",
          "/private",
          "/private/",
          "/private//x",
          "/private/x%",
          "/other/x",
          "/private/vendor/acme",
          "\"/private/\u00e4\""
        }) {
      script.append("1> a SETMETADATA INBOX (" + name + " \"x\")\n1< a BAD *\n");
    }
    script.append("1> b SETMETADATA INBOX (/private/x {16385}\n");
    script.append("1< b NO [METADATA MAXSIZE 16384]*\n");
    script.append("1> b SETMETADATA INBOX (/private/x {16384+}\n");
    script.append("1> " + "x".repeat(16384) + ")\n1< b OK *\n");
    script.append("1> b SETMETADATA INBOX (/private/x \"1\" /private/x \"2\")\n1< b BAD *\n");
    for (int i = 1; i < 100; i++) {
      script.append("1> c SETMETADATA INBOX (/private/n" + i + " \"x\")\n1< c OK *\n");
    }
    script.append("1> d SETMETADATA INBOX (/private/x \"new\" /private/more \"x\")\n");
    script.append("1< d NO [METADATA TOOMANY]*\n");
    script.append("1> e GETMETADATA INBOX (MAXSIZE 9) /private/x\n");
    script.append("1< e OK [METADATA LONGENTRIES 16384]*\n");
    script.append("1> f SETMETADATA INBOX (/private/n1 NIL /private/more \"x\")\n1< f OK *\n");
    ImapScript.play(script.toString());
  }

  @Test
  void entriesFollowTheMailboxAndGoWithIt() {
    ImapScript.play(
        """
        1> a CREATE One
        1< a OK *
        1> b SETMETADATA One (/shared/comment "c")
        1< b OK *
        1> c RENAME One Two
        1< c OK *
        1> d GETMETADATA Two /shared/comment
        1< * METADATA "Two" (/shared/comment "c")
        1< d OK *
        1> e DELETE Two
        1< e OK *
        1> f CREATE Two
        1< f OK *
        1> g GETMETADATA Two /shared/comment
        1< * METADATA "Two" (/shared/comment NIL)
        1< g OK *
        1> h SETMETADATA INBOX (/shared/comment "in")
        1< h OK *
        1> i RENAME INBOX Old
        1< i OK *
        1> j LIST "" (INBOX Old) RETURN (METADATA ("/shared/comment" /private/comment))
        1< * LIST (\\HasNoChildren) "/" "INBOX"
        1< * METADATA "INBOX" (/shared/comment "in" /private/comment NIL)
        1< * LIST (\\HasNoChildren) "/" "Old"
        1< * METADATA "Old" (/shared/comment "in" /private/comment NIL)
        1< j OK *
        1> k LIST "" Old RETURN (METADATA /shared/comment)
        1< * LIST (\\HasNoChildren) "/" "Old"
        1< * METADATA "Old" (/shared/comment "in")
        1< k OK *
        """);
  }

  @Test
  void whoEnabledItIsToldWhatOthersChange() {
    ImapScript.play(
        """
        1> a ENABLE METADATA
        1< * ENABLED METADATA
        1< a OK *
        2> b SETMETADATA INBOX (/private/comment "x" /shared/comment "y")
        2< b OK *
        2> c SETMETADATA "" (/private/vendor/acme/x "z")
        2< c OK *
        1> d NOOP
        1< * METADATA "INBOX" /private/comment /shared/comment
        1< * METADATA "" /private/vendor/acme/x
        1< d OK *
        1> e SETMETADATA INBOX (/private/comment NIL)
        1< e OK *
        1> f NOOP
        1< f OK *
        2> g NOOP
        2< g OK *
        1> h IDLE
        1< + idling
        2> i SETMETADATA "" (/shared/filters/values/f "ALL")
        2< i OK *
        1< * METADATA "" /shared/filters/values/f
        1> DONE
        1< h OK *
        """);
  }

  @Test
  void onASharedMailboxEverybodyHasHisOwnPrivateEntries() {
    ImapScript.play(
        """
        b> a NOOP
        b< a OK *
        1> a CREATE Box
        1< a OK *
        1> b SETACL Box bob@example.test lr
        1< b OK *
        1> c SETMETADATA Box (/private/comment "ada's" /shared/comment "all")
        1< c OK *
        b> d GETMETADATA "Other Users/ada@example.test/Box" (/private/comment /shared/comment)
        b< * METADATA "Other Users/ada@example.test/Box" (/private/comment NIL /shared/comment "all")
        b< d OK *
        b> e SETMETADATA "Other Users/ada@example.test/Box" (/private/comment "bob's")
        b< e OK *
        b> f SETMETADATA "Other Users/ada@example.test/Box" (/shared/comment "bob's")
        b< f NO [NOPERM]*
        b> g ENABLE METADATA
        b< * ENABLED METADATA
        b< g OK *
        1> h ENABLE METADATA
        1< * ENABLED METADATA
        1< h OK *
        1> i SETACL Box bob@example.test +w
        1< i OK *
        b> j IDLE
        b< + idling
        1> k SETMETADATA Box (/private/comment "x" /shared/comment "y")
        1< k OK *
        b< * METADATA "Other Users/ada@example.test/Box" /shared/comment
        b> DONE
        b< j OK *
        b> l SETMETADATA "Other Users/ada@example.test/Box" (/private/comment "x" /shared/comment NIL)
        b< l OK *
        1> m NOOP
        1< * METADATA "Box" /shared/comment
        1< m OK *
        1> n SETACL Box bob@example.test l
        1< n OK *
        b> o GETMETADATA "Other Users/ada@example.test/Box" /shared/comment
        b< o NO [NOPERM]*
        b> p LIST "" "Other*" RETURN (METADATA (/shared/comment))
        b< * LIST (\\HasNoChildren) "/" "Other Users/ada@example.test/Box"
        b< p OK *
        """);
  }
}

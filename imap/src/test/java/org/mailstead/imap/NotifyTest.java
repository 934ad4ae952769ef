package org.mailstead.imap;

import org.junit.jupiter.api.Test;

/** NOTIFY (RFC 5465). */
class NotifyTest {
  private static final String SELECTED =
      """
      1~ * *
      1~ * *
      1~ * *
      1~ * *
      1~ * *
      1~ * *
      1~ * *
      1~ * *
      """;

  @Test
  void otherMailboxesAreToldBetweenCommands() {
    ImapScript.play(
        """
        1> a NOTIFY SET STATUS (MAILBOXES (Archive Missing) (MessageNew MessageExpunge FlagChange))
        1< * STATUS "Archive" (MESSAGES 0 UIDNEXT 1 UIDVALIDITY *
        1< a OK *
        2> a APPEND Archive {1+}
        2> x
        2< a OK *
        1< * STATUS "Archive" (UIDNEXT 2 MESSAGES 1 HIGHESTMODSEQ *
        2> b APPEND Trash {1+}
        2> x
        2< b OK *
        2> c SELECT Archive
        """
            + SELECTED.replace("1~", "2~")
            + """
            2~ * *
            2~ c OK *
            2> d STORE 1 +FLAGS (\\Seen)
            2< * 1 FETCH *
            2< d OK *
            1< * STATUS "Archive" (UIDVALIDITY *
            2> e STORE 1 +FLAGS.SILENT (\\Deleted)
            2< e OK *
            1< * STATUS "Archive" (UIDVALIDITY *
            2> f EXPUNGE
            2< * 1 EXPUNGE
            2< f OK *
            1< * STATUS "Archive" (UIDNEXT 2 MESSAGES 0 HIGHESTMODSEQ *
            1> z NOTIFY NONE
            1< z OK *
            2> g APPEND Archive {1+}
            2> x
            2< * 1 EXISTS
            2< * 0 RECENT
            2< g OK *
            1> z NOOP
            1< z OK *
            """);
  }

  @Test
  void theSelectedMailboxIsToldBetweenCommandsWithWhatIsWanted() {
    ImapScript.play(
        """
        1> a NOTIFY SET (SELECTED (MessageNew (UID FLAGS BODY.PEEK[HEADER.FIELDS (Subject)]) MessageExpunge FlagChange))
        1< a OK *
        1> b SELECT INBOX
        """
            + SELECTED
            + """
            1~ b OK *
            2> a APPEND INBOX (\\Flagged) {19+}
            2> Subject: pears
            2>\s
            2> x
            2< a OK *
            1< * 1 EXISTS
            1< * 0 RECENT
            1< * 1 FETCH (UID 1 FLAGS (\\Flagged) BODY[HEADER.FIELDS (Subject)] {18}
            1< Subject: pears
            1<\s
            1< )
            2> b SELECT INBOX
            """
            + SELECTED.replace("1~", "2~")
            + """
            2~ * *
            2~ b OK *
            2> c STORE 1 FLAGS (\\Deleted)
            2< * 1 FETCH *
            2< c OK *
            1< * 1 FETCH (UID 1 FLAGS (\\Deleted))
            2> d EXPUNGE
            2< * 1 EXPUNGE
            2< d OK *
            1< * 1 EXPUNGE
            1> c APPEND INBOX {1+}
            1> x
            1< * 1 EXISTS
            1< * 0 RECENT
            1< c OK *
            """);
  }

  @Test
  void expungesWaitForACommandWhereThatIsWanted() {
    ImapScript.play(
        """
        1> a APPEND INBOX (\\Deleted) {1+}
        1> x
        1< a OK *
        1> a NOTIFY SET (selected-delayed MessageNew MessageExpunge)
        1< a OK *
        1> b SELECT INBOX
        """
            + SELECTED
            + """
            1~ * *
            1~ b OK *
            2> b SELECT INBOX
            """
            + SELECTED.replace("1~", "2~")
            + """
            2~ * *
            2~ b OK *
            2> d EXPUNGE
            2< * 1 EXPUNGE
            2< d OK *
            1> c FETCH 1 (UID)
            1< * 1 FETCH (UID 1)
            1< c OK *
            1> d NOOP
            1< * 1 EXPUNGE
            1< d OK *
            1> e IDLE
            1< + idling
            2> e APPEND INBOX {1+}
            2> x
            2< * 1 EXISTS
            2< * 0 RECENT
            2< e OK *
            1< * 1 EXISTS
            1< * 0 RECENT
            1> DONE
            1< e OK *
            """);
  }

  @Test
  void withoutTheSelectedMailboxItStaysAsItIs() {
    ImapScript.play(
        """
        1> b SELECT INBOX
        """
            + SELECTED
            + """
            1~ b OK *
            1> a NOTIFY SET (PERSONAL (MailboxName))
            1< a OK *
            2> a APPEND INBOX {1+}
            2> x
            2< a OK *
            1> c NOOP
            1< c OK *
            1> d APPEND INBOX (\\Deleted) {1+}
            1> x
            1< d OK [APPENDUID *
            1> e UID FETCH 1:* (UID)
            1< e OK *
            1> f NOTIFY SET (SELECTED (MessageNew MessageExpunge))
            1< * 2 EXISTS
            1< * 0 RECENT
            1< f OK *
            """);
  }

  @Test
  void afterNoneTheSelectedMailboxIsToldWithCommands() {
    ImapScript.play(
        """
        1> b SELECT INBOX
        """
            + SELECTED
            + """
            1~ b OK *
            1> a NOTIFY SET (SELECTED (MessageNew MessageExpunge FlagChange))
            1< a OK *
            1> b NOTIFY NONE
            1< b OK *
            2> a APPEND INBOX {1+}
            2> x
            2< a OK *
            1> c FETCH 1 UID
            1< c BAD *
            1> d NOOP
            1< * 1 EXISTS
            1< * 0 RECENT
            1< d OK *
            """);
  }

  @Test
  void mailboxesAsSuchAreTold() {
    ImapScript.play(
        """
        1> a NOTIFY SET (PERSONAL (MailboxName SubscriptionChange))
        1< a OK *
        2> a CREATE Work/Plans
        2< a OK *
        1~ * LIST (\\HasChildren) "/" "Work"
        1~ * LIST (\\HasNoChildren) "/" "Work/Plans"
        1~ * LIST (\\HasChildren) "/" "Work"
        2> b SUBSCRIBE Work
        2< b OK *
        1< * LIST (\\Subscribed \\HasChildren) "/" "Work"
        2> c RENAME Work Play
        2< c OK *
        1< * LIST (\\Subscribed \\HasChildren) "/" "Play" ("OLDNAME" ("Work"))
        2> d DELETE Play/Plans
        2< d OK *
        1< * LIST (\\NonExistent \\HasNoChildren) "/" "Play/Plans"
        1< * LIST (\\Subscribed \\HasNoChildren) "/" "Play"
        2> e UNSUBSCRIBE Play
        2< e OK *
        1< * LIST (\\HasNoChildren) "/" "Play"
        1> b CREATE Mine
        1< b OK *
        1> c NOOP
        1< c OK *
        2> f CREATE Other
        2< f OK *
        1< * LIST (\\HasNoChildren) "/" "Other"
        """);
  }

  @Test
  void whatCannotBeToldIsRefused() {
    ImapScript.play(
        """
        1> a NOTIFY SET (PERSONAL (AnnotationChange MessageNew MessageExpunge))
        1< a NO [BADEVENT (MessageNew MessageExpunge FlagChange *
        1> b NOTIFY SET (PERSONAL (MessageNew))
        1< b BAD *
        1> c NOTIFY SET (PERSONAL (FlagChange))
        1< c BAD *
        1> d NOTIFY SET (SELECTED (MailboxName))
        1< d BAD *
        1> e NOTIFY SET (SELECTED NONE) (SELECTED-DELAYED NONE)
        1< e BAD *
        1> f NOTIFY SET (PERSONAL (MessageNew (UID) MessageExpunge))
        1< f BAD *
        1> g NOTIFY SET (NOBODY NONE)
        1< g BAD *
        1> h NOTIFY
        1< h BAD *
        1> i NOTIFY SET STATUS
        1< i BAD *
        1> j NOTIFY SET (SUBTREE Work NONE) (SUBSCRIBED (SubscriptionChange))
        1< j OK *
        """);
  }

  @Test
  void mailboxesOfOthersAreToldAsFarAsRightsGo() {
    ImapScript.play(
        """
        2> a CREATE Plans
        2< a OK *
        b> a NOTIFY SET (SUBTREE "Other Users" (MailboxName MessageNew MessageExpunge))
        b< a OK *
        2> b SETACL Plans bob@example.test lr
        2< b OK *
        b< * LIST () "/" "Other Users/ada@example.test/Plans"
        2> c APPEND Plans {1+}
        2> x
        2< c OK *
        b< * STATUS "Other Users/ada@example.test/Plans" (UIDNEXT 2 MESSAGES 1)
        2> d RENAME Plans Ideas
        2< d OK *
        b< * LIST () "/" "Other Users/ada@example.test/Ideas" ("OLDNAME" ("Other Users/ada@example.test/Plans"))
        2> e DELETEACL Ideas bob@example.test
        2< e OK *
        b< * LIST (\\NonExistent) "/" "Other Users/ada@example.test/Ideas"
        """);
  }

  @Test
  void notesAreTold() {
    ImapScript.play(
        """
        1> a NOTIFY SET (MAILBOXES Archive (MailboxMetadataChange)) (PERSONAL (ServerMetadataChange))
        1< a OK *
        2> a SETMETADATA Archive (/private/comment "old")
        2< a OK *
        1< * METADATA "Archive" /private/comment
        2> b SETMETADATA Trash (/private/comment "old")
        2< b OK *
        """);
    ImapScript.play(
        """
        1> a NOTIFY SET (PERSONAL (ServerMetadataChange))
        1< a OK *
        2> c SETMETADATA "" (/private/comment "mine")
        2< c OK *
        1< * METADATA "" /private/comment
        """);
  }

  @Test
  void messagesThatComeIntoASearchAreToldWithWhatIsWanted() {
    ImapScript.play(
        """
        1> a SELECT INBOX
        """
            + SELECTED
            + """
            1~ a OK *
            1> b UID SEARCH RETURN (COUNT UPDATE (UID FLAGS)) FLAGGED
            1< * ESEARCH (TAG "b") UID COUNT 0
            1< b OK *
            2> a APPEND INBOX (\\Flagged) {1+}
            2> x
            2< a OK *
            2> a APPEND INBOX {1+}
            2> x
            2< a OK *
            1> c NOOP
            1< * 2 EXISTS
            1< * 0 RECENT
            1< * 1 FETCH (UID 1 FLAGS (\\Flagged))
            1< * ESEARCH (TAG "b") UID ADDTO (0 1)
            1< c OK *
            """);
  }
}

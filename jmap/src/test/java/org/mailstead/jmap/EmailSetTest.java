package org.mailstead.jmap;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailstead.post.Mailbox;

/** Emails are made, changed and removed (RFC 8621 section 4.6). */
class EmailSetTest {
  private final JmapWorld world = new JmapWorld();
  private final JmapScript script = new JmapScript(world);

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void aMessageIsWrittenAndReadAsItWasGiven() {
    script.play(
        """
        > ["Email/set", {"accountId": "$ada", "create": {"k": {
            "mailboxIds": {"$drafts": true}, "keywords": {"$draft": true, "Work": true},
            "receivedAt": "2025-12-24T18:00:00Z",
            "from": [{"name": "Ada Ünal", "email": "ada@example.test"}],
            "to": [{"email": "bob@example.test"}], "subject": "Grüße ✓",
            "header:X-Own:asText": "näher", "sentAt": "2025-12-24T19:00:00+01:00",
            "bodyValues": {"t": {"value": "Hallo\\nWelt ✓\\n"}, "h": {"value": "<p>Hallo</p>"}},
            "textBody": [{"partId": "t", "type": "text/plain"}],
            "htmlBody": [{"partId": "h", "type": "text/html"}]}}}, "0"],
          ["Email/get", {"accountId": "$ada", "ids": ["#k"], "fetchAllBodyValues": true,
            "properties": ["mailboxIds", "keywords", "receivedAt", "from", "to", "subject",
              "header:X-Own:asText", "sentAt", "bodyValues", "messageId", "size"],
            "bodyProperties": ["partId"]}, "1"]
        < ["Email/set", {"accountId": "$ada", "created": {"k": {"id": "$made", "blobId": "$blob",
            "threadId": "$thread", "size": 0}}, "notCreated": null, "...": 0}, "0"],
          ["Email/get", {"list": [{"id": "$made", "mailboxIds": {"$drafts": true},
            "keywords": {"$draft": true, "work": true}, "receivedAt": "2025-12-24T18:00:00Z",
            "from": [{"name": "Ada Ünal", "email": "ada@example.test"}],
            "to": [{"name": null, "email": "bob@example.test"}], "subject": "Grüße ✓",
            "header:X-Own:asText": "näher", "sentAt": "2025-12-24T19:00:00+01:00",
            "bodyValues": {
              "1": {"value": "Hallo\\nWelt ✓\\n", "isEncodingProblem": false, "isTruncated": false},
              "2": {"value": "<p>Hallo</p>", "isEncodingProblem": false, "isTruncated": false}},
            "messageId": ["$id"], "size": 0}], "...": 0}, "1"]
        """
            .replace(", \"size\": 0}}", ", \"...\": 0}}")
            .replace(", \"size\": 0}]", ", \"...\": 0}]"));
  }

  /** What is given, and which properties are wrong with it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`\"subject\": \"no place\"`|mailboxIds",
        "`\"mailboxIds\": {}`|mailboxIds",
        "`\"mailboxIds\": {\"$drafts\": false}`|mailboxIds",
        "`\"mailboxIds\": {\"Fzz\": true}`|mailboxIds",
        "`\"mailboxIds\": {\"$bobInbox\": true}`|mailboxIds",
        "`\"mailboxIds\": [\"$drafts\"]`|mailboxIds",
        "`IN, \"keywords\": {\"a b\": true}`|keywords",
        "`IN, \"keywords\": {\"$draft\": 1}`|keywords",
        "`IN, \"keywords\": {\"$deleted\": true}`|keywords",
        "`IN, \"keywords\": [\"$draft\"]`|keywords",
        "`IN, \"receivedAt\": \"yesterday\"`|receivedAt",
        "`IN, \"id\": \"M1\"`|id",
        "`IN, \"size\": 3`|size",
        "`IN, \"threadId\": \"T1\"`|threadId",
        "`IN, \"what\": 3`|what",
        "`IN, \"subject\": 7`|subject",
        "`IN, \"from\": {\"email\": \"x@example.test\"}`|from",
        "`IN, \"from\": [{\"name\": \"x\"}]`|from",
        "`IN, \"sentAt\": \"soon\"`|sentAt",
        "`IN, \"headers\": []`|headers",
        "`IN, \"header:Content-Type\": \"text/plain\"`|header:Content-Type",
        "`IN, \"header:Subject:asDate\": \"x\"`|header:Subject:asDate",
      })
  void anEmailThatCannotBeIsNotMade(String object, String property) {
    String in = "\"mailboxIds\": {\"$drafts\": true}";
    script.play(
        """
        > ["Email/set", {"accountId": "$ada", "create": {"k": {%s}}}, "0"]
        < ["Email/set", {"created": null, "notCreated": {"k":
            {"type": "invalidProperties", "properties": ["%s"]}}, "...": 0}, "0"]
        """
            .formatted(object.replace("IN", in), property));
  }

  @Test
  void bodiesThatContradictThemselvesAreRefused() {
    for (String body :
        List.of(
            "\"bodyStructure\": {\"type\": \"text/plain\", \"partId\": \"x\"}",
            "\"textBody\": [{\"partId\": \"t\"}, {\"partId\": \"t\"}], \"bodyValues\": {\"t\": {\"value\": \"\"}}",
            "\"textBody\": [{\"partId\": \"t\", \"blobId\": \"G1-1\"}], \"bodyValues\": {\"t\": {\"value\": \"\"}}",
            "\"textBody\": [{\"partId\": \"t\", \"type\": \"text/html\"}], \"bodyValues\": {\"t\": {\"value\": \"\"}}",
            "\"bodyStructure\": {\"partId\": \"t\"}, \"textBody\": [{\"partId\": \"t\"}], \"bodyValues\": {\"t\": {\"value\": \"\"}}",
            "\"textBody\": [{\"partId\": \"t\", \"charset\": \"utf-8\"}], \"bodyValues\": {\"t\": {\"value\": \"\"}}",
            "\"textBody\": [{\"partId\": \"t\"}], \"bodyValues\": {\"t\": {\"value\": \"\", \"isTruncated\": true}}",
            "\"textBody\": [{\"partId\": \"t\"}], \"bodyValues\": {\"t\": {\"value\": \"\", \"isEncodingProblem\": true}}",
            "\"textBody\": [{\"partId\": \"t\"}], \"bodyValues\": {\"t\": {\"value\": 7}}",
            "\"textBody\": {}",
            "\"from\": [], \"header:From:asAddresses\": []",
            "\"bodyStructure\": {\"partId\": \"t\", \"header:Content-Transfer-Encoding\": \"8bit\"}, \"bodyValues\": {\"t\": {\"value\": \"\"}}")) {
      script.play(
          """
          > ["Email/set", {"accountId": "$ada",
              "create": {"k": {"mailboxIds": {"$drafts": true}, %s}}}, "0"]
          < ["Email/set", {"created": null, "notCreated": {"k":
              {"type": "invalidProperties", "...": 0}}, "...": 0}, "0"]
          """
              .formatted(body));
    }
  }

  @Test
  void whatIsAttachedMustBeThere() {
    script.play(
        """
        > ["Email/set", {"accountId": "$ada", "create": {"k": {"mailboxIds": {"$drafts": true},
            "attachments": [{"blobId": "G1-zz", "type": "image/png"},
              {"blobId": "nothing", "type": "image/png"}]}}}, "0"]
        < ["Email/set", {"notCreated": {"k": {"type": "blobNotFound",
            "notFound": ["~", "G1-zz", "nothing"]}}, "...": 0}, "0"]
        """);
  }

  @Test
  void anEmailIsAttachedToAnother() {
    script.set("email", world.append(EmailGetTest.mail("a", "")));
    script.play(
        """
        > ["Email/get", {"accountId": "$ada", "ids": ["$email"], "properties": ["blobId"]}, "0"]
        < ["Email/get", {"list": [{"id": "$email", "blobId": "$blob"}], "...": 0}, "0"]
        > ["Email/set", {"accountId": "$ada", "create": {"k": {"mailboxIds": {"$drafts": true},
            "bodyValues": {"t": {"value": "see"}}, "textBody": [{"partId": "t"}],
            "attachments": [{"blobId": "$blob", "type": "message/rfc822", "name": "old.eml"}]}}}, "0"],
          ["Email/get", {"accountId": "$ada", "ids": ["#k"], "properties": ["attachments"],
            "bodyProperties": ["type", "name", "blobId"]}, "1"]
        < ["Email/set", {"created": {"k": {"id": "$made", "...": 0}}, "...": 0}, "0"],
          ["Email/get", {"list": [{"id": "$made", "attachments": [{"type": "message/rfc822",
            "name": "old.eml", "blobId": "$inner"}]}], "...": 0}, "1"]
        > ["Email/parse", {"accountId": "$ada", "blobIds": ["$inner"],
            "properties": ["subject", "messageId"]}, "0"]
        < ["Email/parse", {"accountId": "$ada", "notParsable": null, "notFound": null, "parsed":
            {"$inner": {"subject": "hello", "messageId": ["a@example.test"]}}}, "0"]
        """);
  }

  @Test
  void keywordsAndPlacesArePatched() {
    script.set("email", world.append(EmailGetTest.mail("a", ""), "\\Flagged"));
    script.play(
        """
        > ["Email/set", {"accountId": "$ada", "update": {"$email": {
            "keywords/$SEEN": true, "keywords/$flagged": null, "keywords/a~1b": true,
            "mailboxIds/$archive": true, "mailboxIds/$inbox": null}}}, "0"],
          ["Email/get", {"accountId": "$ada", "ids": ["$email"],
            "properties": ["keywords", "mailboxIds"]}, "1"],
          ["Email/set", {"accountId": "$ada", "update": {"$email": {"keywords": {"x": true}}}}, "2"],
          ["Email/get", {"accountId": "$ada", "ids": ["$email"], "properties": ["keywords"]}, "3"],
          ["Email/set", {"accountId": "$ada", "update": {"$email": {"keywords": null}}}, "4"],
          ["Email/get", {"accountId": "$ada", "ids": ["$email"], "properties": ["keywords"]}, "5"]
        < ["Email/set", {"updated": {"$email": null}, "notUpdated": null, "...": 0}, "0"],
          ["Email/get", {"list": [{"id": "$email", "keywords": {"$seen": true, "a/b": true},
            "mailboxIds": {"$archive": true}}], "...": 0}, "1"],
          ["Email/set", {"updated": {"$email": null}, "...": 0}, "2"],
          ["Email/get", {"list": [{"id": "$email", "keywords": {"x": true}}], "...": 0}, "3"],
          ["Email/set", {"updated": {"$email": null}, "...": 0}, "4"],
          ["Email/get", {"list": [{"id": "$email", "keywords": {}}], "...": 0}, "5"]
        """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`\"mailboxIds/$inbox\": null`|mailboxIds",
        "`\"mailboxIds\": {}`|mailboxIds",
        "`\"mailboxIds\": null`|mailboxIds",
        "`\"mailboxIds/Fzz\": true`|mailboxIds",
        "`\"mailboxIds/$archive\": false`|mailboxIds",
        "`\"mailboxIds/#nothing\": true`|mailboxIds",
        "`\"keywords/a b\": true`|keywords",
        "`\"keywords/x\": 7`|keywords",
        "`\"keywords\": 7`|keywords",
        "`\"subject\": \"other\"`|subject",
        "`\"size\": 7`|size",
        "`\"what\": 7`|what",
      })
  void whatCannotBeChangedStays(String patch, String property) {
    script.set("email", world.append(EmailGetTest.mail("a", "")));
    script.play(
        """
        > ["Email/set", {"accountId": "$ada", "update": {"$email": {%s}}}, "0"],
          ["Email/get", {"accountId": "$ada", "ids": ["$email"],
            "properties": ["keywords", "mailboxIds"]}, "1"]
        < ["Email/set", {"updated": null, "notUpdated": {"$email":
            {"type": "invalidProperties", "properties": ["%s"]}}, "...": 0}, "0"],
          ["Email/get", {"list": [{"id": "$email", "keywords": {},
            "mailboxIds": {"$inbox": true}}], "...": 0}, "1"]
        """
            .formatted(patch, property));
  }

  @Test
  void aPatchThatDoesNotFitIsRefused() {
    script.set("email", world.append(EmailGetTest.mail("a", "")));
    for (String patch :
        List.of(
            "\"keywords\": {}, \"keywords/x\": true",
            "\"keywords/x/y\": true",
            "\"nothing/x\": true")) {
      script.play(
          """
          > ["Email/set", {"accountId": "$ada", "update": {"$email": {%s}}}, "0"]
          < ["Email/set", {"notUpdated": {"$email": {"type": "invalidPatch"}}, "...": 0}, "0"]
          """
              .formatted(patch));
    }
  }

  /** RFC 8620 section 5.3: what the server sets may be given as it is. */
  @Test
  void aWholeEmailAsItIsMayBeGivenBack() {
    String id = world.append(EmailGetTest.mail("a", ""), "\\Seen");
    var all = script.call("Email/get", "{\"accountId\":\"$ada\",\"ids\":[\"" + id + "\"]}");
    script
        .set("email", id)
        .play(
            """
            > ["Email/set", {"accountId": "$ada", "update": {"$email": %s}}, "0"]
            < ["Email/set", {"updated": {"$email": null}, "notUpdated": null, "...": 0}, "0"]
            """
                .formatted(all.get("list").get(0)));
  }

  @Test
  void emailsAreRemovedOnce() {
    script.set("email", world.append(EmailGetTest.mail("a", "")));
    script.play(
        """
        > ["Email/set", {"accountId": "$ada", "update": {"$email": {"keywords/x": true}},
            "destroy": ["$email", "Mzz", "T1-1", "#nothing"]}, "0"],
          ["Email/set", {"accountId": "$ada", "destroy": ["$email"],
            "update": {"$email": {"keywords/x": true}, "Mzz": {}}}, "1"],
          ["Email/set", {"accountId": "$ada", "ifInState": "old"}, "2"]
        < ["Email/set", {"destroyed": ["$email"], "updated": null,
            "notUpdated": {"$email": {"type": "willDestroy"}},
            "notDestroyed": {"Mzz": {"type": "notFound"}, "T1-1": {"type": "notFound"},
              "#nothing": {"type": "notFound"}}, "...": 0}, "0"],
          ["Email/set", {"destroyed": null, "notDestroyed": {"$email": {"type": "notFound"}},
            "notUpdated": {"$email": {"...": 0, "type": "*"}, "Mzz": {"type": "notFound"}}, "...": 0},
            "1"],
          ["error", {"type": "stateMismatch"}, "2"]
        """);
  }

  @Test
  void mailboxesThatAreMadeInTheSameRequestAreNamedByTheClient() {
    script.set("email", world.append(EmailGetTest.mail("a", "")));
    script.play(
        """
        > ["Mailbox/set", {"accountId": "$ada", "create": {"box": {"name": "box"}}}, "0"],
          ["Email/set", {"accountId": "$ada",
            "create": {"e": {"mailboxIds": {"#box": true}, "subject": "x"}},
            "update": {"$email": {"mailboxIds": {"#box": true}}}}, "1"],
          ["Email/set", {"accountId": "$ada", "update": {"#e": {"keywords/$seen": true}},
            "destroy": ["$email"]}, "2"]
        < ["Mailbox/set", {"created": {"box": {"id": "$box", "...": 0}}, "...": 0}, "0"],
          ["Email/set", {"created": {"e": {"id": "$e", "...": 0}}, "updated": {"$email": null},
            "...": 0}, "1"],
          ["Email/set", {"updated": {"$e": null}, "destroyed": ["$email"], "...": 0}, "2"]
        """);
  }

  /** An email that lies twice in a mailbox, as IMAP may have it, is one. */
  @Test
  void anEmailIsOneWhereverItLies() {
    script.set("email", world.append(EmailGetTest.mail("a", ""), "\\Seen", "\\Flagged"));
    var archive = world.mailbox(world.ada.id(), Mailbox.Role.ARCHIVE);
    var view = world.post.view(world.ada.id(), world.inbox());
    List<Integer> uids = List.of(view.get(0).uid());
    world.post.messages().copy(world.ada.id(), world.inbox(), uids, archive);
    world.post.messages().copy(world.ada.id(), world.inbox(), uids, world.inbox());
    var copy = world.post.view(world.ada.id(), archive).get(0);
    world
        .post
        .messages()
        .flag(
            world.ada.id(),
            archive,
            List.of(copy.uid()),
            new org.mailstead.post.FlagChange(
                org.mailstead.post.FlagChange.Mode.REPLACE, java.util.Set.of()),
            java.util.OptionalLong.empty());
    script.play(
        """
        > ["Email/get", {"accountId": "$ada", "ids": null, "properties": ["keywords", "mailboxIds"]},
            "0"],
          ["Email/set", {"accountId": "$ada", "update": {"$email": {"keywords/$seen": true}}}, "1"],
          ["Email/get", {"accountId": "$ada", "ids": null, "properties": ["keywords"]}, "2"],
          ["Mailbox/get", {"accountId": "$ada", "ids": ["$inbox"], "properties": ["totalEmails"]}, "3"]
        < ["Email/get", {"list": [{"id": "$email", "keywords": {"$flagged": true},
            "mailboxIds": {"$inbox": true, "$archive": true}}], "...": 0}, "0"],
          ["Email/set", {"updated": {"$email": null}, "...": 0}, "1"],
          ["Email/get", {"list": [{"id": "$email", "keywords": {"$flagged": true, "$seen": true}}],
            "...": 0}, "2"],
          ["Mailbox/get", {"list": [{"id": "$inbox", "totalEmails": 1}], "...": 0}, "3"]
        """);
  }

  /** What IMAP has marked as deleted is not there. */
  @Test
  void whatIsMarkedAsDeletedIsNotShown() {
    script.set("email", world.append(EmailGetTest.mail("a", ""), "\\Deleted"));
    script.play(
        """
        > ["Email/get", {"accountId": "$ada", "ids": ["$email"]}, "0"],
          ["Email/query", {"accountId": "$ada"}, "1"],
          ["Email/set", {"accountId": "$ada", "destroy": ["$email"]}, "2"],
          ["Mailbox/get", {"accountId": "$ada", "ids": ["$inbox"], "properties": ["totalEmails"]}, "3"]
        < ["Email/get", {"list": [], "notFound": ["$email"], "...": 0}, "0"],
          ["Email/query", {"ids": [], "...": 0}, "1"],
          ["Email/set", {"notDestroyed": {"$email": {"type": "notFound"}}, "...": 0}, "2"],
          ["Mailbox/get", {"list": [{"id": "$inbox", "totalEmails": 0}], "...": 0}, "3"]
        """);
  }
}

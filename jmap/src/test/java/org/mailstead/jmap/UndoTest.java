package org.mailstead.jmap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mailstead.post.Right;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Email/undo: what an Email/set did is taken back (our own). */
class UndoTest {
  private final JmapWorld world = new JmapWorld();
  private final JmapScript script = new JmapScript(world);

  @BeforeEach
  void use() {
    script.using("urn:mailstead:params:jmap:undo");
  }

  @AfterEach
  void close() {
    world.close();
  }

  private String places(String email) {
    return script
        .call(
            "Email/get",
            "{\"accountId\": \"$ada\", \"ids\": [\"%s\"], \"properties\": [\"mailboxIds\"]}"
                .formatted(email))
        .path("list")
        .path(0)
        .path("mailboxIds")
        .toString();
  }

  private ObjectNode undo(String id) {
    return script.call("Email/undo", "{\"accountId\": \"$ada\", \"undoId\": \"" + id + "\"}");
  }

  private String set(String arguments) {
    JsonNode answer = script.call("Email/set", "{\"accountId\": \"$ada\", " + arguments + "}");
    return answer.path("undoId").asString("");
  }

  private void refused(String undo, String type) {
    script.play(
        """
        > ["Email/undo", {"accountId": "$ada", "undoId": "%s"}, "0"]
        < ["error", {"type": "%s", "...": 0}, "0"]
        """
            .formatted(undo, type));
  }

  @Test
  void whatWasMovedFlaggedAndRemovedIsAsItWas() {
    script.set("one", world.append(EmailGetTest.mail("a", ""), "\\Seen"));
    script.set("two", world.append(EmailGetTest.mail("b", ""), "$work"));
    script.play(
        """
        > ["Email/set", {"accountId": "$ada",
            "update": {"$one": {"mailboxIds": {"$trash": true}, "keywords/$flagged": true}},
            "destroy": ["$two"]}, "0"]
        < ["Email/set", {"updated": {"$one": null}, "destroyed": ["$two"], "undoId": "$undo",
            "newState": "$s1", "...": 0}, "0"]
        > ["Email/undo", {"accountId": "$ada", "undoId": "$undo"}, "0"],
          ["Email/get", {"accountId": "$ada", "ids": ["$one", "$two"],
            "properties": ["mailboxIds", "keywords"]}, "1"]
        < ["Email/undo", {"accountId": "$ada", "oldState": "$s1", "newState": "$s2",
            "undone": ["~", "$one", "$two"], "undoneMailboxes": [], "notUndone": null,
            "undoId": "$redo"}, "0"],
          ["Email/get", {"list": ["~",
            {"id": "$one", "mailboxIds": {"$inbox": true}, "keywords": {"$seen": true}},
            {"id": "$two", "mailboxIds": {"$inbox": true}, "keywords": {"$work": true}}],
            "...": 0}, "1"]
        > ["Email/undo", {"accountId": "$ada", "undoId": "$redo"}, "0"],
          ["Email/query", {"accountId": "$ada"}, "1"]
        < ["Email/undo", {"undone": ["~", "$one", "$two"], "notUndone": null, "...": 0}, "0"],
          ["Email/query", {"ids": ["$one"], "...": 0}, "1"]
        """);
  }

  @Test
  void aMailboxThatWasRemovedIsBackWithItsMail() {
    script.play(
        """
        > ["Mailbox/set", {"accountId": "$ada", "create": {"m": {"name": "Old"}}}, "0"]
        < ["Mailbox/set", {"created": {"m": {"id": "$old", "...": 0}}, "undoId": "*",
            "...": 0}, "0"]
        """);
    var ada = world.ada.id();
    var old = world.post.mailboxes().tree(ada).find("Old").orElseThrow().id();
    script.set("email", world.append(ada, old, EmailGetTest.mail("a", ""), "\\Seen"));
    script.play(
        """
        > ["Mailbox/set", {"accountId": "$ada", "destroy": ["$old"],
            "onDestroyRemoveEmails": true}, "0"]
        < ["Mailbox/set", {"destroyed": ["$old"], "undoId": "$undo", "...": 0}, "0"]
        > ["Email/undo", {"accountId": "$ada", "undoId": "$undo"}, "0"],
          ["Mailbox/get", {"accountId": "$ada", "ids": ["$old"]}, "1"]
        < ["Email/undo", {"undone": ["$email"], "undoneMailboxes": ["$again"],
            "undoId": "$redo", "...": 0}, "0"],
          ["Mailbox/get", {"notFound": ["$old"], "...": 0}, "1"]
        > ["Mailbox/get", {"accountId": "$ada", "ids": ["$again"],
            "properties": ["name", "totalEmails", "unreadEmails"]}, "0"],
          ["Email/get", {"accountId": "$ada", "ids": ["$email"],
            "properties": ["mailboxIds"]}, "1"]
        < ["Mailbox/get", {"list": [{"id": "$again", "name": "Old", "totalEmails": 1,
            "unreadEmails": 0}], "...": 0}, "0"],
          ["Email/get", {"list": [{"id": "$email", "mailboxIds": {"$again": true}}],
            "...": 0}, "1"]
        > ["Email/undo", {"accountId": "$ada", "undoId": "$redo"}, "0"],
          ["Mailbox/get", {"accountId": "$ada", "ids": ["$again"]}, "1"]
        < ["Email/undo", {"undone": ["$email"], "undoneMailboxes": ["$again"], "...": 0}, "0"],
          ["Mailbox/get", {"notFound": ["$again"], "...": 0}, "1"]
        """);
  }

  @Test
  void onlyWhoUsesItIsToldAndNothingIsNothing() {
    String email = world.append(EmailGetTest.mail("a", ""));
    JsonNode made =
        script.call(
            "Email/set",
            "{\"accountId\": \"$ada\", \"update\": {\"Mnone-1\": {\"keywords\": {}}}}");
    assertEquals(true, made.path("undoId").isNull(), "nothing was changed");
    var plain = new JmapScript(world);
    JsonNode other =
        plain.call(
            "Email/set",
            "{\"accountId\": \"$ada\", \"update\": {\"%s\": {\"keywords/x\": true}}}"
                .formatted(email));
    assertFalse(other.has("undoId"));
  }

  @Test
  void aSecondTimeItIsOvertaken() {
    String email = world.append(EmailGetTest.mail("a", ""));
    String before = places(email);
    String undo = set("\"update\": {\"" + email + "\": {\"mailboxIds\": {\"$archive\": true}}}");
    assertNotEquals(before, places(email));
    undo(undo);
    assertEquals(before, places(email));
    JsonNode again = undo(undo);
    assertEquals("overtaken", again.path("notUndone").path(email).path("type").asString(""));
    assertEquals(before, places(email));
  }

  @Test
  void idsOfNothingAreRefused() {
    script.play(
        """
        > ["Email/undo", {"accountId": "$ada", "undoId": "U1"}, "0"],
          ["Email/undo", {"accountId": "$ada", "undoId": "U1-5-2"}, "1"],
          ["Email/undo", {"accountId": "$ada", "undoId": "U1-0-vvvvvvvvvvvv"}, "2"],
          ["Email/undo", {"accountId": "$ada", "undoId": "Uvvvvvvvvvvvvv-0-0"}, "3"],
          ["Email/undo", {"accountId": "$ada"}, "4"]
        < ["error", {"type": "invalidArguments", "...": 0}, "0"],
          ["error", {"type": "invalidArguments", "...": 0}, "1"],
          ["error", {"type": "undoTooOld", "...": 0}, "2"],
          ["error", {"type": "invalidArguments", "...": 0}, "3"],
          ["error", {"type": "invalidArguments", "...": 0}, "4"]
        """);
  }

  @Test
  void whatTheLogHasForgottenIsTooOld() {
    String email = world.append(EmailGetTest.mail("a", ""));
    String undo = set("\"update\": {\"" + email + "\": {\"keywords/x\": true}}");
    world.append(EmailGetTest.mail("b", ""));
    world.append(EmailGetTest.mail("c", ""));
    world.clock.pass(java.time.Duration.ofDays(3));
    world.trim();
    refused(undo, "undoTooOld");
  }

  @Test
  void inASharedMailboxRightsCount() {
    String email = world.append(EmailGetTest.mail("a", ""));
    Right[] all = {
      Right.LOOKUP, Right.READ, Right.INSERT, Right.WRITE, Right.DELETE_MESSAGES, Right.EXPUNGE
    };
    world.share(world.bob, world.inbox(), all);
    script.as(world.bob);
    String undo = set("\"destroy\": [\"" + email + "\"]");
    world.share(world.bob, world.inbox(), Right.LOOKUP, Right.READ);
    assertEquals("forbidden", undo(undo).path("notUndone").path(email).path("type").asString(""));
    world.share(world.bob, world.inbox(), all);
    assertEquals(email, undo(undo).path("undone").path(0).asString(""));
    script.readOnly();
    refused(undo, "accountReadOnly");
  }
}

package org.mailstead.jmap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailstead.post.Mailbox;

/** Mailboxes (RFC 8621 section 2). */
class MailboxTest {
  private final JmapWorld world = new JmapWorld();
  private final JmapScript script = new JmapScript(world);

  @AfterEach
  void close() {
    world.close();
  }

  private static String mail(String id, String more) {
    return "Message-ID: <%s@example.test>\n%sSubject: hello\n\ntext\n".formatted(id, more);
  }

  @Test
  void aMailboxHasAllItsProperties() {
    world.append(mail("a", ""));
    world.append(mail("b", "In-Reply-To: <a@example.test>\n"), "\\Seen");
    script.play(
        """
        > ["Mailbox/get", {"accountId": "$ada", "ids": ["$inbox", "Fx", "$inbox"]}, "0"]
        < ["Mailbox/get", {"accountId": "$ada", "state": "$state", "notFound": ["Fx"], "list": [
            {"id": "$inbox", "name": "Inbox", "parentId": null, "role": "inbox", "sortOrder": "$n",
             "totalEmails": 2, "unreadEmails": 1, "totalThreads": 1, "unreadThreads": 1,
             "isSubscribed": true, "myRights": {
               "mayReadItems": true, "mayAddItems": true, "mayRemoveItems": true,
               "maySetSeen": true, "maySetKeywords": true, "mayCreateChild": true,
               "mayRename": false, "mayDelete": false, "maySubmit": true, "mayShare": true},
             "shareWith": null}]}, "0"]
        """
            .replace("\"$n\"", Long.toString(inbox().sortOrder())));
  }

  private Mailbox inbox() {
    return world.post.mailboxes().tree(world.ada.id()).find(Mailbox.Role.INBOX).orElseThrow();
  }

  @Test
  void allAreGivenWhereNoIdsAreNamedAndTheIdAlways() {
    assertEquals(
        world.post.mailboxes().tree(world.ada.id()).all().size(),
        script
            .call("Mailbox/get", "{\"accountId\":\"$ada\",\"properties\":[\"role\"]}")
            .get("list")
            .size());
    script.play(
        """
        > ["Mailbox/get", {"accountId": "$ada", "ids": ["$trash"], "properties": ["role"]}, "0"]
        < ["Mailbox/get", {"list": [{"id": "$trash", "role": "trash"}], "...": 0}, "0"]
        > ["Mailbox/get", {"accountId": "$ada", "ids": ["$trash"], "properties": []}, "0"]
        < ["Mailbox/get", {"list": [{"id": "$trash"}], "...": 0}, "0"]
        """);
  }

  /** RFC 8621 section 2: what lies in the trash alone counts there only. */
  @Test
  void theTrashIsCountedByItself() {
    world.append(mail("a", ""), "\\Seen");
    world.append(
        world.ada.id(),
        world.mailbox(world.ada.id(), Mailbox.Role.TRASH),
        mail("b", "In-Reply-To: <a@example.test>\n"));
    script.play(
        """
        > ["Mailbox/get", {"accountId": "$ada", "ids": ["$inbox", "$trash"],
            "properties": ["unreadThreads", "totalThreads"]}, "0"]
        < ["Mailbox/get", {"list": [
            {"id": "$inbox", "unreadThreads": 0, "totalThreads": 1},
            {"id": "$trash", "unreadThreads": 1, "totalThreads": 1}], "...": 0}, "0"]
        """);
  }

  @Test
  void mailboxesAreMadeInAnyOrderChangedAndRemoved() {
    script.play(
        """
        > ["Mailbox/get", {"accountId": "$ada", "ids": []}, "0"]
        < ["Mailbox/get", {"state": "$first", "...": 0}, "0"]
        > ["Mailbox/set", {"accountId": "$ada", "ifInState": "$first", "create": {
            "c": {"name": "Third", "parentId": "#b", "sortOrder": 7},
            "b": {"name": "Second", "parentId": "#a", "isSubscribed": false},
            "a": {"name": "First"}}}, "0"]
        < ["Mailbox/set", {"accountId": "$ada", "oldState": "$first", "newState": "$second",
            "updated": null, "destroyed": null, "notCreated": null, "notUpdated": null,
            "notDestroyed": null, "created": {
              "a": {"id": "$a", "...": 0}, "b": {"id": "$b", "...": 0},
              "c": {"id": "$c", "...": 0}}}, "0"]
        > ["Mailbox/set", {"accountId": "$ada", "update": {
            "$c": {"name": "Other", "parentId": null},
            "$b": {"isSubscribed": true, "sortOrder": 3}}, "destroy": ["$a", "$b"]}, "0"],
          ["Mailbox/changes", {"accountId": "$ada", "sinceState": "$second"}, "1"]
        < ["Mailbox/set", {"updated": {"$c": null}, "destroyed": ["~", "$a", "$b"],
            "notUpdated": {"$b": {"type": "willDestroy"}}, "...": 0}, "0"],
          ["Mailbox/changes", {"accountId": "$ada", "oldState": "$second", "newState": "*",
            "hasMoreChanges": false, "created": [], "updated": ["$c"],
            "destroyed": ["~", "$a", "$b"], "updatedProperties": null}, "1"]
        > ["Mailbox/set", {"accountId": "$ada", "ifInState": "$first"}, "0"]
        < ["error", {"type": "stateMismatch"}, "0"]
        """);
  }

  @Test
  void whatIsMadeTellsWhatTheServerHasSet() {
    script.play(
        """
        > ["Mailbox/set", {"accountId": "$ada", "create": {"a": {"name": "First"}}}, "0"]
        < ["Mailbox/set", {"created": {"a": {"id": "$a", "parentId": null, "role": null,
            "sortOrder": 10, "totalEmails": 0, "unreadEmails": 0, "totalThreads": 0,
            "unreadThreads": 0, "isSubscribed": true, "myRights": {"mayDelete": true, "...": 0}}},
            "...": 0}, "0"]
        """
            .replace("\"sortOrder\": 10", "\"sortOrder\": " + order()));
  }

  private long order() {
    var id = world.post.mailboxes().create(world.bob.id(), "First", Mailbox.Role.NONE);
    return world.post.mailboxes().tree(world.bob.id()).find(id).orElseThrow().sortOrder();
  }

  /** What is given, and which property is wrong with it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|name",
        "{\"name\": null}|name",
        "{\"name\": \"\"}|name",
        "{\"name\": 7}|name",
        "{\"name\": \"a/b\"}|name",
        "{\"name\": \"a\\u0000b\"}|name",
        "{\"name\": \"a\\nb\"}|name",
        "{\"name\": \"x\", \"parentId\": \"Fzz\"}|parentId",
        "{\"name\": \"x\", \"parentId\": \"#nothing\"}|parentId",
        "{\"name\": \"x\", \"parentId\": \"#k\"}|parentId",
        "{\"name\": \"x\", \"parentId\": \"$bobInbox\"}|parentId",
        "{\"name\": \"x\", \"parentId\": 7}|parentId",
        "{\"name\": \"x\", \"role\": \"king\"}|role",
        "{\"name\": \"x\", \"role\": \"trash\"}|role",
        "{\"name\": \"x\", \"sortOrder\": -1}|sortOrder",
        "{\"name\": \"x\", \"sortOrder\": 2147483648}|sortOrder",
        "{\"name\": \"x\", \"sortOrder\": 1.5}|sortOrder",
        "{\"name\": \"x\", \"isSubscribed\": \"yes\"}|isSubscribed",
        "{\"name\": \"x\", \"id\": \"F1-9\"}|id",
        "{\"name\": \"x\", \"totalEmails\": 0}|totalEmails",
        "{\"name\": \"x\", \"what\": 0}|what",
      })
  void aMailboxThatCannotBeIsNotMade(String object, String property) {
    script.play(
        """
        > ["Mailbox/set", {"accountId": "$ada", "create": {"k": %s}}, "0"]
        < ["Mailbox/set", {"created": null, "notCreated": {"k":
            {"type": "invalidProperties", "properties": ["%s"]}}, "...": 0}, "0"]
        """
            .formatted(object, property));
  }

  @Test
  void namesAreOnceUnderTheirParent() {
    script.play(
        """
        > ["Mailbox/set", {"accountId": "$ada", "create": {"a": {"name": "x"}}}, "0"],
          ["Mailbox/set", {"accountId": "$ada", "create": {"b": {"name": "x"},
            "c": {"name": "x", "parentId": "#a"}}}, "1"]
        < ["Mailbox/set", {"created": {"a": {"id": "$a", "...": 0}}, "...": 0}, "0"],
          ["Mailbox/set", {"created": {"c": {"id": "*", "...": 0}}, "notCreated": {"b":
            {"type": "alreadyExists", "existingId": "$a"}}, "...": 0}, "1"]
        """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"id\": \"F1-9\"}|id",
        "{\"totalEmails\": 9}|totalEmails",
        "{\"myRights/mayDelete\": true}|myRights",
        "{\"name\": null}|name",
        "{\"what\": 1}|what",
      })
  void whatCannotBeChangedStays(String patch, String property) {
    script.play(
        """
        > ["Mailbox/set", {"accountId": "$ada", "update": {"$inbox": %s}}, "0"]
        < ["Mailbox/set", {"updated": null, "notUpdated": {"$inbox":
            {"type": "invalidProperties", "properties": ["%s"]}}, "...": 0}, "0"]
        """
            .formatted(patch, property));
  }

  @Test
  void theInboxStaysWhatAndWhereItIs() {
    for (String patch :
        List.of("{\"parentId\": \"$archive\"}", "{\"role\": null}", "{\"name\": \"Mine\"}")) {
      script.play(
          """
          > ["Mailbox/set", {"accountId": "$ada", "update": {"$inbox": %s}}, "0"]
          < ["Mailbox/set", {"notUpdated": {"$inbox": {"type": "forbidden"}}, "...": 0}, "0"]
          """
              .formatted(patch));
    }
  }

  /** RFC 8620 section 5.3: what the server sets may be given as it is. */
  @Test
  void aWholeMailboxAsItIsMayBeGivenBack() {
    world.append(mail("a", ""));
    var all = script.call("Mailbox/get", "{\"accountId\":\"$ada\",\"ids\":[\"$inbox\"]}");
    script.play(
        """
        > ["Mailbox/set", {"accountId": "$ada", "update": {"$inbox": %s}}, "0"]
        < ["Mailbox/set", {"updated": {"$inbox": null}, "notUpdated": null, "...": 0}, "0"]
        """
            .formatted(all.get("list").get(0)));
  }

  @Test
  void aPatchThatDoesNotFitIsRefused() {
    for (String patch :
        List.of(
            "{\"name/x\": 1}",
            "{\"nothing/x\": 1}",
            "{\"myRights\": {}, \"myRights/mayDelete\": true}",
            "{\"parentId/x\": null}")) {
      script.play(
          """
          > ["Mailbox/set", {"accountId": "$ada", "update": {"$archive": %s}}, "0"]
          < ["Mailbox/set", {"notUpdated": {"$archive": {"type": "invalidPatch"}}, "...": 0}, "0"]
          """
              .formatted(patch));
    }
  }

  @Test
  void aMailboxCannotLieInItself() {
    script.play(
        """
        > ["Mailbox/set", {"accountId": "$ada", "create": {"a": {"name": "x"},
            "b": {"name": "y", "parentId": "#a"}}}, "0"],
          ["Mailbox/set", {"accountId": "$ada", "update": {"#a": {"parentId": "#b"}}}, "1"]
        < ["Mailbox/set", {"created": {"a": {"id": "$a", "...": 0}, "b": {"...": 0}}, "...": 0}, "0"],
          ["Mailbox/set", {"notUpdated": {"#a":
            {"type": "invalidProperties", "properties": ["parentId"]}}, "...": 0}, "1"]
        """);
  }

  @Test
  void aMailboxThatHoldsSomethingStays() {
    world.append(mail("a", ""));
    script.play(
        """
        > ["Mailbox/set", {"accountId": "$ada", "create": {"a": {"name": "x"},
            "b": {"name": "y", "parentId": "#a"}}}, "0"]
        < ["Mailbox/set", {"created": {"a": {"id": "$a", "...": 0}, "b": {"id": "$b", "...": 0}},
            "...": 0}, "0"]
        > ["Email/query", {"accountId": "$ada"}, "0"],
          ["Email/set", {"accountId": "$ada", "update": {"$email": {"mailboxIds": {"$b": true}}}}, "1"],
          ["Mailbox/set", {"accountId": "$ada", "destroy": ["$a", "Fzz"]}, "2"],
          ["Mailbox/set", {"accountId": "$ada", "destroy": ["$b"]}, "3"],
          ["Mailbox/set", {"accountId": "$ada", "destroy": ["$b"], "onDestroyRemoveEmails": true}, "4"],
          ["Mailbox/set", {"accountId": "$ada", "destroy": ["$inbox"]}, "5"],
          ["Email/query", {"accountId": "$ada"}, "6"]
        < ["Email/query", {"ids": ["$email"], "...": 0}, "0"],
          ["Email/set", {"updated": {"$email": null}, "...": 0}, "1"],
          ["Mailbox/set", {"destroyed": null, "notDestroyed": {
            "$a": {"type": "mailboxHasChild"}, "Fzz": {"type": "notFound"}}, "...": 0}, "2"],
          ["Mailbox/set", {"notDestroyed": {"$b": {"type": "mailboxHasEmail"}}, "...": 0}, "3"],
          ["Mailbox/set", {"destroyed": ["$b"], "notDestroyed": null, "...": 0}, "4"],
          ["Mailbox/set", {"notDestroyed": {"$inbox": {"type": "forbidden"}}, "...": 0}, "5"],
          ["Email/query", {"ids": [], "...": 0}, "6"]
        """
            .replace("$email\": {\"mailboxIds", email() + "\": {\"mailboxIds"));
  }

  private String email() {
    return script.call("Email/query", "{\"accountId\":\"$ada\"}").get("ids").get(0).asString();
  }

  @Test
  void anEmailThatLiesElsewhereTooStaysThere() {
    String email = world.append(mail("a", ""));
    script.set("email", email);
    script.play(
        """
        > ["Mailbox/set", {"accountId": "$ada", "create": {"a": {"name": "x"}}}, "0"],
          ["Email/set", {"accountId": "$ada", "update": {"$email": {"mailboxIds/#a": true}}}, "1"],
          ["Mailbox/set", {"accountId": "$ada", "destroy": ["#a"], "onDestroyRemoveEmails": true}, "2"],
          ["Email/get", {"accountId": "$ada", "ids": ["$email"], "properties": ["mailboxIds"]}, "3"]
        < ["Mailbox/set", {"created": {"a": {"id": "$a", "...": 0}}, "...": 0}, "0"],
          ["Email/set", {"updated": {"$email": null}, "...": 0}, "1"],
          ["Mailbox/set", {"destroyed": ["$a"], "...": 0}, "2"],
          ["Email/get", {"list": [{"id": "$email", "mailboxIds": {"$inbox": true}}], "...": 0}, "3"]
        """);
  }

  @Test
  void changesOfCountsAloneAreToldAsSuch() {
    script.play(
        """
        > ["Mailbox/get", {"accountId": "$ada", "ids": []}, "0"]
        < ["Mailbox/get", {"state": "$first", "...": 0}, "0"]
        """);
    world.append(mail("a", ""));
    script.play(
        """
        > ["Mailbox/changes", {"accountId": "$ada", "sinceState": "$first"}, "0"]
        < ["Mailbox/changes", {"accountId": "$ada", "oldState": "$first", "newState": "$second",
            "hasMoreChanges": false, "created": [], "updated": ["$inbox"], "destroyed": [],
            "updatedProperties":
              ["~", "totalEmails", "unreadEmails", "totalThreads", "unreadThreads"]}, "0"]
        > ["Mailbox/changes", {"accountId": "$ada", "sinceState": "$second"}, "0"]
        < ["Mailbox/changes", {"oldState": "$second", "newState": "$second", "hasMoreChanges": false,
            "created": [], "updated": [], "destroyed": [], "updatedProperties": null,
            "accountId": "$ada"}, "0"]
        """);
  }
}

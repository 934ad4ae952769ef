package org.mailstead.jmap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mailstead.post.Mailbox;
import org.mailstead.post.Right;
import tools.jackson.databind.JsonNode;

/** Sweeps: rules that go on (our own). */
class SweepTest {
  private final JmapWorld world = new JmapWorld();
  private final JmapScript script = new JmapScript(world);

  @BeforeEach
  void use() {
    script.using("urn:mailstead:params:jmap:rules");
    world.startQueue();
  }

  @AfterEach
  void close() {
    world.close();
  }

  private static String news(String subject) {
    return EmailGetTest.mail(subject, "From: News <news@far.test>\n");
  }

  private long size(Mailbox.Role role) {
    return world.post.view(world.ada.id(), world.mailbox(world.ada.id(), role)).size();
  }

  @Test
  void theNewestStayAsMailComes() {
    for (int i = 0; i < 5; i++) {
      world.append(news("n" + i));
    }
    script.set("marked", world.append(news("flagged"), "\\Flagged"));
    script.set("other", world.append(EmailGetTest.mail("o", "From: bob@far.test\n")));
    world.clock.pass(Duration.ofSeconds(1));
    script.set("last", world.append(news("last")));
    script.play(
        """
        > ["Sweep/test", {"accountId": "$ada", "limit": 1, "sweep": {"from": "News@far.test",
            "keepLatest": 1, "action": "archive"}}, "0"],
          ["Sweep/set", {"accountId": "$ada", "create": {"s": {"name": "News",
            "from": "news@far.test", "keepLatest": 1, "action": "archive"}}}, "1"]
        < ["Sweep/test", {"accountId": "$ada", "matched": ["$first"], "total": 5,
            "isComplete": true}, "0"],
          ["Sweep/set", {"created": {"s": {"id": "$sweep", "isEnabled": true, "listId": null,
            "mailboxId": null, "olderThanDays": null, "toMailboxId": null, "moved": 0,
            "sweptAt": null, "undoId": null}}, "...": 0}, "1"]
        """);
    world.later(Duration.ZERO);
    assertEquals(5, size(Mailbox.Role.ARCHIVE));
    world.arrive(news("newer"));
    world.arrive(EmailGetTest.mail("p", "From: bob@far.test\n"));
    assertEquals(5, size(Mailbox.Role.ARCHIVE));
    world.later(Duration.ofSeconds(5));
    assertEquals(6, size(Mailbox.Role.ARCHIVE));
    script.play(
        """
        > ["Sweep/get", {"accountId": "$ada"}, "0"],
          ["Email/get", {"accountId": "$ada", "ids": ["$marked", "$other", "$last"],
            "properties": ["mailboxIds"]}, "1"],
          ["Email/trace", {"accountId": "$ada", "ids": ["$last"]}, "2"]
        < ["Sweep/get", {"list": [{"id": "$sweep", "name": "News", "isEnabled": true,
            "from": "news@far.test", "listId": null, "mailboxId": null, "keepLatest": 1,
            "olderThanDays": null, "action": "archive", "toMailboxId": null, "moved": 6,
            "sweptAt": "2026-01-02T03:04:11Z", "undoId": "$undo"}], "...": 0}, "0"],
          ["Email/get", {"list": ["~", {"id": "$marked", "mailboxIds": {"$inbox": true}},
            {"id": "$other", "mailboxIds": {"$inbox": true}},
            {"id": "$last", "mailboxIds": {"$archive": true}}], "...": 0}, "1"],
          ["Email/trace", {"list": [{"id": "$last", "reasons": [{"who": "sweep",
            "what": "archived", "evidence": "News", "at": "2026-01-02T03:04:11Z"}]}],
            "...": 0}, "2"]
        """);
    script
        .using("urn:mailstead:params:jmap:undo")
        .play(
            """
            > ["Email/undo", {"accountId": "$ada", "undoId": "$undo"}, "0"]
            < ["Email/undo", {"undone": ["$last"], "...": 0}, "0"]
            """);
    world.later(Duration.ofDays(2));
    assertEquals(5, size(Mailbox.Role.ARCHIVE), "who takes it back wants it there");
  }

  @Test
  void whatGetsOldGoesByTheDay() {
    String list = EmailGetTest.mail("l", "From: a@far.test\nList-Id: \"L\" <dev.far.test>\n");
    script.set("old", world.append(list));
    script.play(
        """
        > ["Sweep/set", {"accountId": "$ada", "create": {"s": {"name": "Dev",
            "listId": "Dev.far.test", "olderThanDays": 10, "action": "delete"}}}, "0"]
        < ["Sweep/set", {"created": {"s": {"id": "$sweep", "...": 0}}, "...": 0}, "0"]
        """);
    for (int day = 1; day <= 10; day++) {
      world.later(Duration.ofDays(1));
      assertEquals(1, size(Mailbox.Role.INBOX), "day " + day);
    }
    world.append(list);
    world.later(Duration.ofDays(1));
    assertEquals(1, size(Mailbox.Role.INBOX));
    assertEquals(1, size(Mailbox.Role.TRASH));
    script.play(
        """
        > ["Sweep/set", {"accountId": "$ada", "update": {"$sweep": {"isEnabled": false}}}, "0"]
        < ["Sweep/set", {"updated": {"$sweep": null}, "...": 0}, "0"]
        """);
    world.later(Duration.ofDays(40));
    assertEquals(1, size(Mailbox.Role.TRASH), "one that is off does nothing");
    script.play(
        """
        > ["Sweep/set", {"accountId": "$ada", "update": {"$sweep": {"isEnabled": true}}}, "0"]
        < ["Sweep/set", {"updated": {"$sweep": null}, "...": 0}, "0"]
        """);
    world.later(Duration.ZERO);
    assertEquals(2, size(Mailbox.Role.TRASH), "one that is switched on is run at once");
    script.play(
        """
        > ["Sweep/set", {"accountId": "$ada", "destroy": ["$sweep"]}, "0"]
        < ["Sweep/set", {"destroyed": ["$sweep"], "...": 0}, "0"]
        """);
    world.append(list);
    world.later(Duration.ofDays(40));
    assertEquals(2, size(Mailbox.Role.TRASH));
  }

  @Test
  void oneOfAnotherMailboxMovesThereAndWhereItIsTold() {
    script.play(
        """
        > ["Mailbox/set", {"accountId": "$ada", "create": {"m": {"name": "Lists"},
            "n": {"name": "Old"}}}, "0"]
        < ["Mailbox/set", {"created": {"m": {"id": "$lists", "...": 0},
            "n": {"id": "$oldBox", "...": 0}}, "...": 0}, "0"]
        > ["Sweep/set", {"accountId": "$ada", "create": {"s": {"name": "L", "mailboxId": "$lists",
            "from": "news@far.test", "keepLatest": 2, "action": "move", "toMailboxId": "$oldBox"}}},
            "0"]
        < ["Sweep/set", {"created": {"s": {"id": "$sweep", "...": 0}}, "...": 0}, "0"]
        """);
    var lists = world.post.mailboxes().tree(world.ada.id()).find("Lists").orElseThrow().id();
    var old = world.post.mailboxes().tree(world.ada.id()).find("Old").orElseThrow().id();
    for (int i = 0; i < 3; i++) {
      world.append(news("in" + i));
      world.append(world.ada.id(), lists, news("there" + i));
    }
    world.later(Duration.ofDays(1));
    assertEquals(3, size(Mailbox.Role.INBOX));
    assertEquals(1, world.post.view(world.ada.id(), old).size());
    world.post.mailboxes().delete(world.ada.id(), old);
    world.append(world.ada.id(), lists, news("more"));
    world.later(Duration.ofDays(1));
    assertEquals(3, world.post.view(world.ada.id(), lists).size(), "there is nowhere to go");
    script.play(
        """
        > ["Sweep/set", {"accountId": "$ada", "update": {"$sweep": {"keepLatest": 5}}}, "0"],
          ["Sweep/set", {"accountId": "$ada", "update": {"$sweep": {"isEnabled": false}}}, "1"]
        < ["Sweep/set", {"notUpdated": {"$sweep": {"type": "invalidProperties",
            "properties": ["toMailboxId"], "...": 0}}, "...": 0}, "0"],
          ["Sweep/set", {"updated": {"$sweep": null}, "...": 0}, "1"]
        """);
  }

  @Test
  void whatIsNoSweepIsRefused() {
    String good = "\"name\": \"s\", \"from\": \"a@b.test\", ";
    Map<String, List<String>> wrong =
        Map.ofEntries(
            Map.entry(
                "\"name\": \"s\", \"keepLatest\": 1, \"action\": \"delete\"",
                List.of("from", "listId")),
            Map.entry(
                good + "\"listId\": \"b\", \"keepLatest\": 1, \"action\": \"delete\"",
                List.of("from", "listId")),
            Map.entry(good + "\"action\": \"delete\"", List.of("keepLatest", "olderThanDays")),
            Map.entry(
                good + "\"keepLatest\": 1, \"olderThanDays\": 1, \"action\": \"delete\"",
                List.of("keepLatest", "olderThanDays")),
            Map.entry(good + "\"keepLatest\": 0, \"action\": \"delete\"", List.of("keepLatest")),
            Map.entry(good + "\"keepLatest\": 101, \"action\": \"delete\"", List.of("keepLatest")),
            Map.entry(good + "\"keepLatest\": 1.5, \"action\": \"delete\"", List.of("keepLatest")),
            Map.entry(
                good + "\"olderThanDays\": 3651, \"action\": \"delete\"", List.of("olderThanDays")),
            Map.entry(good + "\"keepLatest\": 1", List.of("action")),
            Map.entry(good + "\"keepLatest\": 1, \"action\": \"burn\"", List.of("action")),
            Map.entry(good + "\"keepLatest\": 1, \"action\": \"move\"", List.of("toMailboxId")),
            Map.entry(
                good + "\"keepLatest\": 1, \"action\": \"archive\", \"toMailboxId\": \"$archive\"",
                List.of("toMailboxId")),
            Map.entry(
                good + "\"keepLatest\": 1, \"action\": \"move\", \"toMailboxId\": \"$inbox\"",
                List.of("toMailboxId")),
            Map.entry(
                good + "\"keepLatest\": 1, \"action\": \"move\", \"toMailboxId\": \"$bobInbox\"",
                List.of("toMailboxId")),
            Map.entry(
                good + "\"keepLatest\": 1, \"action\": \"delete\", \"mailboxId\": \"$trash\"",
                List.of("action")),
            Map.entry(
                good + "\"keepLatest\": 1, \"action\": \"delete\", \"mailboxId\": \"F9-9\"",
                List.of("mailboxId")),
            Map.entry(
                good + "\"keepLatest\": 1, \"action\": \"delete\", \"moved\": 3", List.of("moved")),
            Map.entry("\"name\": \"s\", \"from\": \"nobody\", \"keepLatest\": 1", List.of("from")),
            Map.entry(
                "\"name\": \"s\", \"listId\": \"<a>\", \"keepLatest\": 1", List.of("listId")));
    wrong.forEach((sweep, properties) -> {
      JsonNode made =
          script.call(
              "Sweep/set", "{\"accountId\": \"$ada\", \"create\": {\"a\": {" + sweep + "}}}");
      assertEquals("invalidProperties", made.at("/notCreated/a/type").asString(""), sweep + made);
      assertEquals(
          properties,
          made.at("/notCreated/a/properties").valueStream().map(JsonNode::asString).toList(),
          sweep);
      if (!sweep.contains("moved")) {
        script.play(
            """
            > ["Sweep/test", {"accountId": "$ada", "sweep": {%s}}, "0"]
            < ["error", {"type": "invalidArguments", "...": 0}, "0"]
            """
                .formatted(sweep));
      }
    });
  }

  @Test
  void anothersAccountHasNone() {
    world.share(world.bob, world.inbox(), Right.LOOKUP, Right.READ, Right.DELETE_MESSAGES);
    script
        .as(world.bob)
        .play(
            """
            > ["Sweep/get", {"accountId": "$ada"}, "0"],
              ["Sweep/set", {"accountId": "$ada", "create": {}}, "1"],
              ["Sweep/test", {"accountId": "$ada", "sweep": {}}, "2"],
              ["Sweep/set", {"accountId": "$bob", "create": {"s": {"name": "n",
                "from": "a@b.test", "keepLatest": 1, "action": "archive",
                "mailboxId": "$inbox"}}}, "3"]
            < ["error", {"type": "accountNotSupportedByMethod", "...": 0}, "0"],
              ["error", {"type": "accountNotSupportedByMethod", "...": 0}, "1"],
              ["error", {"type": "accountNotSupportedByMethod", "...": 0}, "2"],
              ["Sweep/set", {"notCreated": {"s": {"type": "invalidProperties",
                "properties": ["mailboxId"], "...": 0}}, "...": 0}, "3"]
            """)
        .as(world.ada)
        .readOnly();
    script.play(
        """
        > ["Sweep/set", {"accountId": "$ada", "create": {}}, "0"]
        < ["error", {"type": "accountReadOnly", "...": 0}, "0"]
        """);
  }
}

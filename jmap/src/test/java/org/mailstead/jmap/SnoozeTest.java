package org.mailstead.jmap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailstead.post.Mailbox;
import org.mailstead.post.Right;
import org.mailstead.post.Snoozes;
import tools.jackson.databind.JsonNode;

/** Emails are put aside until a time, and come back (our own). The clock begins at 03:04:05. */
class SnoozeTest {
  private final JmapWorld world = new JmapWorld();
  private final JmapScript script = new JmapScript(world);

  @AfterEach
  void close() {
    world.close();
  }

  private void snoozed() {
    var mailbox = world.post.mailboxes().tree(world.ada.id()).find(Snoozes.MAILBOX).orElseThrow();
    script.set("snoozed", org.mailstead.post.ObjectIds.mailbox(world.ada.id(), mailbox.id()));
  }

  private String snooze(String ids, String until) {
    return script
        .call(
            "Email/snooze",
            "{\"accountId\": \"$ada\", \"emailIds\": [%s], \"until\": \"%s\"}"
                .formatted(ids, until))
        .toString();
  }

  @Test
  void oneIsPutAsideAndComesBackUnread() {
    world.startQueue();
    script.set("email", world.append(EmailGetTest.mail("a", ""), "\\Seen", "\\Flagged"));
    script.play(
        """
        > ["Email/get", {"accountId": "$ada", "ids": [], "properties": ["id"]}, "0"],
          ["Email/snooze", {"accountId": "$ada", "emailIds": ["$email"],
            "until": "2026-01-02T05:00:30Z"}, "1"],
          ["Snooze/get", {"accountId": "$ada"}, "2"],
          ["Email/query", {"accountId": "$ada", "filter": {"inMailbox": "$inbox"}}, "3"]
        < ["Email/get", {"state": "$s0", "...": 0}, "0"],
          ["Email/snooze", {"accountId": "$ada", "oldState": "$s0", "newState": "$s1",
            "snoozed": ["$email"], "notSnoozed": null, "until": "2026-01-02T05:01:00Z"}, "1"],
          ["Snooze/get", {"accountId": "$ada", "state": "*", "list": [{"id": "$email",
            "until": "2026-01-02T05:01:00Z", "mailboxIds": {"$inbox": true}}],
            "notFound": []}, "2"],
          ["Email/query", {"ids": [], "...": 0}, "3"]
        """);
    snoozed();
    script.play(
        """
        > ["Email/get", {"accountId": "$ada", "ids": ["$email"],
            "properties": ["mailboxIds", "keywords"]}, "0"]
        < ["Email/get", {"list": [{"id": "$email", "mailboxIds": {"$snoozed": true},
            "keywords": {"$seen": true, "$flagged": true}}], "...": 0}, "0"]
        """);
    world.later(Duration.ofMinutes(116));
    script.play(
        """
        > ["Snooze/get", {"accountId": "$ada", "properties": ["until"]}, "0"]
        < ["Snooze/get", {"list": [{"id": "$email", "until": "*"}], "...": 0}, "0"]
        """);
    world.later(Duration.ofMinutes(1));
    back("{\"$flagged\": true}");
    world.later(Duration.ofHours(2)); // the second look finds nothing
    back("{\"$flagged\": true}");
  }

  private void back(String keywords) {
    script.play(
        """
        > ["Snooze/get", {"accountId": "$ada"}, "0"],
          ["Email/get", {"accountId": "$ada", "ids": ["$email"],
            "properties": ["mailboxIds", "keywords"]}, "1"],
          ["Email/changes", {"accountId": "$ada", "sinceState": "$s1"}, "2"]
        < ["Snooze/get", {"list": [], "...": 0}, "0"],
          ["Email/get", {"list": [{"id": "$email", "mailboxIds": {"$inbox": true},
            "keywords": %s}], "...": 0}, "1"],
          ["Email/changes", {"updated": ["$email"], "created": [], "destroyed": [], "...": 0}, "2"]
        """
            .formatted(keywords));
  }

  @Test
  void anotherTimeAndBackNow() {
    script.set("email", world.append(EmailGetTest.mail("a", ""), "\\Seen"));
    script.set("other", world.append(EmailGetTest.mail("b", "")));
    script.play(
        """
        > ["Email/set", {"accountId": "$ada", "update": {
            "$email": {"mailboxIds/$archive": true}}}, "0"],
          ["Email/snooze", {"accountId": "$ada", "emailIds": ["$email"],
            "until": "2027-01-01T00:00:00Z"}, "1"],
          ["Email/snooze", {"accountId": "$ada", "emailIds": ["$email", "$other"],
            "until": "2026-02-01T00:00:00Z"}, "2"],
          ["Email/snooze", {"accountId": "$ada", "emailIds": ["$other"],
            "until": "2026-01-31T23:59:00Z"}, "3"],
          ["Snooze/get", {"accountId": "$ada"}, "4"],
          ["Snooze/get", {"accountId": "$ada", "ids": ["$other", "M1-999"]}, "5"],
          ["Email/unsnooze", {"accountId": "$ada", "emailIds": ["$email"]}, "6"],
          ["Email/unsnooze", {"accountId": "$ada", "emailIds": ["$email", "M1-999"]}, "7"],
          ["Email/get", {"accountId": "$ada", "ids": ["$email"],
            "properties": ["mailboxIds", "keywords"]}, "8"]
        < ["Email/set", {"updated": {"$email": null}, "...": 0}, "0"],
          ["Email/snooze", {"snoozed": ["$email"], "...": 0}, "1"],
          ["Email/snooze", {"snoozed": ["$email", "$other"], "...": 0}, "2"],
          ["Email/snooze", {"snoozed": ["$other"], "...": 0}, "3"],
          ["Snooze/get", {"list": [
            {"id": "$other", "until": "2026-01-31T23:59:00Z", "mailboxIds": {"$inbox": true}},
            {"id": "$email", "until": "2026-02-01T00:00:00Z",
             "mailboxIds": {"$inbox": true, "$archive": true}}], "...": 0}, "4"],
          ["Snooze/get", {"list": [{"id": "$other", "...": 0}], "notFound": ["M1-999"],
            "...": 0}, "5"],
          ["Email/unsnooze", {"accountId": "$ada", "oldState": "*", "newState": "*",
            "unsnoozed": ["$email"], "notUnsnoozed": null}, "6"],
          ["Email/unsnooze", {"unsnoozed": [], "notUnsnoozed": {
            "$email": {"type": "notSnoozed"}, "M1-999": {"type": "notFound"}}, "...": 0}, "7"],
          ["Email/get", {"list": [{"id": "$email", "keywords": {},
            "mailboxIds": {"$inbox": true, "$archive": true}}], "...": 0}, "8"]
        """);
  }

  @Test
  void whoMovesItAwayHasDecidedOtherwise() {
    world.startQueue();
    script.set("email", world.append(EmailGetTest.mail("a", ""), "\\Seen"));
    script.play(
        """
        > ["Email/snooze", {"accountId": "$ada", "emailIds": ["$email"],
            "until": "2026-01-02T04:00:00Z"}, "0"],
          ["Email/set", {"accountId": "$ada", "update": {
            "$email": {"mailboxIds": {"$archive": true}}}}, "1"],
          ["Snooze/get", {"accountId": "$ada"}, "2"],
          ["Email/unsnooze", {"accountId": "$ada", "emailIds": ["$email"]}, "3"]
        < ["Email/snooze", {"snoozed": ["$email"], "...": 0}, "0"],
          ["Email/set", {"updated": {"$email": null}, "...": 0}, "1"],
          ["Snooze/get", {"list": [], "...": 0}, "2"],
          ["Email/unsnooze", {"notUnsnoozed": {"$email": {"type": "notSnoozed"}},
            "...": 0}, "3"]
        """);
    world.later(Duration.ofHours(3));
    script.play(
        """
        > ["Email/get", {"accountId": "$ada", "ids": ["$email"],
            "properties": ["mailboxIds", "keywords"]}, "0"]
        < ["Email/get", {"list": [{"id": "$email", "mailboxIds": {"$archive": true},
            "keywords": {"$seen": true}}], "...": 0}, "0"]
        """);
  }

  /** Laid there by hand it has no time; then it comes back into the inbox. */
  @Test
  void whereItWasIsGone() {
    world.startQueue();
    var box = world.post.mailboxes().create(world.ada.id(), "Box", Mailbox.Role.NONE);
    script.set("email", world.append(world.ada.id(), box, EmailGetTest.mail("a", "")));
    assertTrue(snooze("\"$email\"", "2026-01-02T04:00:00Z").contains("\"notSnoozed\":null"));
    world.post.mailboxes().delete(world.ada.id(), box);
    var aside = world.post.mailboxes().tree(world.ada.id()).find(Snoozes.MAILBOX).orElseThrow();
    script.set("second", world.append(world.ada.id(), aside.id(), EmailGetTest.mail("b", "")));
    assertTrue(snooze("\"$second\"", "2026-01-02T04:00:00Z").contains("\"notSnoozed\":null"));
    world.later(Duration.ofHours(1));
    script.play(
        """
        > ["Email/get", {"accountId": "$ada", "ids": ["$email", "$second"],
            "properties": ["mailboxIds"]}, "0"]
        < ["Email/get", {"list": [{"id": "$email", "mailboxIds": {"$inbox": true}},
            {"id": "$second", "mailboxIds": {"$inbox": true}}], "...": 0}, "0"]
        """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-01-02T03:04:05Z",
        "1970-01-01T00:00:00Z",
        "2031-01-08T00:00:00Z",
        "+1000000000-12-31T23:59:59Z",
        "tomorrow",
        ""
      })
  void aTimeThatIsNoneIsRefused(String until) {
    script.set("email", world.append(EmailGetTest.mail("a", "")));
    script.play(
        """
        > ["Email/snooze", {"accountId": "$ada", "emailIds": ["$email"], "until": "%s"}, "0"],
          ["Email/snooze", {"accountId": "$ada", "emailIds": ["$email"]}, "1"],
          ["Email/snooze", {"accountId": "$ada", "until": "2026-02-01T00:00:00Z"}, "2"],
          ["Email/unsnooze", {"accountId": "$ada"}, "3"],
          ["Email/unsnooze", {"accountId": "$ada", "emailIds": []}, "4"],
          ["Snooze/get", {"accountId": "$ada", "properties": ["what"]}, "5"]
        < ["error", {"type": "invalidArguments"}, "0"],
          ["error", {"type": "invalidArguments"}, "1"],
          ["error", {"type": "invalidArguments"}, "2"],
          ["error", {"type": "invalidArguments"}, "3"],
          ["Email/unsnooze", {"unsnoozed": [], "...": 0}, "4"],
          ["error", {"type": "invalidArguments"}, "5"]
        """
            .formatted(until));
    assertTrue(
        world.post.mailboxes().tree(world.ada.id()).find(Snoozes.MAILBOX).isEmpty(),
        "nothing was made for what is refused");
  }

  @Test
  void onlyInOnesOwnAccountAndOnlyWhoMayChangeIt() {
    var theirs = world.mailbox(world.bob.id(), Mailbox.Role.INBOX);
    script.set("bobs", world.append(world.bob.id(), theirs, EmailGetTest.mail("a", "")));
    script.set("email", world.append(EmailGetTest.mail("b", "")));
    assertTrue(snooze("\"$bobs\"", "2026-02-01T00:00:00Z").contains("notFound"));
    world.share(world.bob, world.inbox(), Right.values());
    String calls =
        """
        > ["Email/snooze", {"accountId": "$ada", "emailIds": ["$email"],
            "until": "2026-02-01T00:00:00Z"}, "0"],
          ["Email/unsnooze", {"accountId": "$ada", "emailIds": ["$email"]}, "1"],
          ["Snooze/get", {"accountId": "$ada"}, "2"]
        """;
    script
        .as(world.bob)
        .play(
            calls
                + """
                < ["error", {"type": "accountNotSupportedByMethod"}, "0"],
                  ["error", {"type": "accountNotSupportedByMethod"}, "1"],
                  ["error", {"type": "accountNotSupportedByMethod"}, "2"]
                """);
    script
        .as(world.ada)
        .readOnly()
        .play(
            calls
                + """
                < ["error", {"type": "accountReadOnly"}, "0"],
                  ["error", {"type": "accountReadOnly"}, "1"],
                  ["Snooze/get", {"list": [], "...": 0}, "2"]
                """);
    assertFalse(script.get("bobs").isEmpty());
  }

  @Test
  void tooManyIdsAreRefused() {
    var ids = new ArrayList<String>();
    for (int i = 1; i <= 1_001; i++) {
      ids.add("\"M1-" + i + "\"");
    }
    script.play(
        """
        > ["Email/snooze", {"accountId": "$ada", "emailIds": [%s],
            "until": "2026-02-01T00:00:00Z"}, "0"]
        < ["error", {"type": "requestTooLarge"}, "0"]
        """
            .formatted(String.join(",", ids)));
  }

  /** Whatever comes first, there is one time in the end, and the email lies in one place. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void atOnceOnABusyEngine(long seed) throws Exception {
    try (var busy = JmapWorld.hostile(seed)) {
      RandomGenerator random = RandomGeneratorFactory.getDefault().create(seed);
      var play = new JmapScript(busy);
      List<String> emails = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        emails.add("\"" + busy.append(EmailGetTest.mail("m" + i, ""), "\\Seen") + "\"");
      }
      List<Callable<Void>> works = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        String one = emails.get(random.nextInt(4));
        String ids = random.nextBoolean() ? one : String.join(",", emails);
        String time = i % 4 == 3 ? "" : ", \"until\": \"2026-01-0%dT04:00:00Z\"".formatted(3 + i);
        works.add(() -> {
          String method = time.isEmpty() ? "Email/unsnooze" : "Email/snooze";
          String ada = "{\"accountId\": \"$ada\", \"emailIds\": [" + ids + "]" + time + "}";
          // Who finds the engine too busy is told so; what stands is looked at below.
          var _ =
              new JmapScript(busy)
                  .ask(
                      "{\"using\": [\"urn:mailstead:params:jmap:snooze\"], \"methodCalls\": [[\""
                          + method
                          + "\", "
                          + ada
                          + ", \"0\"]]}");
          return null;
        });
      }
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (Future<Void> done : threads.invokeAll(works)) {
          done.get();
        }
      }
      var _ =
          play.call(
              "Email/snooze",
              "{\"accountId\": \"$ada\", \"emailIds\": [%s], \"until\": \"2026-01-20T00:00:00Z\"}"
                  .formatted(emails.getFirst()));
      JsonNode aside = play.call("Snooze/get", "{\"accountId\": \"$ada\"}").get("list");
      JsonNode all =
          play.call(
                  "Email/get",
                  "{\"accountId\": \"$ada\", \"ids\": null, \"properties\": [\"mailboxIds\"]}")
              .get("list");
      assertEquals(4, all.size());
      Set<String> seen = new java.util.HashSet<>();
      assertTrue(aside.size() > 0);
      aside.forEach(one -> assertTrue(seen.add(one.get("id").asString()), "one time for each"));
      for (JsonNode one : all) {
        boolean inInbox = one.get("mailboxIds").has(play.get("inbox"));
        assertEquals(1, one.get("mailboxIds").size(), one::toString);
        assertEquals(!inInbox, seen.contains(one.get("id").asString()), one::toString);
      }
      busy.startQueue();
      busy.later(Duration.ofDays(30));
      busy.later(Duration.ofMinutes(2)); // what the engine was too busy for is tried again
      for (JsonNode one :
          play.call(
                  "Email/get",
                  "{\"accountId\": \"$ada\", \"ids\": null," + " \"properties\": [\"mailboxIds\"]}")
              .get("list")) {
        assertTrue(one.get("mailboxIds").has(play.get("inbox")), one::toString);
      }
    }
  }
}

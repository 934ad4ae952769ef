package org.mailstead.jmap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.jmap.core.ServerLimits;

/** How much there may be: octets, messages, mailboxes, keywords (RFC 8621 section 4.6). */
class EmailLimitsTest {
  private final JmapWorld world = new JmapWorld();
  private final JmapScript script = new JmapScript(world);

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void tooMuchIsRefused() {
    world.changes.changeAccount(
        world.ada.id(), a -> a.withAllowance(a.allowance().withOctets(10_000)));
    script.play(
        """
        > ["Email/set", {"accountId": "$ada", "create": {
            "big": {"mailboxIds": {"$drafts": true}, "bodyValues": {"t": {"value": "%s"}},
              "textBody": [{"partId": "t"}]},
            "huge": {"mailboxIds": {"$drafts": true}, "bodyValues": {"t": {"value": "%s"}},
              "textBody": [{"partId": "t"}]}}}, "0"]
        < ["Email/set", {"created": null, "notCreated": {"big": {"type": "overQuota"},
            "huge": {"type": "tooLarge", "maxSize": 100000}}, "...": 0}, "0"]
        """
            .formatted("x".repeat(20_000), "x".repeat(120_000)));
  }

  @Test
  void anEmailLiesInSoManyMailboxesAndNoMore() {
    var ids = new StringBuilder("\"$drafts\": true");
    for (int i = 0; i < 100; i++) {
      ids.append(", \"F").append(i).append("\": true");
    }
    script.play(
        """
        > ["Email/set", {"accountId": "$ada", "create": {"k": {"mailboxIds": {%s}}}}, "0"]
        < ["Email/set", {"notCreated": {"k": {"type": "tooManyMailboxes"}}, "...": 0}, "0"]
        """
            .formatted(ids));
  }

  @Test
  void anAccountHasSoManyKeywordsAndNoMore() {
    script.set("email", world.append(EmailGetTest.mail("a", "")));
    var few = new StringBuilder("\"k0\": true");
    var many = new StringBuilder("\"k0\": true");
    for (int i = 1; i < 200; i++) {
      few.append(i < 70 ? ", \"k" + i + "\": true" : "");
      many.append(", \"k").append(i).append("\": true");
    }
    script.play(
        """
        > ["Email/set", {"accountId": "$ada", "update": {"$email": {"keywords": {%s}}}}, "0"],
          ["Email/set", {"accountId": "$ada", "update": {"$email": {"keywords": {%s}}}}, "1"],
          ["Email/set", {"accountId": "$ada", "update": {"$email": {"keywords": {%s}}}}, "2"]
        < ["Email/set", {"updated": {"$email": null}, "...": 0}, "0"],
          ["Email/set", {"notUpdated": {"$email": {"type": "tooManyKeywords"}}, "...": 0}, "1"],
          ["Email/set", {"notUpdated": {"$email": {"type": "tooManyKeywords"}}, "...": 0}, "2"]
        """
            .formatted(few, many, few.toString().replace("k", "other")));
  }

  @Test
  void whoMayKeepNoMoreMessagesPutsAnEmailNowhereElse() {
    script.set("email", world.append(EmailGetTest.mail("a", "")));
    world.changes.changeAccount(
        world.ada.id(), a -> a.withAllowance(a.allowance().withMessages(1)));
    script.play(
        """
        > ["Email/set", {"accountId": "$ada", "update": {"$email": {"mailboxIds/$archive": true}}},
            "0"],
          ["Email/set", {"accountId": "$ada", "create": {"k": {"mailboxIds": {"$drafts": true}}}},
            "1"],
          ["Email/set", {"accountId": "$ada", "destroy": ["$email"]}, "2"]
        < ["Email/set", {"notUpdated": {"$email": {"type": "overQuota"}}, "...": 0}, "0"],
          ["Email/set", {"notCreated": {"k": {"type": "overQuota"}}, "...": 0}, "1"],
          ["Email/set", {"destroyed": ["$email"], "...": 0}, "2"]
        """);
  }

  /** The whole answer is held in memory: many calls, each for much, do not make it endless. */
  @Test
  void anAnswerHasAnEnd() {
    for (int i = 0; i < 20; i++) {
      world.append(EmailGetTest.mail("a", "") + "x".repeat(90) + "\n" + "word ".repeat(18_000));
    }
    String call =
        """
        ["Email/get", {"accountId": "%s", "ids": null, "fetchTextBodyValues": true,
          "properties": ["bodyValues"]}, "0"]\
        """
            .formatted(script.get("ada"));
    String calls = String.join(",", java.util.Collections.nCopies(40, call));
    var responses =
        world
            .run(
                world.caller(world.ada),
                "{\"using\": [\"urn:ietf:params:jmap:mail\"], \"methodCalls\": [" + calls + "]}")
            .get("methodResponses");
    assertEquals("Email/get", responses.get(0).get(0).asString());
    var last = responses.get(39);
    assertEquals("requestTooLarge", last.get(1).path("type").asString());
    assertTrue(JmapJson.size(responses) < ServerLimits.MAX_SIZE_RESPONSE + 100_000);
  }
}

package org.mailstead.jmap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Rules as objects, tried on mail that is there (our own). */
class RuleTest {
  private final JmapWorld world = new JmapWorld();
  private final JmapScript script = new JmapScript(world);

  @BeforeEach
  void use() {
    script.using("urn:mailstead:params:jmap:rules");
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void oneIsMadeTriedAndRun() {
    script.set("one", world.append(EmailGetTest.mail("a", "From: news@far.test\n")));
    script.set("two", world.append(EmailGetTest.mail("b", "From: bob@far.test\n")));
    world.jobs.serve();
    world.startQueue();
    script.play(
        """
        > ["Rule/set", {"accountId": "$ada", "create": {"r": {"name": "News",
            "conditions": [{"field": "from", "value": "news@"}],
            "actions": [{"type": "read"}, {"type": "move", "mailboxId": "$archive"}]}}}, "0"],
          ["Rule/get", {"accountId": "$ada"}, "1"],
          ["Rule/test", {"accountId": "$ada", "filter": {"inMailbox": "$inbox"},
            "conditions": [{"field": "from", "value": "news@"}]}, "2"],
          ["Job/set", {"accountId": "$ada", "create": {"j": {"type": "rules",
            "ruleIds": ["#r"], "filter": {"inMailbox": "$inbox"}}}}, "3"]
        < ["Rule/set", {"created": {"r": {"id": "$rule", "isEnabled": true, "sortOrder": 0,
            "match": "all", "stop": false}}, "...": 0}, "0"],
          ["Rule/get", {"list": [{"id": "$rule", "name": "News", "isEnabled": true,
            "sortOrder": 0, "match": "all", "stop": false,
            "conditions": [{"field": "from", "value": "news@"}],
            "actions": [{"type": "read"}, {"type": "move", "mailboxId": "$archive"}]}],
            "...": 0}, "1"],
          ["Rule/test", {"accountId": "$ada", "matched": ["$one"], "looked": 2, "total": 2}, "2"],
          ["Job/set", {"created": {"j": {"id": "$job", "total": 2, "...": 0}}, "...": 0}, "3"]
        """);
    JsonNode job = script.call("Job/get", "{\"accountId\": \"$ada\", \"ids\": [\"$job\"]}");
    for (int i = 0; i < 500 && !job.at("/list/0/state").asString("").equals("done"); i++) {
      try {
        Thread.sleep(10);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      job = script.call("Job/get", "{\"accountId\": \"$ada\", \"ids\": [\"$job\"]}");
    }
    assertEquals(1, job.at("/list/0/done").asInt(), job.toString());
    script.play(
        """
        > ["Email/get", {"accountId": "$ada", "ids": ["$one", "$two"],
            "properties": ["mailboxIds", "keywords"]}, "0"]
        < ["Email/get", {"list": ["~",
            {"id": "$one", "mailboxIds": {"$archive": true}, "keywords": {"$seen": true}},
            {"id": "$two", "mailboxIds": {"$inbox": true}, "keywords": {}}], "...": 0}, "0"]
        """);
  }

  @Test
  void whatIsNoRuleIsRefused() {
    String good = "\"actions\": [{\"type\": \"read\"}]";
    for (String wrong :
        List.of(
            "{\"name\": \"r\"}",
            "{" + good + "}",
            "{\"name\": \"r\", \"actions\": []}",
            "{\"name\": \"r\", \"actions\": [{\"type\": \"discard\"}]}",
            "{\"name\": \"r\", \"actions\": [{\"type\": \"read\", \"more\": 1}]}",
            "{\"name\": \"r\", \"actions\": [{\"type\": \"move\"}]}",
            "{\"name\": \"r\", \"actions\": [{\"type\": \"move\", \"mailboxId\": \"Inbox\"}]}",
            "{\"name\": \"r\", \"actions\": [{\"type\": \"forward\", \"email\": \"nobody\"}]}",
            "{\"name\": \"r\", \"actions\": [{\"type\": \"keyword\", \"keyword\": \"a b\"}]}",
            "{\"name\": \"r\", \"match\": \"none\", " + good + "}",
            "{\"name\": \"r\", \"stop\": 1, " + good + "}",
            "{\"name\": \"r\", \"conditions\": [{\"field\": \"colour\"}], " + good + "}",
            "{\"name\": \"r\", \"conditions\": [{\"field\": \"from\"}], " + good + "}",
            "{\"name\": \"r\", \"conditions\": [{\"field\": \"from\", \"value\": \"\"}], "
                + good
                + "}",
            "{\"name\": \"r\", \"conditions\": [{\"field\": \"from\", \"value\": \"a\\nb\"}], "
                + good
                + "}",
            "{\"name\": \"r\", \"conditions\": [{\"field\": \"header\", \"value\": \"a\","
                + " \"name\": \"a:b\"}], "
                + good
                + "}",
            "{\"name\": \"r\", \"conditions\": [{\"field\": \"sizeOver\", \"octets\": -1}], "
                + good
                + "}")) {
      JsonNode made =
          script.call(
              "Rule/set", "{\"accountId\": \"$ada\", \"create\": {\"a\": %s}}".formatted(wrong));
      assertEquals("invalidProperties", made.at("/notCreated/a/type").asString(""), wrong + made);
    }
    script.play(
        """
        > ["Rule/test", {"accountId": "$ada", "conditions": [{"field": "x"}]}, "0"],
          ["Rule/test", {"accountId": "$ada", "conditions": [], "match": "none"}, "1"],
          ["Job/set", {"accountId": "$ada", "create": {"j": {"type": "rules",
            "ruleIds": ["Y1"], "filter": {}}}}, "2"]
        < ["error", {"type": "invalidArguments", "...": 0}, "0"],
          ["Rule/test", {"matched": [], "...": 0}, "1"],
          ["Job/set", {"notCreated": {"j": {"type": "invalidProperties",
            "properties": ["ruleIds"], "...": 0}}, "...": 0}, "2"]
        """);
  }
}

package org.mailstead.jmap;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mailstead.post.NewMessage;
import org.mailstead.post.Reason;

/** Why emails are where they are. */
class TraceTest {
  private final JmapWorld world = new JmapWorld();
  private final JmapScript script = new JmapScript(world);

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void everyDecisionIsTold() {
    var dmarc = new Reason("dmarc", "pass", "header.from=far.test", world.clock.instant());
    var message =
        world
            .message(world.ada.id(), "From: amy@far.test\r\nSubject: x\r\n\r\nHi\r\n")
            .because(List.of(dmarc));
    world.post.delivery().deliver(world.ada.id(), message, "key");
    script.set("plain", world.append("From: ben@far.test\n\nHi\n"));
    script.play(
        """
        > ["SenderChoice/set", {"accountId": "$ada", "create": {
            "a": {"address": "amy@far.test", "choice": "blocked"}}}, "0"],
          ["Email/query", {"accountId": "$ada", "filter": {"subject": "x"}}, "1"],
          ["Email/trace", {"accountId": "$ada",
            "#ids": {"resultOf": "1", "name": "Email/query", "path": "/ids"}}, "2"],
          ["Email/trace", {"accountId": "$ada", "ids": ["$plain", "M1-zz", "x"]}, "3"],
          ["Email/trace", {"accountId": "$ada"}, "4"],
          ["Email/trace", {"accountId": "$bob", "ids": []}, "5"]
        < ["SenderChoice/set", {"created": {"a": "*"}, "...": 0}, "0"],
          ["Email/query", {"ids": ["$id"], "...": 0}, "1"],
          ["Email/trace", {"accountId": "$ada", "notFound": [], "list": [{"id": "$id",
            "reasons": [{"who": "dmarc", "what": "pass", "evidence": "header.from=far.test",
              "at": "2026-01-02T03:04:05Z"}]}]}, "2"],
          ["Email/trace", {"list": [{"id": "$plain", "reasons": []}],
            "notFound": ["M1-zz", "x"], "...": 0}, "3"],
          ["error", {"type": "invalidArguments", "...": 0}, "4"],
          ["error", {"type": "accountNotFound", "...": 0}, "5"]
        """);
    world.post.delivery().deliver(world.ada.id(), again(), "key 2");
    script.play(
        """
        > ["Email/query", {"accountId": "$ada", "filter": {"inMailbox": "$junk"}}, "0"],
          ["Email/trace", {"accountId": "$ada",
            "#ids": {"resultOf": "0", "name": "Email/query", "path": "/ids"}}, "1"]
        < ["Email/query", {"ids": ["$second"], "...": 0}, "0"],
          ["Email/trace", {"list": [{"id": "$second", "reasons": [{"who": "sender",
            "what": "blocked", "evidence": "amy@far.test", "at": "*"}]}], "...": 0}, "1"]
        """);
  }

  private NewMessage again() {
    return world.message(world.ada.id(), "From: Amy <AMY@far.test>\r\nSubject: y\r\n\r\nHi\r\n");
  }
}

package org.mailstead.jmap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailstead.post.Quotas;
import org.mailstead.post.Right;

/** What an account keeps and may keep (RFC 9425). */
class QuotaTest {
  private final JmapWorld world = new JmapWorld();
  private final JmapScript script = new JmapScript(world);

  @BeforeEach
  void limit() {
    world.changes.changeAccount(
        world.ada.id(),
        a -> a.withAllowance(a.allowance().withOctets(1_000_000 * Quotas.UNIT).withMessages(7)));
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void limitsAndWhatIsUsedAreTold() {
    world.append("From: amy@far.test\n\n" + "x".repeat(1500) + "\n");
    script.play(
        """
        > ["Quota/get", {"accountId": "$ada"}, "0"],
          ["Quota/get", {"accountId": "$ada", "ids": ["Qmessages", "Qzz"],
            "properties": ["used"]}, "1"]
        < ["Quota/get", {"accountId": "$ada", "state": "$state", "notFound": [], "list": [
            {"id": "Qstorage", "resourceType": "octets", "used": 2048, "hardLimit": 1024000000,
             "scope": "account", "name": "storage", "types": ["Email"], "warnLimit": null,
             "softLimit": null, "description": null},
            {"id": "Qmessages", "resourceType": "count", "used": 1, "hardLimit": 7,
             "scope": "account", "name": "messages", "types": ["Email"], "warnLimit": null,
             "softLimit": null, "description": null},
            {"id": "Qmailboxes", "resourceType": "count", "scope": "account",
             "name": "mailboxes", "types": ["Mailbox"], "...": 0}]}, "0"],
          ["Quota/get", {"list": [{"id": "Qmessages", "used": 1}], "notFound": ["Qzz"],
            "...": 0}, "1"]
        > ["Quota/query", {"accountId": "$ada", "filter": {"resourceType": "count"},
            "sort": [{"property": "used", "isAscending": false}]}, "0"],
          ["Quota/query", {"accountId": "$ada", "filter": {"operator": "AND", "conditions": [
            {"name": "mess", "scope": "account", "type": "Email"}]}, "calculateTotal": true}, "1"],
          ["Quota/query", {"accountId": "$ada", "filter": {"scope": "domain"}}, "2"],
          ["Quota/query", {"accountId": "$ada", "sort": [{"property": "scope"}]}, "3"]
        < ["Quota/query", {"ids": ["Qmailboxes", "Qmessages"], "queryState": "$state",
            "canCalculateChanges": true, "...": 0}, "0"],
          ["Quota/query", {"ids": ["Qmessages"], "total": 1, "...": 0}, "1"],
          ["Quota/query", {"ids": [], "...": 0}, "2"],
          ["error", {"type": "unsupportedSort"}, "3"]
        """);
  }

  @Test
  void whatHasChangedIsTold() {
    script.play(
        """
        > ["Quota/get", {"accountId": "$ada", "ids": []}, "0"]
        < ["Quota/get", {"state": "$first", "...": 0}, "0"]
        """);
    world.append("From: amy@far.test\n\nHi\n");
    script.play(
        """
        > ["Quota/changes", {"accountId": "$ada", "sinceState": "$first"}, "0"],
          ["Quota/get", {"accountId": "$ada",
            "#ids": {"resultOf": "0", "name": "Quota/changes", "path": "/updated"},
            "#properties": {"resultOf": "0", "name": "Quota/changes",
              "path": "/updatedProperties"}}, "1"],
          ["Quota/queryChanges", {"accountId": "$ada", "sinceQueryState": "$first",
            "filter": {"type": "Email"}, "sort": [{"property": "name"}]}, "2"],
          ["Quota/changes", {"accountId": "$ada", "sinceState": "$first", "maxChanges": 1}, "3"]
        < ["Quota/changes", {"oldState": "$first", "newState": "$second", "created": [],
            "updated": ["Qstorage", "Qmessages"], "destroyed": [], "hasMoreChanges": false,
            "updatedProperties": ["used"], "...": 0}, "0"],
          ["Quota/get", {"state": "$second", "list": [{"id": "Qstorage", "used": 1024},
            {"id": "Qmessages", "used": 1}], "...": 0}, "1"],
          ["Quota/queryChanges", {"removed": ["Qstorage", "Qmessages"], "added": [
            {"id": "Qmessages", "index": 0}, {"id": "Qstorage", "index": 1}],
            "newQueryState": "$second", "...": 0}, "2"],
          ["error", {"type": "cannotCalculateChanges"}, "3"]
        """);
    world.changes.changeAccount(
        world.ada.id(), a -> a.withAllowance(a.allowance().withOctets(0).withMessages(0)));
    world.post.quotas().limit(world.ada.id(), Map.of(Quotas.Resource.MAILBOX, 50L));
    script.play(
        """
        > ["Quota/changes", {"accountId": "$ada", "sinceState": "$second"}, "0"]
        < ["Quota/changes", {"created": [], "updated": ["Qmailboxes"],
            "destroyed": ["Qstorage", "Qmessages"], "updatedProperties": null, "...": 0}, "0"]
        """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "Q", "0", "QSTORAGE-0-1", "QSTORAGE-0-1.x", "QCPU-0-1.", "QSTORAGE-00-1."})
  void whatWasNeverAStateIsNone(String state) {
    String type =
        script
            .ask(
                """
                {"using": ["urn:ietf:params:jmap:quota", "urn:ietf:params:jmap:mail"],
                 "methodCalls": [["Quota/changes", {"accountId": "$ada", "sinceState": "%s"}, "0"]]}
                """
                    .formatted(state))
            .at("/methodResponses/0/1/type")
            .asString("");
    assertEquals(state.equals("Q") ? "" : "cannotCalculateChanges", type);
  }

  /** What others use is nothing to tell. */
  @Test
  void thoseOfOthersAreNotTold() {
    world.share(world.bob, world.inbox(), Right.LOOKUP, Right.READ);
    script
        .as(world.bob)
        .play(
            """
            > ["Quota/get", {"accountId": "$ada"}, "0"]
            < ["error", {"type": "accountNotSupportedByMethod"}, "0"]
            """);
  }

  /** Section 4.1: nor limits of what the client does not know. */
  @Test
  void aClientWithoutMailHasNone() {
    script.play(
        """
        >> {"using": ["urn:ietf:params:jmap:quota"],
            "methodCalls": [["Quota/get", {"accountId": "$ada"}, "0"]]}
        << {"methodResponses": [["Quota/get", {"accountId": "$ada", "state": "Q", "list": [],
            "notFound": []}, "0"]], "...": 0}
        """);
  }
}

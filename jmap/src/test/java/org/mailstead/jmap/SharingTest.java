package org.mailstead.jmap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mailstead.post.Mailbox;
import org.mailstead.post.Right;
import org.mailstead.post.Rights;

/** Who there is to share with, and what others have shared (RFC 9670). */
class SharingTest {
  private final JmapWorld world = new JmapWorld();
  private final JmapScript script = new JmapScript(world).set("me", "P1").set("him", "P2");

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void onlyThoseWhoShareAreShown() {
    script.play(
        """
        > ["Principal/get", {"accountId": "$ada"}, "0"],
          ["Principal/get", {"accountId": "$ada", "ids": ["$him", "Pzz"]}, "1"],
          ["Principal/get", {"accountId": "$bob"}, "2"]
        < ["Principal/get", {"accountId": "$ada", "state": "$state", "notFound": [], "list": [
            {"id": "$me", "type": "individual", "name": "ada", "description": null,
             "email": "ada@example.test", "timeZone": null, "capabilities": {},
             "accounts": {"$ada": {"name": "ada@example.test", "isPersonal": true}}},
            {"id": "P0", "type": "group", "name": "Everybody", "description": null,
             "email": null, "timeZone": null, "capabilities": {}, "accounts": null}]}, "0"],
          ["Principal/get", {"list": [], "notFound": ["$him", "Pzz"], "...": 0}, "1"],
          ["error", {"type": "accountNotFound", "...": 0}, "2"]
        > ["Principal/query", {"accountId": "$ada", "filter": {"email": "bob@example.test"}}, "0"],
          ["Principal/get", {"accountId": "$ada", "properties": ["email", "accounts"],
            "#ids": {"resultOf": "0", "name": "Principal/query", "path": "/ids"}}, "1"],
          ["Principal/query", {"accountId": "$ada", "filter": {"email": "bob@"}}, "2"],
          ["Principal/query", {"accountId": "$ada", "filter": {"email": "no@where.test"}}, "3"]
        < ["Principal/query", {"ids": ["$him"], "canCalculateChanges": false, "...": 0}, "0"],
          ["Principal/get", {"list": [{"id": "$him", "email": "bob@example.test",
            "accounts": null}], "...": 0}, "1"],
          ["Principal/query", {"ids": [], "...": 0}, "2"],
          ["Principal/query", {"ids": [], "...": 0}, "3"]
        """);
    world.listed = true;
    script.play(
        """
        > ["Principal/query", {"accountId": "$ada", "sort": [{"property": "email"}],
            "calculateTotal": true}, "0"],
          ["Principal/query", {"accountId": "$ada", "filter": {"text": "BO"}}, "1"],
          ["Principal/query", {"accountId": "$ada", "filter": {"name": "ada",
            "type": "individual", "accountIds": ["$ada"]}}, "2"],
          ["Principal/query", {"accountId": "$ada", "filter": {"timeZone": "Europe/Paris"}}, "3"],
          ["Principal/query", {"accountId": "$ada", "filter": {"shoe": 1}}, "4"],
          ["Principal/query", {"accountId": "$ada", "sort": [{"property": "shoe"}]}, "5"],
          ["Principal/queryChanges", {"accountId": "$ada", "sinceQueryState": "x"}, "6"],
          ["Principal/changes", {"accountId": "$ada", "sinceState": "$state"}, "7"],
          ["Principal/set", {"accountId": "$ada", "create": {"k": {"name": "x"}},
            "update": {"$me": {"name": "x"}, "Pzz": {}}, "destroy": ["$him", "Pzy"]}, "8"]
        < ["Principal/query", {"ids": ["P0", "$me", "$him"], "total": 3, "...": 0}, "0"],
          ["Principal/query", {"ids": ["~", "P0", "$him"], "...": 0}, "1"],
          ["Principal/query", {"ids": ["$me"], "...": 0}, "2"],
          ["Principal/query", {"ids": [], "...": 0}, "3"],
          ["error", {"type": "invalidArguments", "...": 0}, "4"],
          ["error", {"type": "unsupportedSort", "...": 0}, "5"],
          ["error", {"type": "cannotCalculateChanges", "...": 0}, "6"],
          ["error", {"type": "cannotCalculateChanges", "...": 0}, "7"],
          ["Principal/set", {"notCreated": {"k": {"type": "forbidden", "...": 0}},
            "notUpdated": {"$me": {"type": "forbidden", "...": 0},
              "Pzz": {"type": "notFound", "...": 0}},
            "notDestroyed": {"$him": {"type": "forbidden", "...": 0},
              "Pzy": {"type": "notFound", "...": 0}}, "...": 0}, "8"]
        """
            .replace("\"filter\": {\"text\": \"BO\"}", "\"filter\": {\"text\": \"B\"}"));
  }

  @Test
  void aMailboxIsSharedSeenAndTaken() {
    script.play(
        """
        > ["Mailbox/get", {"accountId": "$ada", "ids": ["$archive"],
            "properties": ["shareWith"]}, "0"],
          ["Mailbox/set", {"accountId": "$ada", "update": {"$archive": {
            "shareWith": {"$him": {"mayReadItems": true, "maySetSeen": true,
              "mayRename": true}}}}}, "1"],
          ["Mailbox/get", {"accountId": "$ada", "ids": ["$archive"],
            "properties": ["shareWith", "myRights"]}, "2"],
          ["Principal/get", {"accountId": "$ada", "properties": ["email"]}, "3"]
        < ["Mailbox/get", {"list": [{"id": "$archive", "shareWith": null}], "...": 0}, "0"],
          ["Mailbox/set", {"updated": {"$archive": null}, "notUpdated": null, "...": 0}, "1"],
          ["Mailbox/get", {"list": [{"id": "$archive", "myRights": {"mayShare": true, "...": 0},
            "shareWith": {"$him": {"mayReadItems": true, "mayAddItems": false,
              "mayRemoveItems": false, "maySetSeen": true, "maySetKeywords": false,
              "mayCreateChild": false, "mayRename": false, "mayDelete": false,
              "maySubmit": false, "mayShare": false}}}], "...": 0}, "2"],
          ["Principal/get", {"list": ["~", {"id": "$me", "email": "ada@example.test"},
            {"id": "P0", "email": null}, {"id": "$him", "email": "bob@example.test"}],
            "...": 0}, "3"]
        """);
    assertEquals(List.of(world.ada.id()), world.post.sharing().shown(world.bob.id()));
    script
        .as(world.bob)
        .play(
            """
            > ["Principal/get", {"accountId": "$bob", "ids": ["$me"],
                "properties": ["accounts"]}, "0"],
              ["ShareNotification/get", {"accountId": "$bob"}, "1"],
              ["Mailbox/get", {"accountId": "$ada",
                "properties": ["shareWith", "isSubscribed"]}, "2"],
              ["Mailbox/set", {"accountId": "$ada", "update": {"$archive": {
                "shareWith": null}}}, "3"]
            < ["Principal/get", {"list": [{"id": "$me", "accounts": {"$ada": {
                "name": "ada@example.test", "isPersonal": false}}}], "...": 0}, "0"],
              ["ShareNotification/get", {"state": "$told", "list": [{"id": "$n1",
                "created": "2026-01-02T03:04:05Z", "changedBy": {"name": "ada",
                  "email": "ada@example.test", "principalId": "$me"},
                "objectType": "Mailbox", "objectAccountId": "$ada", "objectId": "$archive",
                "oldRights": null, "newRights": {"mayReadItems": true, "maySetSeen": true,
                  "mayAddItems": false, "...": 0}, "name": "Archive"}], "...": 0}, "1"],
              ["Mailbox/get", {"list": [{"id": "$archive", "shareWith": null,
                "isSubscribed": true}], "...": 0}, "2"],
              ["Mailbox/set", {"updated": "*", "...": 0}, "3"]
            """);
    script
        .as(world.ada)
        .play(
            """
            > ["Mailbox/set", {"accountId": "$ada", "update": {"$archive": {
                "shareWith/$him": null}}}, "0"],
              ["Mailbox/get", {"accountId": "$ada", "ids": ["$archive"],
                "properties": ["shareWith"]}, "1"]
            < ["Mailbox/set", {"updated": {"$archive": null}, "...": 0}, "0"],
              ["Mailbox/get", {"list": [{"id": "$archive", "shareWith": null}], "...": 0}, "1"]
            """);
    assertTrue(world.post.sharing().sharers(world.bob.id()).isEmpty());
    script
        .as(world.bob)
        .play(
            """
            > ["ShareNotification/changes", {"accountId": "$bob", "sinceState": "$told"}, "0"],
              ["ShareNotification/query", {"accountId": "$bob", "sort": [
                {"property": "created", "isAscending": false}],
                "filter": {"objectType": "Mailbox", "objectAccountId": "$ada",
                  "after": "2026-01-01T00:00:00Z"}}, "1"],
              ["ShareNotification/query", {"accountId": "$bob",
                "filter": {"before": "2026-01-01T00:00:00Z"}}, "2"],
              ["ShareNotification/query", {"accountId": "$bob", "sort": [
                {"property": "name"}]}, "3"],
              ["ShareNotification/set", {"accountId": "$bob", "create": {"k": {}},
                "update": {"$n1": {"name": "x"}}, "destroy": ["$n1", "Nzz"]}, "4"],
              ["ShareNotification/queryChanges", {"accountId": "$bob",
                "sinceQueryState": "$told"}, "5"],
              ["ShareNotification/get", {"accountId": "$bob", "ids": ["$n1"]}, "6"]
            < ["ShareNotification/changes", {"created": ["$n2"], "updated": [], "destroyed": [],
                "...": 0}, "0"],
              ["ShareNotification/query", {"ids": ["~", "$n1", "$n2"],
                "canCalculateChanges": true, "...": 0}, "1"],
              ["ShareNotification/query", {"ids": [], "...": 0}, "2"],
              ["error", {"type": "unsupportedSort", "...": 0}, "3"],
              ["ShareNotification/set", {"destroyed": ["$n1"],
                "notCreated": {"k": {"type": "forbidden", "...": 0}},
                "notUpdated": "*", "notDestroyed": {"Nzz": {"type": "notFound", "...": 0}},
                "...": 0}, "4"],
              ["ShareNotification/queryChanges", {"removed": ["~", "$n1", "$n2"],
                "added": [{"id": "$n2", "index": 0}], "...": 0}, "5"],
              ["ShareNotification/get", {"list": [], "notFound": ["$n1"], "...": 0}, "6"]
            """);
  }

  @Test
  void aMailboxIsSharedWithEverybody() {
    script.play(
        """
        > ["Mailbox/set", {"accountId": "$ada", "create": {"k": {"name": "Board",
            "shareWith": {"P0": {"mayReadItems": true}}}}}, "0"]
        < ["Mailbox/set", {"created": {"k": {"id": "$board", "...": 0}}, "...": 0}, "0"]
        """);
    script
        .as(world.bob)
        .play(
            """
            > ["Mailbox/get", {"accountId": "$ada", "properties": ["name"]}, "0"]
            < ["Mailbox/get", {"list": [{"id": "$board", "name": "Board"}], "...": 0}, "0"]
            """);
  }

  @Test
  void whatCannotBeSharedIsRefused() {
    script.play(
        """
        > ["Mailbox/set", {"accountId": "$ada", "update": {
            "$archive": {"shareWith": {"$me": {"mayReadItems": true}}},
            "$inbox": {"shareWith": {"Pzz": {"mayReadItems": true}}},
            "$drafts": {"shareWith": {"$him": {"mayFly": true}}},
            "$sent": {"shareWith": 5}, "$junk": {"shareWith": {"$him": 5}}}}, "0"]
        < ["Mailbox/set", {"updated": null, "notUpdated": {
            "$archive": {"type": "invalidProperties", "properties": ["shareWith"], "...": 0},
            "$inbox": {"type": "invalidProperties", "properties": ["shareWith"], "...": 0},
            "$drafts": {"type": "invalidProperties", "properties": ["shareWith"], "...": 0},
            "$sent": {"type": "invalidProperties", "properties": ["shareWith"], "...": 0},
            "$junk": {"type": "invalidProperties", "properties": ["shareWith"], "...": 0}},
            "...": 0}, "0"]
        """);
  }

  @Test
  void nobodyGivesWhatHeDoesNotHave() {
    var archive = world.mailbox(world.ada.id(), Mailbox.Role.ARCHIVE);
    world
        .post
        .sharing()
        .change(
            world.ada.id(),
            archive,
            Optional.of(world.bob.id()),
            false,
            _ -> Rights.of(Right.LOOKUP, Right.READ, Right.ADMINISTER));
    script
        .as(world.bob)
        .play(
            """
            > ["Mailbox/set", {"accountId": "$ada", "update": {"$archive": {
                "shareWith/P0": {"mayReadItems": true, "mayAddItems": true}}}}, "0"],
              ["Mailbox/set", {"accountId": "$ada", "update": {"$archive": {
                "shareWith/P0": {"mayReadItems": true}}}}, "1"]
            < ["Mailbox/set", {"notUpdated": {"$archive": {"type": "forbidden", "...": 0}},
                "...": 0}, "0"],
              ["Mailbox/set", {"updated": {"$archive": null}, "...": 0}, "1"]
            """);
  }
}

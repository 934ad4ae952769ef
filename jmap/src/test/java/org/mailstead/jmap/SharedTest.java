package org.mailstead.jmap;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mailstead.post.Mailbox;
import org.mailstead.post.Right;

/** What somebody sees and does in mailboxes that another shares with him. */
class SharedTest {
  private final JmapWorld world = new JmapWorld();
  private final JmapScript script = new JmapScript(world);

  @AfterEach
  void close() {
    world.close();
  }

  @BeforeEach
  void fill() {
    script.set("sight", world.append(EmailGetTest.mail("a", "")));
    var archive = world.mailbox(world.ada.id(), Mailbox.Role.ARCHIVE);
    script.set(
        "hidden",
        world.append(
            world.ada.id(), archive, EmailGetTest.mail("b", "In-Reply-To: <a@example.test>\n")));
    script.as(world.bob);
  }

  private void share(Right... rights) {
    world.share(world.bob, world.inbox(), rights);
  }

  @Test
  void whatIsNotSharedIsNotThere() {
    share(Right.LOOKUP, Right.READ);
    script
        .as(world.ada)
        .play(
            """
            > ["Email/get", {"accountId": "$ada", "ids": ["$hidden"],
                "properties": ["threadId", "blobId"]}, "0"]
            < ["Email/get", {"list": [{"id": "$hidden", "threadId": "$thread", "blobId": "$blob"}],
                "...": 0}, "0"]
            """);
    script
        .as(world.bob)
        .play(
            """
            > ["Mailbox/get", {"accountId": "$ada", "ids": null, "properties": ["name", "myRights"]},
                "0"],
              ["Mailbox/get", {"accountId": "$ada", "ids": ["$archive"]}, "1"],
              ["Email/query", {"accountId": "$ada"}, "2"],
              ["Email/query", {"accountId": "$ada", "filter": {"inMailbox": "$archive"}}, "3"],
              ["Email/get", {"accountId": "$ada", "ids": ["$sight", "$hidden"],
                "properties": ["mailboxIds"]}, "4"],
              ["Thread/get", {"accountId": "$ada", "ids": ["$thread"]}, "5"],
              ["SearchSnippet/get", {"accountId": "$ada", "emailIds": ["$hidden"],
                "filter": {"text": "hello"}}, "6"],
              ["Email/parse", {"accountId": "$ada", "blobIds": ["$blob"]}, "7"],
              ["Email/get", {"accountId": "$bob", "ids": ["$sight"]}, "8"],
              ["Mailbox/query", {"accountId": "$ada"}, "9"]
            < ["Mailbox/get", {"list": [{"id": "$inbox", "name": "Inbox", "myRights": {
                "mayReadItems": true, "mayAddItems": false, "mayRemoveItems": false,
                "maySetSeen": false, "maySetKeywords": false, "mayCreateChild": false,
                "mayRename": false, "mayDelete": false, "maySubmit": false,
                "mayShare": false}}], "...": 0}, "0"],
              ["Mailbox/get", {"list": [], "notFound": ["$archive"], "...": 0}, "1"],
              ["Email/query", {"ids": ["$sight"], "...": 0}, "2"],
              ["Email/query", {"ids": [], "...": 0}, "3"],
              ["Email/get", {"list": [{"id": "$sight", "mailboxIds": {"$inbox": true}}],
                "notFound": ["$hidden"], "...": 0}, "4"],
              ["Thread/get", {"list": [{"id": "$thread", "emailIds": ["$sight"]}], "...": 0}, "5"],
              ["SearchSnippet/get", {"list": [], "notFound": ["$hidden"], "...": 0}, "6"],
              ["Email/parse", {"parsed": null, "notFound": ["$blob"], "...": 0}, "7"],
              ["Email/get", {"list": [], "notFound": ["$sight"], "...": 0}, "8"],
              ["Mailbox/query", {"ids": ["$inbox"], "...": 0}, "9"]
            """);
  }

  @Test
  void whatTheRightsDoNotGiveIsForbidden() {
    share(Right.LOOKUP, Right.READ);
    script.play(
        """
        > ["Email/set", {"accountId": "$ada", "update": {"$sight": {"keywords/$seen": true}}}, "0"],
          ["Email/set", {"accountId": "$ada", "destroy": ["$sight"]}, "1"],
          ["Email/set", {"accountId": "$ada", "destroy": ["$hidden"],
            "update": {"$hidden": {"keywords/x": true}}}, "2"],
          ["Email/set", {"accountId": "$ada", "create": {"k": {"mailboxIds": {"$inbox": true}},
            "l": {"mailboxIds": {"$archive": true}}}}, "3"],
          ["Mailbox/set", {"accountId": "$ada", "create": {"k": {"name": "x"},
            "l": {"name": "y", "parentId": "$inbox"}},
            "update": {"$inbox": {"name": "mine"}, "$archive": {"name": "z"}},
            "destroy": ["$inbox"]}, "4"]
        < ["Email/set", {"notUpdated": {"$sight": {"type": "forbidden"}}, "...": 0}, "0"],
          ["Email/set", {"notDestroyed": {"$sight": {"type": "forbidden"}}, "...": 0}, "1"],
          ["Email/set", {"notDestroyed": {"$hidden": {"type": "notFound"}},
            "notUpdated": {"$hidden": {"type": "*"}}, "...": 0}, "2"],
          ["Email/set", {"notCreated": {"k": {"type": "forbidden"},
            "l": {"type": "invalidProperties", "properties": ["mailboxIds"]}}, "...": 0}, "3"],
          ["Mailbox/set", {"notCreated": {"k": {"type": "forbidden"}, "l": {"type": "forbidden"}},
            "notUpdated": {"$inbox": {"type": "*"}, "$archive": {"type": "notFound"}},
            "notDestroyed": {"$inbox": {"type": "*"}}, "...": 0}, "4"]
        """);
  }

  @Test
  void whatTheRightsGiveIsDone() {
    share(Right.LOOKUP, Right.READ, Right.SEEN, Right.INSERT);
    script.play(
        """
        > ["Email/set", {"accountId": "$ada", "update": {"$sight": {"keywords/$seen": true}},
            "create": {"k": {"mailboxIds": {"$inbox": true}, "subject": "x"}}}, "0"],
          ["Email/set", {"accountId": "$ada", "update": {"$sight": {"keywords/$flagged": true}}}, "1"],
          ["Email/set", {"accountId": "$ada", "update": {"$sight": {"keywords": {}}}}, "2"]
        < ["Email/set", {"updated": {"$sight": null}, "created": {"k": {"...": 0}}, "...": 0}, "0"],
          ["Email/set", {"notUpdated": {"$sight": {"type": "forbidden"}}, "...": 0}, "1"],
          ["Email/set", {"updated": {"$sight": null}, "...": 0}, "2"]
        """);
  }

  /** What lies elsewhere too stays there, unseen. */
  @Test
  void removingTouchesOnlyWhatIsShared() {
    share(Right.LOOKUP, Right.READ, Right.DELETE_MESSAGES, Right.EXPUNGE);
    script
        .as(world.ada)
        .play(
            """
            > ["Email/set", {"accountId": "$ada", "update": {"$sight": {"mailboxIds/$archive": true}}},
                "0"]
            < ["Email/set", {"updated": {"$sight": null}, "...": 0}, "0"]
            """);
    script
        .as(world.bob)
        .play(
            """
            > ["Email/set", {"accountId": "$ada", "destroy": ["$sight"]}, "0"],
              ["Email/query", {"accountId": "$ada"}, "1"]
            < ["Email/set", {"destroyed": ["$sight"], "...": 0}, "0"],
              ["Email/query", {"ids": [], "...": 0}, "1"]
            """);
    script
        .as(world.ada)
        .play(
            """
            > ["Email/get", {"accountId": "$ada", "ids": ["$sight"], "properties": ["mailboxIds"]},
                "0"]
            < ["Email/get", {"list": [{"id": "$sight", "mailboxIds": {"$archive": true}}], "...": 0},
                "0"]
            """);
  }

  @Test
  void otherRightsAreAnotherState() {
    share(Right.LOOKUP, Right.READ);
    script.play(
        """
        > ["Email/get", {"accountId": "$ada", "ids": []}, "0"]
        < ["Email/get", {"state": "$state", "...": 0}, "0"]
        """);
    world.share(
        world.bob, world.mailbox(world.ada.id(), Mailbox.Role.ARCHIVE), Right.LOOKUP, Right.READ);
    script.play(
        """
        > ["Email/changes", {"accountId": "$ada", "sinceState": "$state"}, "0"],
          ["Email/queryChanges", {"accountId": "$ada", "sinceQueryState": "$state"}, "1"]
        < ["error", {"type": "cannotCalculateChanges"}, "0"],
          ["error", {"type": "cannotCalculateChanges"}, "1"]
        """);
    share();
    world.share(world.bob, world.mailbox(world.ada.id(), Mailbox.Role.ARCHIVE));
    script.play(
        """
        > ["Email/get", {"accountId": "$ada", "ids": []}, "0"]
        < ["error", {"type": "accountNotFound"}, "0"]
        """);
  }

  @Test
  void hisSubscriptionsAreHisOwn() {
    share(Right.LOOKUP, Right.READ);
    script.play(
        """
        > ["Mailbox/set", {"accountId": "$ada", "update": {"$inbox": {"isSubscribed": true}}}, "0"],
          ["Mailbox/get", {"accountId": "$ada", "ids": ["$inbox"], "properties": ["isSubscribed"]},
            "1"],
          ["Mailbox/set", {"accountId": "$ada", "update": {"$inbox": {"isSubscribed": false}}}, "2"],
          ["Mailbox/get", {"accountId": "$ada", "ids": ["$inbox"], "properties": ["isSubscribed"]},
            "3"]
        < ["Mailbox/set", {"updated": {"$inbox": null}, "...": 0}, "0"],
          ["Mailbox/get", {"list": [{"id": "$inbox", "isSubscribed": true}], "...": 0}, "1"],
          ["Mailbox/set", {"updated": {"$inbox": null}, "...": 0}, "2"],
          ["Mailbox/get", {"list": [{"id": "$inbox", "isSubscribed": false}], "...": 0}, "3"]
        """);
    script
        .as(world.ada)
        .play(
            """
            > ["Mailbox/get", {"accountId": "$ada", "ids": ["$inbox"],
                "properties": ["isSubscribed"]}, "0"]
            < ["Mailbox/get", {"list": [{"id": "$inbox", "isSubscribed": true}], "...": 0}, "0"]
            """);
  }

  /** A program of the owner's that follows the mailboxes hears of the subscription. */
  @Test
  void theOwnersSubscriptionsAreChanges() {
    script
        .as(world.ada)
        .play(
            """
            > ["Mailbox/get", {"accountId": "$ada", "ids": []}, "0"]
            < ["Mailbox/get", {"state": "$state", "...": 0}, "0"]
            > ["Mailbox/set", {"accountId": "$ada", "update": {"$archive": {"isSubscribed": false}}},
                "0"],
              ["Mailbox/changes", {"accountId": "$ada", "sinceState": "$state"}, "1"]
            < ["Mailbox/set", {"updated": {"$archive": null}, "...": 0}, "0"],
              ["Mailbox/changes", {"updated": ["$archive"], "updatedProperties": null, "...": 0}, "1"]
            """);
  }
}

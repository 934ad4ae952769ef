package org.mailstead.jmap;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mailstead.jmap.mail.MailMethods;
import org.mailstead.post.Right;

/** Signatures of emails (RFC 9219). The clock begins at 03:04:05 on 2026-01-02. */
class SmimeTest {
  private static final Duration DAY = Duration.ofDays(1);

  /** After it nobody vouches for Cara's certificate any more. */
  private static final Duration LONG = Duration.ofDays(120);

  private final JmapWorld world = new JmapWorld();
  private final JmapScript script = new JmapScript(world);

  @BeforeEach
  void use() {
    script.using(MailMethods.SMIME);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private void all() {
    script.set("good", world.append(SignedPeople.good("good")));
    script.set("opaque", world.append(SignedPeople.opaque("opaque")));
    script.set("changed", world.append(SignedPeople.changed("changed")));
    script.set("stranger", world.append(SignedPeople.bySomebody("stranger")));
    script.set("pgp", world.append(SignedPeople.pgp("pgp")));
    script.set("plain", world.append(EmailGetTest.mail("plain", "")));
  }

  @Test
  void statusesAreTold() {
    all();
    script.play(
        """
        > ["Email/get", {"accountId": "$ada",
            "ids": ["$good", "$opaque", "$changed", "$stranger", "$pgp", "$plain"],
            "properties": ["smimeStatus", "smimeStatusAtDelivery", "smimeErrors",
              "smimeVerifiedAt"]}, "0"]
        < ["Email/get", {"accountId": "$ada", "state": "*", "notFound": [], "list": [
            {"id": "$good", "smimeStatus": "signed/verified",
              "smimeStatusAtDelivery": "signed/verified", "smimeErrors": null,
              "smimeVerifiedAt": "2026-01-02T03:04:05Z"},
            {"id": "$opaque", "smimeStatus": "signed/verified",
              "smimeStatusAtDelivery": "signed/verified", "smimeErrors": null,
              "smimeVerifiedAt": "2026-01-02T03:04:05Z"},
            {"id": "$changed", "smimeStatus": "signed/failed",
              "smimeStatusAtDelivery": "signed/failed",
              "smimeErrors": ["The message was changed after it was signed."],
              "smimeVerifiedAt": "2026-01-02T03:04:05Z"},
            {"id": "$stranger", "smimeStatus": "signed/failed",
              "smimeStatusAtDelivery": "signed/failed",
              "smimeErrors":
                ["The signer's certificate is signed by itself: nobody vouches for it."],
              "smimeVerifiedAt": "2026-01-02T03:04:05Z"},
            {"id": "$pgp", "smimeStatus": "unknown", "smimeStatusAtDelivery": "unknown",
              "smimeErrors": null, "smimeVerifiedAt": null},
            {"id": "$plain", "smimeStatus": null, "smimeStatusAtDelivery": null,
              "smimeErrors": null, "smimeVerifiedAt": null}]}, "0"]
        """);
  }

  @Test
  void whoDoesNotUseItIsToldNothing() {
    script.set("good", world.append(SignedPeople.good("good")));
    var plain = new JmapScript(world).set("good", script.get("good"));
    plain.play(
        """
        > ["Email/get", {"accountId": "$ada", "ids": ["$good"], "properties": ["smimeStatus"]}, "0"],
          ["Email/query", {"accountId": "$ada", "filter": {"hasSmime": true}}, "1"],
          ["Email/set", {"accountId": "$ada", "update": {"$good": {"smimeStatus": null}}}, "2"],
          ["SearchSnippet/get",
            {"accountId": "$ada", "emailIds": [], "filter": {"hasSmime": true}}, "3"]
        < ["error", {"type": "invalidArguments", "...": 0}, "0"],
          ["error", {"type": "invalidArguments", "...": 0}, "1"],
          ["Email/set", {"notUpdated":
            {"$good": {"type": "invalidProperties", "...": 0}}, "...": 0}, "2"],
          ["error", {"type": "invalidArguments", "...": 0}, "3"]
        """);
    script.play(
        """
        > ["Email/get", {"accountId": "$ada", "ids": ["$good"]}, "0"]
        < ["Email/get", {"list": [{"id": "$good", "...": 0}], "...": 0}, "0"]
        """);
    String usual =
        script.call("Email/get", "{\"accountId\": \"$ada\", \"ids\": [\"$good\"]}").toString();
    assertFalse(usual.contains("smimeStatus"), usual);
  }

  @Test
  void onlyTheServerSetsIt() {
    script.set("good", world.append(SignedPeople.good("good")));
    script.play(
        """
        > ["Email/set", {"accountId": "$ada",
            "update": {"$good": {"smimeStatus": "signed/failed"}}}, "0"],
          ["Email/set", {"accountId": "$ada",
            "update": {"$good": {"smimeStatus": "signed/verified", "keywords/$seen": true}}}, "1"],
          ["Email/set", {"accountId": "$ada", "create": {"new": {"mailboxIds": {"$inbox": true},
            "subject": "new", "smimeStatus": "signed/verified"}}}, "2"]
        < ["Email/set", {"notUpdated": {"$good":
            {"type": "invalidProperties", "properties": ["smimeStatus"], "...": 0}}, "...": 0}, "0"],
          ["Email/set", {"updated": {"$good": null}, "...": 0}, "1"],
          ["Email/set", {"notCreated": {"new":
            {"type": "invalidProperties", "...": 0}}, "...": 0}, "2"]
        """);
  }

  @Test
  void messagesThatAreNotEmailsHaveNoStatus() {
    script.play(
        """
        > ["Email/parse", {"accountId": "$ada", "blobIds": [], "properties": ["smimeStatus"]}, "0"]
        < ["error", {"type": "invalidArguments", "...": 0}, "0"]
        """);
  }

  @Test
  void filtersTellThemApart() {
    all();
    script.play(
        """
        > ["Email/query", {"accountId": "$ada", "filter": {"hasSmime": true}}, "0"],
          ["Email/query", {"accountId": "$ada", "filter": {"hasSmime": false}}, "1"],
          ["Email/query", {"accountId": "$ada", "filter": {"hasVerifiedSmime": true}}, "2"],
          ["Email/query", {"accountId": "$ada", "filter": {"hasVerifiedSmime": false}}, "3"],
          ["Email/query", {"accountId": "$ada",
            "filter": {"hasVerifiedSmimeAtDelivery": true}}, "4"],
          ["Email/query", {"accountId": "$ada", "filter": {"hasSmime": true,
            "hasVerifiedSmimeAtDelivery": false, "subject": "changed"}}, "5"],
          ["Email/query", {"accountId": "$ada", "filter": {"operator": "NOT",
            "conditions": [{"hasVerifiedSmime": false}]}}, "6"],
          ["Email/query", {"accountId": "$ada", "filter": {"hasVerifiedSmime": "yes"}}, "7"]
        < ["Email/query", {"canCalculateChanges": true,
            "ids": ["~", "$good", "$opaque", "$changed", "$stranger", "$pgp"], "...": 0}, "0"],
          ["Email/query", {"canCalculateChanges": true, "ids": ["$plain"], "...": 0}, "1"],
          ["Email/query", {"canCalculateChanges": false,
            "ids": ["~", "$good", "$opaque"], "...": 0}, "2"],
          ["Email/query", {"canCalculateChanges": false,
            "ids": ["~", "$changed", "$stranger", "$pgp", "$plain"], "...": 0}, "3"],
          ["Email/query", {"canCalculateChanges": false,
            "ids": ["~", "$good", "$opaque"], "...": 0}, "4"],
          ["Email/query", {"canCalculateChanges": false, "ids": ["$changed"], "...": 0}, "5"],
          ["Email/query", {"canCalculateChanges": false,
            "ids": ["~", "$good", "$opaque"], "...": 0}, "6"],
          ["error", {"type": "invalidArguments", "...": 0}, "7"]
        """);
  }

  @Test
  void changesOfAQueryAreToldWhereTimeChangesNothing() {
    script.play(
        """
        > ["Email/query", {"accountId": "$ada", "filter": {"hasSmime": true}}, "0"]
        < ["Email/query", {"queryState": "$q", "ids": [], "...": 0}, "0"]
        """);
    script.set("good", world.append(SignedPeople.good("good")));
    script.set("plain", world.append(EmailGetTest.mail("plain", "")));
    script.play(
        """
        > ["Email/queryChanges", {"accountId": "$ada", "filter": {"hasSmime": true},
            "sinceQueryState": "$q"}, "0"],
          ["Email/queryChanges", {"accountId": "$ada", "filter": {"hasVerifiedSmime": true},
            "sinceQueryState": "$q"}, "1"],
          ["Email/queryChanges", {"accountId": "$ada", "filter": {"operator": "OR", "conditions":
            [{"inMailbox": "$inbox"}, {"hasVerifiedSmimeAtDelivery": false}]},
            "sinceQueryState": "$q"}, "2"]
        < ["Email/queryChanges", {"added": [{"id": "$good", "index": 0}], "...": 0}, "0"],
          ["error", {"type": "cannotCalculateChanges", "...": 0}, "1"],
          ["error", {"type": "cannotCalculateChanges", "...": 0}, "2"]
        """);
  }

  @Test
  void aDayLaterItIsVerifiedAnewAndNoChange() {
    script.set("good", world.append(SignedPeople.good("good")));
    script.play(
        """
        > ["Email/get", {"accountId": "$ada", "ids": ["$good"],
            "properties": ["smimeVerifiedAt"]}, "0"]
        < ["Email/get", {"state": "$s",
            "list": [{"id": "$good", "smimeVerifiedAt": "2026-01-02T03:04:05Z"}], "...": 0}, "0"]
        """);
    world.clock.pass(DAY.minusSeconds(1));
    script.play(
        """
        > ["Email/get", {"accountId": "$ada", "ids": ["$good"],
            "properties": ["smimeVerifiedAt"]}, "0"]
        < ["Email/get", {"list":
            [{"id": "$good", "smimeVerifiedAt": "2026-01-02T03:04:05Z"}], "...": 0}, "0"]
        """);
    world.clock.pass(Duration.ofSeconds(1));
    script.play(
        """
        > ["Email/get", {"accountId": "$ada", "ids": ["$good"],
            "properties": ["smimeVerifiedAt"]}, "0"],
          ["Email/changes", {"accountId": "$ada", "sinceState": "$s"}, "1"]
        < ["Email/get", {"list":
            [{"id": "$good", "smimeVerifiedAt": "2026-01-03T03:04:05Z"}], "...": 0}, "0"],
          ["Email/changes", {"created": [], "updated": [], "destroyed": [], "newState": "$s",
            "...": 0}, "1"]
        """);
  }

  @Test
  void whatExpiresIsAChangeAndWasGoodThen() {
    script.set("good", world.append(SignedPeople.good("good")));
    script.play(
        """
        > ["Email/get", {"accountId": "$ada", "ids": ["$good"], "properties": ["smimeStatus"]}, "0"]
        < ["Email/get", {"state": "$s",
            "list": [{"id": "$good", "smimeStatus": "signed/verified"}], "...": 0}, "0"]
        """);
    world.clock.pass(LONG);
    script.play(
        """
        > ["Email/query", {"accountId": "$ada", "filter": {"hasVerifiedSmime": true}}, "0"],
          ["Email/query", {"accountId": "$ada", "filter": {"hasVerifiedSmimeAtDelivery": true}}, "1"],
          ["Email/get", {"accountId": "$ada", "ids": ["$good"],
            "properties": ["smimeStatus", "smimeStatusAtDelivery", "smimeErrors"]}, "2"],
          ["Email/changes", {"accountId": "$ada", "sinceState": "$s"}, "3"],
          ["Thread/changes", {"accountId": "$ada", "sinceState": "$s"}, "4"]
        < ["Email/query", {"ids": [], "...": 0}, "0"],
          ["Email/query", {"ids": ["$good"], "...": 0}, "1"],
          ["Email/get", {"list": [{"id": "$good", "smimeStatus": "signed/failed",
            "smimeStatusAtDelivery": "signed/verified",
            "smimeErrors": ["The signer's certificate has expired on 2026-04-12."]}],
            "...": 0}, "2"],
          ["Email/changes", {"created": [], "updated": ["$good"], "destroyed": [], "...": 0}, "3"],
          ["Thread/changes", {"created": [], "updated": [], "destroyed": [], "...": 0}, "4"]
        """);
  }

  @Test
  void whoIsLetInSeesItToo() {
    script.set("good", world.append(SignedPeople.good("good")));
    world.share(world.bob, world.inbox(), Right.LOOKUP, Right.READ);
    script
        .as(world.bob)
        .play(
            """
            > ["Email/get", {"accountId": "$ada", "ids": ["$good"],
                "properties": ["smimeStatus"]}, "0"],
              ["Email/query", {"accountId": "$ada", "filter": {"hasVerifiedSmime": true}}, "1"]
            < ["Email/get", {"list":
                [{"id": "$good", "smimeStatus": "signed/verified"}], "...": 0}, "0"],
              ["Email/query", {"ids": ["$good"], "...": 0}, "1"]
            """);
  }

  @Test
  void itIsToldOnAHostileEngineToo() {
    try (JmapWorld hostile = JmapWorld.hostile(7)) {
      var other = new JmapScript(hostile).using(MailMethods.SMIME);
      for (int i = 0; i < 5; i++) {
        other.set("one" + i, hostile.append(SignedPeople.good("m" + i)));
        hostile.clock.pass(DAY);
        for (int j = 0; j <= i; j++) {
          String asked =
              "{\"accountId\": \"$ada\", \"ids\": [\"$one%d\"], \"properties\": [\"smimeStatus\"]}"
                  .formatted(j);
          String got = other.call("Email/get", asked).toString();
          assertTrue(got.contains("signed/verified"), got);
        }
      }
    }
  }
}

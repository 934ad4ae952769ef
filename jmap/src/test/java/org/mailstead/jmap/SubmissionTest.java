package org.mailstead.jmap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailstead.post.Mailbox;

/** Identities, what is sent, and the absence message (RFC 8621 sections 6 to 8). */
class SubmissionTest {
  private final JmapWorld world = new JmapWorld();
  private final JmapScript script = new JmapScript(world);

  @BeforeEach
  void begin() {
    script.play(
        """
        > ["Identity/get", {"accountId": "$ada"}, "0"]
        < ["Identity/get", {"state": "$known", "list": [{"id": "$me", "name": "ada",
            "email": "ada@example.test", "replyTo": null, "bcc": null, "textSignature": "",
            "htmlSignature": "", "mayDelete": false}], "notFound": [], "...": 0}, "0"]
        > ["Email/set", {"accountId": "$ada", "create": {"k": {
            "mailboxIds": {"$drafts": true}, "keywords": {"$draft": true},
            "from": [{"email": "ada@example.test"}], "to": [{"email": "bob@example.test"}],
            "bcc": [{"email": "amy@far.test"}], "subject": "hello",
            "bodyValues": {"t": {"value": "Hi"}}, "textBody": [{"partId": "t"}]}}}, "0"]
        < ["Email/set", {"created": {"k": {"id": "$mail", "threadId": "$thread", "...": 0}},
            "...": 0}, "0"]
        """);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private String inboxOfBob() {
    script.as(world.bob);
    String list =
        script
            .call(
                "Email/query", "{\"accountId\":\"$bob\",\"filter\":{\"inMailbox\":\"$bobInbox\"}}")
            .get("ids")
            .toString();
    script.as(world.ada);
    return list;
  }

  @Test
  void whatIsSentComesAndIsFiledAmongTheSent() {
    script.play(
        """
        > ["EmailSubmission/set", {"accountId": "$ada",
            "create": {"s": {"identityId": "$me", "emailId": "$mail"}},
            "onSuccessUpdateEmail": {"#s": {"mailboxIds/$drafts": null, "mailboxIds/$sent": true,
              "keywords/$draft": null}}}, "0"],
          ["Email/get", {"accountId": "$ada", "ids": ["$mail"],
            "properties": ["mailboxIds", "keywords"]}, "1"]
        < ["EmailSubmission/set", {"oldState": "$old", "newState": "$new", "created": {"s": {
            "id": "$sub", "threadId": "$thread", "sendAt": "2026-01-02T03:04:05Z",
            "envelope": {"mailFrom": {"email": "ada@example.test", "parameters": null}, "rcptTo": [
              {"email": "bob@example.test", "parameters": null},
              {"email": "amy@far.test", "parameters": null}]},
            "undoStatus": "pending", "dsnBlobIds": [], "mdnBlobIds": [], "deliveryStatus": "*"}},
            "...": 0}, "0"],
          ["Email/set", {"updated": {"$mail": null}, "...": 0}, "0"],
          ["Email/get", {"list": [{"id": "$mail", "mailboxIds": {"$sent": true}, "keywords": {}}],
            "...": 0}, "1"]
        > ["EmailSubmission/changes", {"accountId": "$ada", "sinceState": "$old"}, "0"],
          ["EmailSubmission/query", {"accountId": "$ada", "filter": {"emailIds": ["$mail"],
            "before": "2026-01-02T03:04:06Z"}, "sort": [{"property": "sentAt"}]}, "1"],
          ["EmailSubmission/query", {"accountId": "$ada",
            "filter": {"before": "2026-01-02T03:04:05Z"}}, "2"],
          ["EmailSubmission/query", {"accountId": "$ada", "sort": [{"property": "size"}]}, "3"]
        < ["EmailSubmission/changes", {"created": ["$sub"], "updated": [], "destroyed": [],
            "newState": "$new", "...": 0}, "0"],
          ["EmailSubmission/query", {"ids": ["$sub"], "...": 0}, "1"],
          ["EmailSubmission/query", {"ids": [], "...": 0}, "2"],
          ["error", {"type": "unsupportedSort"}, "3"]
        """);
  }

  @Test
  void whatNobodyHasYetIsTakenBack() {
    script.play(
        """
        > ["EmailSubmission/set", {"accountId": "$ada", "create": {"s": {"identityId": "$me",
            "emailId": "$mail", "envelope": {
              "mailFrom": {"email": "ada@example.test", "parameters": {"HOLDFOR": "60"}},
              "rcptTo": [{"email": "bob@example.test"}]}}}}, "0"]
        < ["EmailSubmission/set", {"created": {"s": {"id": "$sub", "undoStatus": "pending",
            "sendAt": "2026-01-02T03:05:05Z", "...": 0}}, "...": 0}, "0"]
        > ["EmailSubmission/set", {"accountId": "$ada",
            "update": {"$sub": {"sendAt": "2026-01-02T03:04:05Z"}}}, "0"],
          ["EmailSubmission/set", {"accountId": "$ada", "update": {"$sub":
            {"undoStatus": "canceled"}}, "onSuccessUpdateEmail": {"$sub": {"keywords/back": true}}},
            "1"],
          ["EmailSubmission/get", {"accountId": "$ada", "ids": ["$sub", "Szz"],
            "properties": ["undoStatus"]}, "2"],
          ["Email/get", {"accountId": "$ada", "ids": ["$mail"], "properties": ["keywords"]}, "3"],
          ["EmailSubmission/set", {"accountId": "$ada", "destroy": ["$sub", "Szz"]}, "4"]
        < ["EmailSubmission/set", {"notUpdated": {"$sub": {"type": "invalidProperties",
            "properties": ["sendAt"], "...": 0}}, "...": 0}, "0"],
          ["EmailSubmission/set", {"updated": {"$sub": null}, "...": 0}, "1"],
          ["Email/set", {"updated": {"$mail": null}, "...": 0}, "1"],
          ["EmailSubmission/get", {"list": [{"id": "$sub", "undoStatus": "canceled"}],
            "notFound": ["Szz"], "...": 0}, "2"],
          ["Email/get", {"list": [{"id": "$mail", "keywords": {"$draft": true, "back": true}}],
            "...": 0}, "3"],
          ["EmailSubmission/set", {"destroyed": ["$sub"],
            "notDestroyed": {"Szz": {"type": "notFound", "...": 0}}, "...": 0}, "4"]
        """);
    assertEquals("[]", inboxOfBob());
  }

  /** What is given instead, and what is said of it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`\"emailId\": \"Mzz\", \"identityId\": \"$me\"`|invalidProperties",
        "`\"emailId\": \"$mail\", \"identityId\": \"Izz\"`|invalidProperties",
        "`BOTH, \"colour\": 1`|invalidProperties",
        "`BOTH, \"envelope\": []`|invalidProperties",
        "`BOTH, \"envelope\": {\"mailFrom\": {\"email\": \"bob@example.test\"}, TO}`|forbiddenMailFrom",
        "`BOTH, \"envelope\": {FROM, \"rcptTo\": []}`|noRecipients",
        "`BOTH, \"envelope\": {FROM, \"rcptTo\": [{\"email\": \"nobody\"}]}`|invalidRecipients",
        "`BOTH, \"envelope\": {FROM, \"rcptTo\": [{\"email\": \"no@example.test\"}]}`|invalidRecipients",
        "`BOTH, \"envelope\": {\"mailFrom\": {\"email\": \"ada@example.test\", \"parameters\":"
            + " {\"HOLDFOR\": \"soon\"}}, TO}`|invalidProperties",
        "`BOTH, \"envelope\": {\"mailFrom\": {\"email\": \"ada@example.test\", \"parameters\":"
            + " {\"HOLDUNTIL\": \"2029-01-01T00:00:00Z\"}}, TO}`|invalidProperties"
      })
  void whatCannotBeSentIsRefused(String given, String type) {
    String object =
        given
            .replace("BOTH", "\"emailId\": \"$mail\", \"identityId\": \"$me\"")
            .replace("FROM", "\"mailFrom\": {\"email\": \"ada@example.test\"}")
            .replace("TO}", "\"rcptTo\": [{\"email\": \"bob@example.test\"}]}");
    script.play(
        """
        > ["EmailSubmission/set", {"accountId": "$ada", "create": {"s": {%s}},
            "onSuccessDestroyEmail": ["#s"]}, "0"]
        < ["EmailSubmission/set", {"created": null, "notCreated": {"s": {"type": "%s", "...": 0}},
            "...": 0}, "0"]
        """
            .formatted(object, type));
    assertEquals("[]", inboxOfBob());
  }

  /** What becomes of it afterwards is a change, too, and no other submission's. */
  @Test
  void whatBecomesOfItIsTold() {
    script.play(
        """
        > ["EmailSubmission/set", {"accountId": "$ada", "create": {
            "s": {"identityId": "$me", "emailId": "$mail"},
            "held": {"identityId": "$me", "emailId": "$mail", "envelope": {
              "mailFrom": {"email": "ada@example.test", "parameters": {"HOLDFOR": "600"}},
              "rcptTo": [{"email": "bob@example.test"}]}}}}, "0"]
        < ["EmailSubmission/set", {"newState": "$new", "created": {
            "s": {"id": "$sub", "undoStatus": "pending", "...": 0},
            "held": {"id": "$held", "...": 0}}, "...": 0}, "0"]
        """);
    world.startQueue();
    long end = System.nanoTime() + 20_000_000_000L;
    while (inboxOfBob().equals("[]") && System.nanoTime() < end) {
      java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
    }
    while (script
            .call("EmailSubmission/changes", "{\"accountId\": \"$ada\", \"sinceState\": \"$new\"}")
            .get("updated")
            .isEmpty()
        && System.nanoTime() < end) {
      java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
    }
    script.play(
        """
        > ["EmailSubmission/changes", {"accountId": "$ada", "sinceState": "$new"}, "0"],
          ["EmailSubmission/get", {"accountId": "$ada", "ids": ["$sub"],
            "properties": ["undoStatus", "deliveryStatus"]}, "1"]
        < ["EmailSubmission/changes", {"created": [], "updated": ["$sub"], "destroyed": [],
            "...": 0}, "0"],
          ["EmailSubmission/get", {"list": [{"id": "$sub", "undoStatus": "final",
            "deliveryStatus": {"bob@example.test": {"delivered": "yes", "...": 0},
              "amy@far.test": "*"}}], "...": 0}, "1"]
        """);
  }

  @Test
  void nobodyWritesAsSomebodyElse() {
    String forged =
        world.append(
            world.ada.id(),
            world.mailbox(world.ada.id(), Mailbox.Role.DRAFTS),
            "From: bob@example.test\nTo: bob@example.test\n\nI owe you\n");
    script
        .set("forged", forged)
        .play(
            """
            > ["EmailSubmission/set", {"accountId": "$ada",
                "create": {"s": {"identityId": "$me", "emailId": "$forged"}}}, "0"],
              ["Identity/set", {"accountId": "$ada", "create":
                {"i": {"email": "bob@example.test"}}}, "1"]
            < ["EmailSubmission/set", {"notCreated": {"s": {"type": "forbiddenFrom", "...": 0}},
                "...": 0}, "0"],
              ["Identity/set", {"notCreated": {"i": {"type": "forbiddenFrom", "...": 0}},
                "...": 0}, "1"]
            """);
  }

  @Test
  void identitiesAreMadeChangedAndRemoved() {
    script.play(
        """
        > ["Identity/set", {"accountId": "$ada", "create": {"i": {"email": "ada@example.test",
              "name": "Ada Ünal", "replyTo": [{"name": null, "email": "home@far.test"}]}},
            "update": {"$me": {"textSignature": "-- Ada"}}}, "0"],
          ["Identity/set", {"accountId": "$ada", "update": {"$me": {"email": "a@example.test"}},
            "create": {"j": {"email": "none"}, "k": {"email": "ada@example.test", "bcc": "x"}}},
            "1"],
          ["Identity/changes", {"accountId": "$ada", "sinceState": "$known"}, "2"],
          ["Identity/get", {"accountId": "$ada", "properties": ["name", "textSignature"]}, "3"],
          ["Identity/set", {"accountId": "$ada", "destroy": ["#i", "$me"]}, "4"]
        < ["Identity/set", {"created": {"i": {"id": "$new", "mayDelete": true, "bcc": null,
              "textSignature": "", "htmlSignature": ""}}, "updated": {"$me": null},
            "...": 0}, "0"],
          ["Identity/set", {"notUpdated": {"$me": {"type": "invalidProperties", "...": 0}},
            "notCreated": {"j": {"type": "invalidProperties", "properties": ["email"], "...": 0},
              "k": {"type": "invalidProperties", "properties": ["bcc"], "...": 0}}, "...": 0}, "1"],
          ["Identity/changes", {"created": ["$new"], "updated": ["$me"], "destroyed": [],
            "...": 0}, "2"],
          ["Identity/get", {"list": ["~", {"id": "$me", "name": "ada", "textSignature": "-- Ada"},
            {"id": "$new", "name": "Ada Ünal", "textSignature": ""}], "...": 0}, "3"],
          ["Identity/set", {"destroyed": ["$new"],
            "notDestroyed": {"$me": {"type": "forbidden", "...": 0}}, "...": 0}, "4"]
        """);
  }

  @Test
  void theAbsenceMessageIsOne() {
    script.play(
        """
        > ["VacationResponse/set", {"accountId": "$ada", "update": {"singleton": {
              "isEnabled": true, "fromDate": "2026-01-01T00:00:00Z", "subject": "Away",
              "textBody": "Back in May"}, "other": {"isEnabled": false}},
            "create": {"v": {}}}, "0"],
          ["VacationResponse/set", {"accountId": "$ada", "update": {"singleton": {
              "fromDate": "soon"}}}, "1"],
          ["VacationResponse/set", {"accountId": "$ada", "destroy": ["singleton"]}, "d"],
          ["VacationResponse/get", {"accountId": "$ada"}, "2"]
        < ["VacationResponse/set", {"updated": {"singleton": null},
            "notUpdated": {"other": {"type": "notFound", "...": 0}},
            "notCreated": {"v": {"type": "singleton", "...": 0}}, "...": 0}, "0"],
          ["VacationResponse/set", {"notUpdated": {"singleton":
            {"type": "invalidProperties", "properties": ["fromDate"], "...": 0}}, "...": 0}, "1"],
          ["VacationResponse/set", {"notDestroyed": {"singleton":
            {"type": "singleton", "...": 0}}, "...": 0}, "d"],
          ["VacationResponse/get", {"list": [{"id": "singleton", "isEnabled": true,
            "fromDate": "2026-01-01T00:00:00Z", "toDate": null, "subject": "Away",
            "textBody": "Back in May", "htmlBody": null}], "notFound": [], "...": 0}, "2"]
        """);
    var away = world.post.away(world.ada.id()).orElseThrow();
    assertTrue(away.enabled());
    assertEquals(Optional.of(Instant.parse("2026-01-01T00:00:00Z")), away.from());
  }

  /** Somebody else's account is one to read at most, never one to send from. */
  @Test
  void onlyTheOwnerSends() {
    script
        .as(world.bob)
        .play(
            """
            > ["Identity/get", {"accountId": "$ada"}, "0"],
              ["EmailSubmission/set", {"accountId": "$ada",
                "create": {"s": {"identityId": "$me", "emailId": "$mail"}}}, "1"],
              ["VacationResponse/get", {"accountId": "$ada"}, "2"]
            < ["error", {"type": "accountNotFound"}, "0"],
              ["error", {"type": "accountNotFound"}, "1"],
              ["error", {"type": "accountNotFound"}, "2"]
            """);
    script
        .as(world.ada)
        .readOnly()
        .play(
            """
            > ["EmailSubmission/set", {"accountId": "$ada",
                "create": {"s": {"identityId": "$me", "emailId": "$mail"}}}, "0"],
              ["Identity/set", {"accountId": "$ada", "destroy": ["$me"]}, "1"]
            < ["error", {"type": "accountReadOnly"}, "0"],
              ["error", {"type": "accountReadOnly"}, "1"]
            """);
  }
}

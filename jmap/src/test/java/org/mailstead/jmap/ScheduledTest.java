package org.mailstead.jmap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailstead.post.ObjectIds;
import org.mailstead.post.Snoozes;

/** What is sent later lies in a mailbox of its own until then. The clock begins at 03:04:05. */
class ScheduledTest {
  private final JmapWorld world = new JmapWorld();
  private final JmapScript script = new JmapScript(world);

  @BeforeEach
  void writeOne() {
    world.startQueue();
    script.using("urn:mailstead:params:jmap:scheduled");
    script.play(
        """
        > ["Identity/get", {"accountId": "$ada", "ids": null}, "0"],
          ["Email/set", {"accountId": "$ada", "create": {"k": {
            "mailboxIds": {"$drafts": true}, "keywords": {"$draft": true, "$flagged": true},
            "from": [{"email": "ada@example.test"}], "to": [{"email": "bob@example.test"}],
            "bodyValues": {"t": {"value": "Hi"}}, "textBody": [{"partId": "t"}]}}}, "1"]
        < ["Identity/get", {"list": [{"id": "$me", "...": 0}], "...": 0}, "0"],
          ["Email/set", {"created": {"k": {"id": "$mail", "...": 0}}, "...": 0}, "1"]
        """);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private void schedule() {
    script.play(
        """
        > ["EmailSubmission/set", {"accountId": "$ada", "create": {"s": {"identityId": "$me",
            "emailId": "$mail", "sentMailboxId": "$sent", "envelope": {
              "mailFrom": {"email": "ada@example.test",
                "parameters": {"HOLDUNTIL": "2026-01-02T05:00:30Z"}},
              "rcptTo": [{"email": "bob@example.test"}]}}}}, "0"],
          ["Email/get", {"accountId": "$ada", "ids": ["$mail"],
            "properties": ["mailboxIds", "keywords"]}, "1"],
          ["Snooze/get", {"accountId": "$ada"}, "2"],
          ["Email/snooze", {"accountId": "$ada", "emailIds": ["$mail"],
            "until": "2026-01-02T04:00:00Z"}, "3"],
          ["Email/unsnooze", {"accountId": "$ada", "emailIds": ["$mail"]}, "4"]
        < ["EmailSubmission/set", {"created": {"s": {"id": "$sub", "undoStatus": "pending",
            "sendAt": "2026-01-02T05:00:30Z", "scheduledMailboxId": "$scheduled", "...": 0}},
            "...": 0}, "0"],
          ["Email/get", {"list": [{"id": "$mail", "mailboxIds": {"$scheduled": true},
            "keywords": {"$flagged": true}}], "...": 0}, "1"],
          ["Snooze/get", {"list": [], "...": 0}, "2"],
          ["Email/snooze", {"snoozed": [], "notSnoozed": {"$mail": "*"}, "...": 0}, "3"],
          ["Email/unsnooze", {"unsnoozed": [],
            "notUnsnoozed": {"$mail": {"type": "notSnoozed", "...": 0}}, "...": 0}, "4"]
        """);
    String scheduled =
        ObjectIds.mailbox(
            world.ada.id(),
            world.post.mailboxes().tree(world.ada.id()).find(Snoozes.SCHEDULED).orElseThrow().id());
    script.set("there", scheduled);
  }

  private void lies(String mailbox, String keywords) {
    script.play(
        """
        > ["Email/get", {"accountId": "$ada", "ids": ["$mail"],
            "properties": ["mailboxIds", "keywords"]}, "0"]
        < ["Email/get", {"list": [{"id": "$mail", "mailboxIds": {"%s": true},
            "keywords": {%s}}], "...": 0}, "0"]
        """
            .formatted(mailbox, keywords));
  }

  private int ofBob() {
    return world.post.view(world.bob.id()).size();
  }

  @Test
  void itGoesToSentWhenItIsSent() {
    schedule();
    world.later(Duration.ofMinutes(115));
    lies("$there", "\"$flagged\": true");
    assertEquals(0, ofBob());
    world.later(Duration.ofMinutes(2));
    lies("$sent", "\"$flagged\": true");
  }

  @Test
  void whatIsTakenBackIsADraftAgain() {
    schedule();
    script.play(
        """
        > ["EmailSubmission/set", {"accountId": "$ada",
            "update": {"$sub": {"undoStatus": "canceled"}}}, "0"]
        < ["EmailSubmission/set", {"updated": {"$sub": null}, "...": 0}, "0"]
        """);
    lies("$drafts", "\"$flagged\": true, \"$draft\": true");
    world.later(Duration.ofHours(5));
    lies("$drafts", "\"$flagged\": true, \"$draft\": true");
    assertEquals(0, ofBob());
  }

  @Test
  void whoTakesItOutHasItStayThere() {
    schedule();
    script.play(
        """
        > ["Email/set", {"accountId": "$ada",
            "update": {"$mail": {"mailboxIds": {"$archive": true}}}}, "0"]
        < ["Email/set", {"updated": {"$mail": null}, "...": 0}, "0"]
        """);
    world.later(Duration.ofHours(5));
    lies("$archive", "\"$flagged\": true");
  }

  @Test
  void theTimeIsAnother() {
    schedule();
    script.play(
        """
        > ["EmailSubmission/set", {"accountId": "$ada",
            "update": {"$sub": {"undoStatus": "canceled"}}}, "0"],
          ["EmailSubmission/set", {"accountId": "$ada", "create": {"s": {"identityId": "$me",
            "emailId": "$mail", "sentMailboxId": "$sent", "envelope": {
              "mailFrom": {"email": "ada@example.test",
                "parameters": {"HOLDUNTIL": "2026-01-02T09:00:00Z"}},
              "rcptTo": [{"email": "bob@example.test"}]}}}}, "1"]
        < ["EmailSubmission/set", {"updated": {"$sub": null}, "...": 0}, "0"],
          ["EmailSubmission/set", {"created": {"s": {"scheduledMailboxId": "$there", "...": 0}},
            "...": 0}, "1"]
        """);
    world.later(Duration.ofHours(2));
    lies("$there", "\"$flagged\": true");
    world.later(Duration.ofHours(4));
    lies("$sent", "\"$flagged\": true");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`\"sentMailboxId\": \"Fzz\"`|2026-01-02T05:00:00Z",
        "`\"sentMailboxId\": 7, \"scheduledMailboxId\": \"$sent\"`|2026-01-02T05:00:00Z",
        "`\"sentMailboxId\": \"$sent\"`|2026-01-02T03:00:00Z",
      })
  void whatMeansNothingIsRefused(String given, String until) {
    script.play(
        """
        > ["EmailSubmission/set", {"accountId": "$ada", "create": {"s": {"identityId": "$me",
            "emailId": "$mail", %s, "envelope": {
              "mailFrom": {"email": "ada@example.test", "parameters": {"HOLDUNTIL": "%s"}},
              "rcptTo": [{"email": "bob@example.test"}]}}}}, "0"]
        < ["EmailSubmission/set", {"created": null,
            "notCreated": {"s": {"type": "invalidProperties", "...": 0}}, "...": 0}, "0"]
        """
            .formatted(given, until));
    lies("$drafts", "\"$flagged\": true, \"$draft\": true");
  }
}

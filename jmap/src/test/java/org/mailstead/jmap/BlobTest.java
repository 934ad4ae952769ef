package org.mailstead.jmap;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailstead.identity.Account;
import org.mailstead.jmap.blob.BlobName;
import org.mailstead.post.Right;

/** Messages that are handed in, read as such and copied (RFC 8621 sections 4.7 to 4.9). */
class BlobTest {
  private final JmapWorld world = new JmapWorld();
  private final JmapScript script = new JmapScript(world);

  @AfterEach
  void close() {
    world.close();
  }

  private String upload(Account owner, String text) throws IOException {
    byte[] octets = text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    var made =
        world
            .post
            .uploads()
            .put(owner.id(), owner.id(), new ByteArrayInputStream(octets), 1_000_000);
    return BlobName.upload(owner.id().value(), made.number()).toString();
  }

  @Test
  void whatWasHandedInBecomesAnEmail() throws IOException {
    script.set(
        "blob",
        upload(
            world.ada,
            "Received: x; Mon, 1 Dec 2025 10:00:00 +0100\nReceived: y; Mon, 1 Dec 2025 08:00:00 +0000\n"
                + EmailGetTest.mail("a", "")));
    script.play(
        """
        > ["Email/import", {"accountId": "$ada", "emails": {
            "a": {"blobId": "$blob", "mailboxIds": {"$inbox": true, "$archive": true},
              "keywords": {"$seen": true}, "receivedAt": "2024-01-01T00:00:00Z"},
            "b": {"blobId": "$blob", "mailboxIds": {"$inbox": true}}}}, "0"],
          ["Email/get", {"accountId": "$ada", "ids": ["#a", "#b"],
            "properties": ["receivedAt", "keywords", "mailboxIds", "subject"]}, "1"]
        < ["Email/import", {"accountId": "$ada", "oldState": "$old", "newState": "$new",
            "notCreated": null, "created": {
              "a": {"id": "$a", "blobId": "*", "threadId": "*", "size": 0, "...": 0},
              "b": {"id": "$b", "...": 0}}}, "0"],
          ["Email/get", {"list": [
            {"id": "$a", "receivedAt": "2024-01-01T00:00:00Z", "keywords": {"$seen": true},
             "mailboxIds": {"$inbox": true, "$archive": true}, "subject": "hello"},
            {"id": "$b", "receivedAt": "2025-12-01T09:00:00Z", "keywords": {},
             "mailboxIds": {"$inbox": true}, "subject": "hello"}], "...": 0}, "1"]
        """
            .replace("\"size\": 0, ", ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"mailboxIds\": {\"$inbox\": true}}|blobId",
        "{\"blobId\": 7, \"mailboxIds\": {\"$inbox\": true}}|blobId",
        "{\"blobId\": \"nothing\", \"mailboxIds\": {\"$inbox\": true}}|blobId",
        "{\"blobId\": \"$theirs\", \"mailboxIds\": {\"$inbox\": true}}|blobId",
        "{\"blobId\": \"$blob\"}|mailboxIds",
        "{\"blobId\": \"$blob\", \"mailboxIds\": {}}|mailboxIds",
        "{\"blobId\": \"$blob\", \"mailboxIds\": {\"$inbox\": true}, \"keywords\": {\"\": true}}"
            + "|keywords",
        "{\"blobId\": \"$blob\", \"mailboxIds\": {\"$inbox\": true}, \"receivedAt\": 7}|receivedAt",
        "{\"blobId\": \"$blob\", \"mailboxIds\": {\"$inbox\": true}, \"subject\": \"x\"}|subject",
      })
  void whatCannotBeTakenInIsRefused(String object, String property) throws IOException {
    script.set("blob", upload(world.ada, EmailGetTest.mail("a", "")));
    script.set("theirs", upload(world.bob, EmailGetTest.mail("a", "")));
    script.play(
        """
        > ["Email/import", {"accountId": "$ada", "emails": {"k": %s}}, "0"]
        < ["Email/import", {"created": null, "notCreated": {"k":
            {"type": "invalidProperties", "properties": ["%s"]}}, "...": 0}, "0"]
        """
            .formatted(object, property));
  }

  @Test
  void whatIsNoMessageOrTooLargeIsNotTaken() throws IOException {
    script.set("none", upload(world.ada, "\n\n"));
    script.set("huge", upload(world.ada, "Subject: x\n\n" + "x".repeat(120_000)));
    script.play(
        """
        > ["Email/import", {"accountId": "$ada", "emails": {
            "none": {"blobId": "$none", "mailboxIds": {"$inbox": true}},
            "huge": {"blobId": "$huge", "mailboxIds": {"$inbox": true}}}}, "0"],
          ["Email/import", {"accountId": "$ada", "ifInState": "x", "emails": {}}, "1"]
        < ["Email/import", {"created": null, "notCreated": {"none": {"type": "invalidEmail"},
            "huge": {"type": "tooLarge", "maxSize": 100000}}, "...": 0}, "0"],
          ["error", {"type": "stateMismatch"}, "1"]
        """);
  }

  @Test
  void messagesInsideOfMessagesAreRead() throws IOException {
    script.set(
        "blob",
        upload(
            world.ada,
            """
            Subject: outer
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary=x

            --x

            see
            --x
            Content-Type: message/rfc822

            Subject: middle
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary=y

            --y
            Content-Type: message/rfc822

            Subject: inner

            the text
            --y--
            --x--
            """));
    String parse =
        "[\"Email/parse\", {\"accountId\": \"$ada\", \"blobIds\": [\"%s\"], \"properties\":"
            + " [\"subject\", \"attachments\"], \"bodyProperties\": [\"blobId\"]}, \"0\"]";
    script.play(
        """
        > %s
        < ["Email/parse", {"parsed": {"$blob": {"subject": "outer",
            "attachments": [{"blobId": "$middle"}]}}, "...": 0}, "0"]
        """
            .formatted(parse.formatted("$blob")));
    script.play(
        """
        > %s
        < ["Email/parse", {"parsed": {"$middle": {"subject": "middle",
            "attachments": [{"blobId": "$inner"}]}}, "...": 0}, "0"]
        """
            .formatted(parse.formatted("$middle")));
    script.play(
        """
        > ["Email/parse", {"accountId": "$ada", "blobIds": ["$inner", "nothing"],
            "properties": ["id", "mailboxIds", "threadId", "keywords", "receivedAt", "size",
              "preview", "bodyValues"], "fetchTextBodyValues": true}, "0"]
        < ["Email/parse", {"notFound": ["nothing"], "notParsable": null, "accountId": "$ada",
            "parsed": {"$inner": {"id": null, "mailboxIds": null, "threadId": null,
              "keywords": null, "receivedAt": null, "size": 26, "preview": "the text",
              "bodyValues": {"1": {"value": "the text", "isEncodingProblem": false,
                "isTruncated": false}}}}}, "0"]
        """);
  }

  @Test
  void whatIsNoMessageIsNotParsable() throws IOException {
    script.set("blob", upload(world.ada, "\n"));
    script.play(
        """
        > ["Email/parse", {"accountId": "$ada", "blobIds": ["$blob", "U1-zz", "G1-zz", ""]}, "0"]
        < ["Email/parse", {"accountId": "$ada", "parsed": null, "notParsable": ["$blob"],
            "notFound": ["U1-zz", "G1-zz", ""]}, "0"]
        """);
  }

  @Test
  void anEmailIsCopiedFromOneAccountToAnother() {
    world.share(world.bob, world.inbox(), Right.LOOKUP, Right.READ);
    script.set("email", world.append(EmailGetTest.mail("a", ""), "\\Seen"));
    script
        .as(world.bob)
        .play(
            """
            > ["Email/copy", {"fromAccountId": "$ada", "accountId": "$bob", "create": {
                "a": {"id": "$email", "mailboxIds": {"$bobInbox": true}},
                "b": {"id": "Mzz", "mailboxIds": {"$bobInbox": true}},
                "c": {"id": "$email", "mailboxIds": {}},
                "d": {"id": "$email", "mailboxIds": {"$bobInbox": true}, "subject": "x"}}}, "0"],
              ["Email/get", {"accountId": "$bob", "ids": ["#a"],
                "properties": ["keywords", "mailboxIds", "subject"]}, "1"],
              ["Email/copy", {"fromAccountId": "$ada", "accountId": "$bob", "create": {
                "a": {"id": "$email", "mailboxIds": {"$bobInbox": true}}}}, "2"],
              ["Email/copy", {"fromAccountId": "$ada", "accountId": "$bob",
                "ifInState": "x", "create": {}}, "3"],
              ["Email/copy", {"fromAccountId": "$ada", "accountId": "$bob",
                "ifFromInState": "x", "create": {}}, "4"],
              ["Email/copy", {"fromAccountId": "Azz", "accountId": "$bob", "create": {}}, "5"],
              ["Email/copy", {"fromAccountId": "$bob", "accountId": "$bob", "create": {}}, "6"]
            < ["Email/copy", {"fromAccountId": "$ada", "accountId": "$bob", "oldState": "*",
                "newState": "*", "created": {"a": {"id": "$copy", "blobId": "*", "threadId": "*",
                  "size": 0, "...": 0}}, "notCreated": {"b": {"type": "notFound"},
                  "c": {"type": "invalidProperties", "properties": ["mailboxIds"]},
                  "d": {"type": "invalidProperties", "properties": ["subject"]}}}, "0"],
              ["Email/get", {"list": [{"id": "$copy", "keywords": {"$seen": true},
                "mailboxIds": {"$bobInbox": true}, "subject": "hello"}], "...": 0}, "1"],
              ["Email/copy", {"created": null, "notCreated": {"a":
                {"type": "alreadyExists", "existingId": "$copy"}}, "...": 0}, "2"],
              ["error", {"type": "stateMismatch"}, "3"], ["error", {"type": "stateMismatch"}, "4"],
              ["error", {"type": "fromAccountNotFound"}, "5"],
              ["error", {"type": "invalidArguments"}, "6"]
            """
                .replace("\"size\": 0, ", ""));
  }

  @Test
  void theOriginalGoesOnlyWhereTheCopierMayRemoveIt() {
    script.set("email", world.append(EmailGetTest.mail("a", "")));
    script.set("other", world.append(EmailGetTest.mail("b", "")));
    world.share(world.bob, world.inbox(), Right.LOOKUP, Right.READ);
    String copy =
        """
        > ["Email/copy", {"fromAccountId": "$ada", "accountId": "$bob",
            "onSuccessDestroyOriginal": true,
            "create": {"a": {"id": "%s", "mailboxIds": {"$bobInbox": true}}}}, "0"]
        """;
    script
        .as(world.bob)
        .play(
            copy.formatted("$email")
                + """
                < ["Email/copy", {"created": {"a": {"id": "$email", "...": 0}}, "...": 0}, "0"],
                  ["Email/set", {"accountId": "$ada", "destroyed": null,
                    "notDestroyed": {"$email": {"type": "forbidden"}}, "...": 0}, "0"]
                """);
    world.share(
        world.bob, world.inbox(), Right.LOOKUP, Right.READ, Right.DELETE_MESSAGES, Right.EXPUNGE);
    script.play(
        copy.formatted("$other")
            + """
            < ["Email/copy", {"created": {"a": {"id": "$other", "...": 0}}, "...": 0}, "0"],
              ["Email/set", {"accountId": "$ada", "destroyed": ["$other"], "...": 0}, "0"]
            """);
  }

  @Test
  void whatWasHandedInIsAttached() throws IOException {
    script.set("image", upload(world.ada, "not really\nan image"));
    script.play(
        """
        > ["Email/set", {"accountId": "$ada", "create": {"k": {"mailboxIds": {"$drafts": true},
            "subject": "x", "bodyValues": {"h": {"value": "<img src='cid:one@x'>"}},
            "bodyStructure": {"type": "multipart/mixed", "subParts": [
              {"type": "multipart/related", "subParts": [
                {"partId": "h", "type": "text/html"},
                {"blobId": "$image", "type": "image/png", "cid": "one@x", "disposition": "inline",
                 "name": "größe.png"}]},
              {"blobId": "$image", "type": "application/x-thing", "disposition": "attachment",
               "name": "two.bin", "language": ["de"]}]}}}}, "0"],
          ["Email/get", {"accountId": "$ada", "ids": ["#k"],
            "properties": ["bodyStructure", "attachments", "hasAttachment"],
            "bodyProperties": ["type", "cid", "disposition", "name", "language", "size"]}, "1"]
        < ["Email/set", {"created": {"k": {"id": "$made", "...": 0}}, "...": 0}, "0"],
          ["Email/get", {"list": [{"id": "$made", "hasAttachment": true,
            "attachments": [
              {"type": "image/png", "cid": "one@x", "disposition": "inline",
               "name": "größe.png", "language": null, "size": 20},
              {"type": "application/x-thing", "cid": null, "disposition": "attachment",
               "name": "two.bin", "language": ["de"], "size": 20}],
            "bodyStructure": {"type": "multipart/mixed", "subParts": [
              {"type": "multipart/related", "subParts": [{"type": "text/html", "...": 0},
                {"type": "image/png", "...": 0}], "...": 0},
              {"type": "application/x-thing", "...": 0}], "...": 0}}], "...": 0}, "1"]
        """);
  }
}

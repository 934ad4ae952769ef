package org.mailstead.jmap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailstead.post.Mailbox;
import org.mailstead.post.Right;

/** Blobs are made, read and looked up by method calls (RFC 9404). */
class BlobExtensionTest {
  private final JmapWorld world = new JmapWorld();
  private final JmapScript script = new JmapScript(world);

  @AfterEach
  void close() {
    world.close();
  }

  /** The example of section 4.1.2, with what it says. */
  @Test
  void blobsAreMadeOfTextsAndOfPartsOfOthers() {
    script.play(
        """
        > ["Blob/upload", {"accountId": "$ada", "create": {"b4": {"data": [
            {"data:asText": "The quick brown fox jumped over the lazy dog."}]}}}, "S4"],
          ["Blob/upload", {"accountId": "$ada", "create": {"cat": {"type": "text/plain", "data": [
            {"data:asText": "How"}, {"blobId": "#b4", "length": 7, "offset": 3},
            {"data:asText": "was t"}, {"blobId": "#b4", "length": 1, "offset": 1},
            {"data:asBase64": "YXQ/"}]}}}, "CAT"],
          ["Blob/get", {"accountId": "$ada", "ids": ["#cat", "U1-zz"],
            "properties": ["data:asText", "size", "digest:sha"]}, "G4"],
          ["Blob/get", {"accountId": "$ada", "ids": ["#b4"], "offset": 4, "length": 9,
            "properties": ["data:asText", "data:asBase64", "digest:sha-256"]}, "R1"]
        < ["Blob/upload", {"created": {"b4": {"id": "$four", "blobId": "$four", "size": 45,
            "type": "application/octet-stream"}}, "notCreated": null, "...": 0}, "S4"],
          ["Blob/upload", {"created": {"cat": {"id": "$cat", "blobId": "$cat", "size": 19,
            "type": "text/plain"}}, "notCreated": null, "...": 0}, "CAT"],
          ["Blob/get", {"accountId": "$ada", "list": [{"id": "$cat", "size": 19,
            "data:asText": "How quick was that?", "digest:sha": "SHA"}],
            "notFound": ["U1-zz"]}, "G4"],
          ["Blob/get", {"list": [{"id": "$four", "data:asText": "quick bro",
            "data:asBase64": "cXVpY2sgYnJv",
            "digest:sha-256": "DIGEST"}], "notFound": [], "...": 0}, "R1"]
        """
            .replace("SHA", digest("SHA-1", "How quick was that?"))
            .replace("DIGEST", digest("SHA-256", "quick bro")));
  }

  private static String digest(String algorithm, String text) {
    try {
      return java.util.Base64.getEncoder()
          .encodeToString(
              java.security.MessageDigest.getInstance(algorithm)
                  .digest(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** Section 4.2: what is no UTF-8 comes as base64, what goes beyond the end is said to. */
  @Test
  void whatIsNoTextAndWhatIsNotThereIsSaid() {
    script.play(
        """
        > ["Blob/upload", {"accountId": "$ada", "create": {"b": {"data": [
            {"data:asText": "aé"}]}}}, "0"],
          ["Blob/get", {"accountId": "$ada", "ids": ["#b"]}, "1"],
          ["Blob/get", {"accountId": "$ada", "ids": ["#b"], "length": 2}, "2"],
          ["Blob/get", {"accountId": "$ada", "ids": ["#b"], "offset": 2,
            "properties": ["data:asText"]}, "3"],
          ["Blob/get", {"accountId": "$ada", "ids": ["#b"], "offset": 1, "length": 9}, "4"],
          ["Blob/get", {"accountId": "$ada", "ids": ["#b"], "offset": 9}, "5"],
          ["Blob/get", {"accountId": "$ada", "ids": ["#b"], "properties": ["digest:md5"]}, "6"]
        < ["Blob/upload", {"created": {"b": {"id": "$b", "...": 0}}, "...": 0}, "0"],
          ["Blob/get", {"list": [{"id": "$b", "data:asText": "aé", "size": 3}], "...": 0}, "1"],
          ["Blob/get", {"list": [{"id": "$b", "isEncodingProblem": true,
            "data:asBase64": "YcM=", "size": 3}], "...": 0}, "2"],
          ["Blob/get", {"list": [{"id": "$b", "isEncodingProblem": true,
            "data:asText": null}], "...": 0}, "3"],
          ["Blob/get", {"list": [{"id": "$b", "data:asText": "é", "isTruncated": true,
            "size": 3}], "...": 0}, "4"],
          ["Blob/get", {"list": [{"id": "$b", "data:asText": "", "isTruncated": true,
            "size": 3}], "...": 0}, "5"],
          ["error", {"type": "invalidArguments"}, "6"]
        """);
  }

  /** What is given, and how it is refused. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`{}`|invalidProperties",
        "`{\"data\": {\"data:asText\": \"x\"}}`|invalidProperties",
        "`{\"data\": [{\"data:asText\": null}]}`|invalidProperties",
        "`{\"data\": [{\"data:asText\": \"x\", \"data:asBase64\": \"eA==\"}]}`|invalidProperties",
        "`{\"data\": [{\"data:asBase64\": \"?\"}]}`|invalidProperties",
        "`{\"data\": [{\"data:asText\": \"x\", \"offset\": 0}]}`|invalidProperties",
        "`{\"data\": [{\"blobId\": \"U1-zz\"}]}`|blobNotFound",
        "`{\"data\": [{\"blobId\": \"#none\"}]}`|blobNotFound",
        "`{\"data\": [{\"blobId\": \"#ten\", \"offset\": 11}]}`|invalidProperties",
        "`{\"data\": [{\"blobId\": \"#ten\", \"offset\": 5, \"length\": 6}]}`|invalidProperties",
        "`{\"data\": [{\"blobId\": \"#ten\", \"length\": -1}]}`|invalidProperties",
        "`{\"data\": [{\"blobId\": \"#ten\", \"length\": 1.5}]}`|invalidProperties",
        "`{\"data\": [1]}`|invalidProperties",
        "`{\"data\": [], \"colour\": 1}`|invalidProperties",
        "`{\"data\": [], \"type\": 1}`|invalidProperties"
      })
  void whatCannotBeMadeIsRefused(String given, String type) {
    script.play(
        """
        > ["Blob/upload", {"accountId": "$ada", "create": {
            "ten": {"data": [{"data:asText": "0123456789"}]}}}, "0"],
          ["Blob/upload", {"accountId": "$ada", "create": {"k": %s}}, "1"]
        < ["Blob/upload", {"created": {"ten": {"...": 0}}, "...": 0}, "0"],
          ["Blob/upload", {"created": null, "notCreated": {"k": {"type": "%s", "...": 0}},
            "...": 0}, "1"]
        """
            .formatted(given, type));
  }

  @Test
  void noBlobIsLargerThanAnUploadMayBe() {
    String million = "{\"data:asText\": \"" + "x".repeat(1_000_000) + "\"}";
    script.play(
        """
        > ["Blob/upload", {"accountId": "$ada", "create": {"m": {"data": [%s]},
            "three": {"data": [{"blobId": "#m"}, {"blobId": "#m"}, {"blobId": "#m"}]},
            "four": {"data": [{"blobId": "#three"}, {"data:asText": "x"}]}}}, "0"]
        < ["Blob/upload", {"created": {"m": {"...": 0}, "three": {"size": 3000000, "...": 0}},
            "notCreated": {"four": {"type": "tooLarge", "maxSize": 3000000, "...": 0}},
            "...": 0}, "0"]
        """
            .formatted(million));
  }

  @Test
  void whereABlobIsIsFoundByWhoeverMaySeeIt() {
    String mail =
        """
        From: amy@far.test
        Content-Type: multipart/mixed; boundary=b

        --b
        Content-Type: text/plain

        Hi
        --b
        Content-Type: application/octet-stream
        Content-Transfer-Encoding: base64

        SGkgYWdhaW4=
        --b--
        """;
    script
        .set("email", world.append(mail))
        .play(
            """
            > ["Email/get", {"accountId": "$ada", "ids": ["$email"], "bodyProperties": ["blobId"],
                "properties": ["threadId", "blobId", "attachments"]}, "0"]
            < ["Email/get", {"list": [{"id": "$email", "threadId": "$thread", "blobId": "$blob",
                "attachments": [{"blobId": "$part"}]}], "...": 0}, "0"]
            > ["Blob/upload", {"accountId": "$ada", "create": {"b": {"data": []}}}, "0"],
              ["Blob/lookup", {"accountId": "$ada", "typeNames": ["Mailbox", "Thread", "Email"],
                "ids": ["$blob", "$part", "#b", "G1-zz", "none"]}, "1"],
              ["Blob/lookup", {"accountId": "$ada", "typeNames": ["Identity"], "ids": []}, "2"],
              ["Blob/get", {"accountId": "$ada", "ids": ["$part"], "offset": 3}, "3"]
            < ["Blob/upload", {"created": {"b": {"id": "$b", "size": 0, "...": 0}}, "...": 0}, "0"],
              ["Blob/lookup", {"accountId": "$ada", "notFound": ["G1-zz", "none"], "list": [
                {"id": "$blob", "matchedIds": {"Mailbox": ["$inbox"], "Thread": ["$thread"],
                  "Email": ["$email"]}},
                {"id": "$part", "matchedIds": {"Mailbox": ["$inbox"], "Thread": ["$thread"],
                  "Email": ["$email"]}},
                {"id": "$b", "matchedIds": {"Mailbox": [], "Thread": [], "Email": []}}]}, "1"],
              ["error", {"type": "unknownDataType"}, "2"],
              ["Blob/get", {"list": [{"id": "$part", "data:asText": "again", "size": 8}],
                "...": 0}, "3"]
            """);
    world.share(
        world.bob, world.mailbox(world.ada.id(), Mailbox.Role.SENT), Right.LOOKUP, Right.READ);
    script
        .as(world.bob)
        .play(
            """
            > ["Blob/lookup", {"accountId": "$ada", "typeNames": ["Email"], "ids": ["$blob"]}, "0"],
              ["Blob/get", {"accountId": "$ada", "ids": ["$part", "$b"]}, "1"]
            < ["Blob/lookup", {"list": [], "notFound": ["$blob"], "...": 0}, "0"],
              ["Blob/get", {"list": [], "notFound": ["$part", "$b"], "...": 0}, "1"]
            """);
  }

  /** The whole answer is held in memory. */
  @Test
  void anAnswerHasAnEnd() {
    String million = "{\"data:asText\": \"" + "x".repeat(1_000_000) + "\"}";
    script.play(
        """
        > ["Blob/upload", {"accountId": "$ada", "create": {"m": {"data": [%s]}}}, "0"]
        < ["Blob/upload", {"created": {"m": {"id": "$m", "...": 0}}, "...": 0}, "0"]
        """
            .formatted(million));
    String call =
        "[\"Blob/get\", {\"accountId\": \"$ada\", \"ids\": [\"$m\"],"
            + " \"properties\": [\"data:asBase64\"]}, \"0\"]";
    String calls = String.join(",", java.util.Collections.nCopies(50, call));
    var answer =
        script.ask(
            "{\"using\": [\"urn:ietf:params:jmap:blob\"], \"methodCalls\": [" + calls + "]}");
    assertEquals(
        "requestTooLarge", answer.at("/methodResponses/49/1/type").asString(""), "the last");
  }
}

package org.mailstead.jmap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mailstead.post.NewMessage;

/** What is read of emails (RFC 8621 sections 4.1 and 4.2), and of threads (section 3). */
class EmailGetTest {
  private static final String LETTER =
      """
      Received: from a; Thu, 1 Jan 2026 10:00:00 +0100
      From: "Grace \\"Amazing\\" H." <grace@example.test>, =?utf-8?q?K=C3=B6nig?= <k@example.test>
      To: Friends: ada@example.test, Bob <bob@example.test>;, eve@example.test
      Subject: =?utf-8?b?R3LDvMOfZQ==?= and
       more
      Date: Thu, 1 Jan 2026 09:08:07 +0100
      Message-ID: <one@example.test>
      References: <r1@example.test>  <r2@example.test>
      In-Reply-To: <r2@example.test>
      X-Thing:  first
      X-Thing: second
      List-Post: <mailto:list@example.test>, <https://example.test/>
      MIME-Version: 1.0
      Content-Type: multipart/mixed; boundary=cut

      --cut
      Content-Type: multipart/alternative; boundary=in

      --in
      Content-Type: text/plain; charset=utf-8
      Content-Transfer-Encoding: quoted-printable

      Gr=C3=BC=C3=9Fe an alle
      --in
      Content-Type: text/html; charset=utf-8

      <p>Hello</p>
      --in--
      --cut
      Content-Type: application/pdf; name="plan.pdf"
      Content-Disposition: attachment; filename="plan.pdf"
      Content-Transfer-Encoding: base64
      Content-ID: <pdf@example.test>
      Content-Language: de, en

      aGVsbG8=
      --cut--
      """;

  private final JmapWorld world = new JmapWorld();
  private final JmapScript script = new JmapScript(world);

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void anEmailHasItsUsualProperties() {
    script.set("email", world.append(LETTER, "\\Seen", "Work"));
    script.play(
        """
        > ["Email/get", {"accountId": "$ada", "ids": ["$email", "Mx"]}, "0"]
        < ["Email/get", {"accountId": "$ada", "state": "$state", "notFound": ["Mx"], "list": [{
            "id": "$email", "blobId": "$blob", "threadId": "$thread",
            "mailboxIds": {"$inbox": true}, "keywords": {"$seen": true, "work": true},
            "size": SIZE, "receivedAt": "2026-01-02T03:04:05Z",
            "messageId": ["one@example.test"], "inReplyTo": ["r2@example.test"],
            "references": ["r1@example.test", "r2@example.test"], "sender": null,
            "from": [{"name": "Grace \\"Amazing\\" H.", "email": "grace@example.test"},
              {"name": "König", "email": "k@example.test"}],
            "to": [{"name": null, "email": "ada@example.test"},
              {"name": "Bob", "email": "bob@example.test"},
              {"name": null, "email": "eve@example.test"}],
            "cc": null, "bcc": null, "replyTo": null, "subject": "Grüße and more",
            "sentAt": "2026-01-01T09:08:07+01:00", "hasAttachment": true,
            "preview": "Grüße an alle", "bodyValues": {},
            "textBody": [{"partId": "$text", "blobId": "*", "size": 15, "name": null,
              "type": "text/plain", "charset": "utf-8", "disposition": null, "cid": null,
              "language": null, "location": null}],
            "htmlBody": [{"partId": "$html", "type": "text/html", "...": 0}],
            "attachments": [{"partId": "$pdf", "blobId": "$pdfBlob", "size": 5,
              "name": "plan.pdf", "type": "application/pdf", "charset": null,
              "disposition": "attachment", "cid": "pdf@example.test",
              "language": ["de", "en"], "location": null}]}]}, "0"]
        """
            .replace("SIZE", Integer.toString(size())));
  }

  private static int size() {
    return LETTER.replace("\n", "\r\n").getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
  }

  @Test
  void nothingButWhatIsAskedForIsGiven() {
    script.set("email", world.append(LETTER));
    script.play(
        """
        > ["Email/get", {"accountId": "$ada", "ids": ["$email"], "properties": ["subject"]}, "0"],
          ["Email/get", {"accountId": "$ada", "ids": null, "properties": ["preview"]}, "1"]
        < ["Email/get", {"list": [{"id": "$email", "subject": "Grüße and more"}], "...": 0}, "0"],
          ["Email/get", {"list": [{"id": "$email", "preview": "*"}], "...": 0}, "1"]
        """);
  }

  /** RFC 8621 section 4.1.2 and 4.1.3. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "header:X-Thing|\" second\"",
        "header:x-thing:asText|\"second\"",
        "header:X-Thing:all|[\"  first\", \" second\"]",
        "header:X-Thing:asText:all|[\"first\", \"second\"]",
        "header:X-None|null",
        "header:X-None:asText|null",
        "header:X-None:all|[]",
        "header:X-None:asText:all|[]",
        "header:Subject:asText|\"Grüße and more\"",
        "header:Subject:asRaw|\" =?utf-8?b?R3LDvMOfZQ==?= and\\r\\n more\"",
        "header:Date:asDate|\"2026-01-01T09:08:07+01:00\"",
        "header:References:asMessageIds|[\"r1@example.test\", \"r2@example.test\"]",
        "header:List-Post:asURLs|[\"mailto:list@example.test\", \"https://example.test/\"]",
        "header:To:asGroupedAddresses|[{\"name\": \"Friends\", \"addresses\":"
            + " [{\"name\": null, \"email\": \"ada@example.test\"},"
            + " {\"name\": \"Bob\", \"email\": \"bob@example.test\"}]},"
            + " {\"name\": null, \"addresses\":"
            + " [{\"name\": null, \"email\": \"eve@example.test\"}]}]",
        "header:From:asAddresses:all|[[{\"name\": \"Grace \\\"Amazing\\\" H.\","
            + " \"email\": \"grace@example.test\"},"
            + " {\"name\": \"König\", \"email\": \"k@example.test\"}]]",
      })
  void headerFieldsComeInTheFormThatIsAskedFor(String property, String value) {
    script.set("email", world.append(LETTER));
    script.play(
        """
        > ["Email/get", {"accountId": "$ada", "ids": ["$email"], "properties": ["%s"]}, "0"]
        < ["Email/get", {"list": [{"id": "$email", "%s": %s}], "...": 0}, "0"]
        """
            .formatted(property, property, value));
  }

  /** RFC 8621 section 4.1.2: which form fits which field. */
  @ParameterizedTest
  @CsvSource({
    "header:Subject:asAddresses, false",
    "header:From:asText, false",
    "header:From:asMessageIds, false",
    "header:Date:asURLs, false",
    "header:Received:asDate, false",
    "header:List-Post:asDate, false",
    "header:References:asText, false",
    "header:From:asRaw, true",
    "header:Resent-Date:asDate, true",
    "header:Resent-From:asAddresses, true",
    "header:List-Id:asText, true",
    "header:Keywords:asText, true",
    "header:X-Own:asAddresses, true",
    "header:X-Own:asDate:all, true",
    "header:X-Own:all:asDate, false",
    "header:X-Own:asdate, false",
    "header::asText, false",
    "header:a b, false",
    "header, false",
  })
  void aFormIsForFieldsThatHaveIt(String property, boolean fits) {
    String wanted =
        fits
            ? "[\"Email/get\", {\"list\": [], \"...\": 0}, \"0\"]"
            : "[\"error\", {\"type\": \"invalidArguments\"}, \"0\"]";
    script.play(
        """
        > ["Email/get", {"accountId": "$ada", "ids": [], "properties": ["%s"]}, "0"]
        < %s
        """
            .formatted(property, wanted));
  }

  @Test
  void theWholeStructureIsGivenWhenItIsAskedFor() {
    script.set("email", world.append(LETTER));
    script.play(
        """
        > ["Email/get", {"accountId": "$ada", "ids": ["$email"], "properties": ["bodyStructure"],
            "bodyProperties": ["type", "partId", "header:Content-Language:asText"]}, "0"]
        < ["Email/get", {"list": [{"id": "$email", "bodyStructure": {
            "type": "multipart/mixed", "partId": null, "header:Content-Language:asText": null,
            "subParts": [
              {"type": "multipart/alternative", "partId": null,
               "header:Content-Language:asText": null, "subParts": [
                {"type": "text/plain", "partId": "$p1", "header:Content-Language:asText": null},
                {"type": "text/html", "partId": "$p2", "header:Content-Language:asText": null}]},
              {"type": "application/pdf", "partId": "$p3",
               "header:Content-Language:asText": "de, en"}]}}], "...": 0}, "0"]
        """);
  }

  @Test
  void textsComeAlongAndAreCutBetweenCharacters() {
    script.set("email", world.append(LETTER));
    String get =
        "{\"accountId\":\"$ada\",\"ids\":[\"$email\"],\"properties\":[\"bodyValues\"],"
            + "\"bodyProperties\":[\"partId\"],%s}";
    script.play(
        """
        > ["Email/get", %s, "0"], ["Email/get", %s, "1"], ["Email/get", %s, "2"],
          ["Email/get", %s, "3"]
        < ["Email/get", {"list": [{"id": "$email", "bodyValues": {"1.1": {"value": "Grüße an alle",
              "isEncodingProblem": false, "isTruncated": false}}}], "...": 0}, "0"],
          ["Email/get", {"list": [{"id": "$email", "bodyValues": {"1.2": {"value": "*",
              "isEncodingProblem": false, "isTruncated": false}}}], "...": 0}, "1"],
          ["Email/get", {"list": [{"id": "$email", "bodyValues": {"1.1": {"...": 0},
              "1.2": {"...": 0}}}], "...": 0}, "2"],
          ["Email/get", {"list": [{"id": "$email", "bodyValues": {"1.1": {"value": "Gr",
              "isEncodingProblem": false, "isTruncated": true}}}], "...": 0}, "3"]
        """
            .formatted(
                get.formatted("\"fetchTextBodyValues\":true"),
                get.formatted("\"fetchHTMLBodyValues\":true"),
                get.formatted("\"fetchAllBodyValues\":true"),
                get.formatted("\"fetchTextBodyValues\":true,\"maxBodyValueBytes\":3")));
  }

  @Test
  void aThreadHasItsEmailsTheOldestFirst() {
    script.set("a", world.append(mail("a", "")));
    world.clock.pass(java.time.Duration.ofHours(1));
    script.set("b", world.append(mail("b", "In-Reply-To: <a@example.test>\n")));
    script.set("other", world.append(mail("c", "").replace("hello", "else")));
    script.play(
        """
        > ["Email/get", {"accountId": "$ada", "ids": ["$b"], "properties": ["threadId"]}, "0"],
          ["Thread/get", {"accountId": "$ada", "#ids":
            {"resultOf": "0", "name": "Email/get", "path": "/list/*/threadId"}}, "1"]
        < ["Email/get", {"list": [{"id": "$b", "threadId": "$thread"}], "...": 0}, "0"],
          ["Thread/get", {"accountId": "$ada", "state": "$state", "notFound": [],
            "list": [{"id": "$thread", "emailIds": ["$a", "$b"]}]}, "1"]
        > ["Email/set", {"accountId": "$ada", "destroy": ["$a"]}, "0"],
          ["Thread/changes", {"accountId": "$ada", "sinceState": "$state"}, "1"],
          ["Email/set", {"accountId": "$ada", "destroy": ["$b"]}, "2"],
          ["Thread/changes", {"accountId": "$ada", "sinceState": "$state"}, "3"],
          ["Thread/get", {"accountId": "$ada", "ids": ["$thread", "T", "$a"]}, "4"]
        < ["Email/set", {"destroyed": ["$a"], "...": 0}, "0"],
          ["Thread/changes", {"updated": ["$thread"], "created": [], "destroyed": [], "...": 0}, "1"],
          ["Email/set", {"destroyed": ["$b"], "...": 0}, "2"],
          ["Thread/changes", {"updated": [], "created": [], "destroyed": ["$thread"], "...": 0}, "3"],
          ["Thread/get", {"list": [], "notFound": ["$thread", "T", "$a"], "...": 0}, "4"]
        """);
  }

  static String mail(String id, String more) {
    return "Message-ID: <%s@example.test>\n%sSubject: hello\n\ntext\n".formatted(id, more);
  }

  @Test
  void changesAreToldInStepsOfAnySize() {
    script.play(
        """
        > ["Email/get", {"accountId": "$ada", "ids": []}, "0"]
        < ["Email/get", {"state": "$first", "...": 0}, "0"]
        """);
    for (int i = 0; i < 5; i++) {
      world.append(mail("m" + i, ""));
    }
    int told = 0;
    String state = script.get("first");
    boolean more = true;
    while (more) {
      var step =
          script.call(
              "Email/changes",
              "{\"accountId\":\"$ada\",\"sinceState\":\"%s\",\"maxChanges\":2}".formatted(state));
      assertEquals(state, step.get("oldState").asString());
      told += step.get("created").size();
      more = step.get("hasMoreChanges").asBoolean();
      state = step.get("newState").asString();
    }
    assertEquals(5, told);
  }

  @Test
  void textOfNoKnownCharacterSetHasAProblem() {
    script.set(
        "email",
        world.append(
            """
            Subject: x
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: base64

            /////w==
            """));
    script.play(
        """
        > ["Email/get", {"accountId": "$ada", "ids": ["$email"], "properties": ["bodyValues"],
            "fetchAllBodyValues": true}, "0"]
        < ["Email/get", {"list": [{"id": "$email", "bodyValues": {"1": {"value": "*",
            "isEncodingProblem": true, "isTruncated": false}}}], "...": 0}, "0"]
        """);
  }

  @Test
  void changesThatTheLogHasForgottenAreNotTold() {
    world.append(mail("a", ""));
    script.play(
        """
        > ["Email/get", {"accountId": "$ada", "ids": []}, "0"],
          ["Mailbox/get", {"accountId": "$ada", "ids": []}, "1"]
        < ["Email/get", {"state": "$state", "...": 0}, "0"],
          ["Mailbox/get", {"state": "$boxes", "...": 0}, "1"]
        """);
    for (int i = 0; i < 20; i++) {
      world.append(mail("m" + i, ""));
    }
    world.clock.pass(java.time.Duration.ofDays(3));
    world.trim();
    script.play(
        """
        > ["Email/changes", {"accountId": "$ada", "sinceState": "$state"}, "0"],
          ["Thread/changes", {"accountId": "$ada", "sinceState": "$state"}, "1"],
          ["Mailbox/changes", {"accountId": "$ada", "sinceState": "$boxes"}, "2"],
          ["Email/queryChanges", {"accountId": "$ada", "sinceQueryState": "$state"}, "3"],
          ["Mailbox/queryChanges", {"accountId": "$ada", "sinceQueryState": "$boxes"}, "4"],
          ["Email/get", {"accountId": "$ada", "ids": []}, "5"]
        < ["error", {"type": "cannotCalculateChanges"}, "0"],
          ["error", {"type": "cannotCalculateChanges"}, "1"],
          ["error", {"type": "cannotCalculateChanges"}, "2"],
          ["error", {"type": "cannotCalculateChanges"}, "3"],
          ["error", {"type": "cannotCalculateChanges"}, "4"],
          ["Email/get", {"state": "$now", "...": 0}, "5"]
        > ["Email/changes", {"accountId": "$ada", "sinceState": "$now"}, "0"]
        < ["Email/changes", {"created": [], "hasMoreChanges": false, "...": 0}, "0"]
        """);
  }

  @Test
  void whatARestoreTookBackIsNoState() {
    world.append(mail("a", ""));
    script.play(
        """
        > ["Email/get", {"accountId": "$ada", "ids": []}, "0"]
        < ["Email/get", {"state": "$state", "...": 0}, "0"]
        """);
    world.beginEpoch();
    script.play(
        """
        > ["Email/changes", {"accountId": "$ada", "sinceState": "zz"}, "0"]
        < ["error", {"type": "cannotCalculateChanges"}, "0"]
        """);
    world.append(mail("b", ""));
    script.play(
        """
        > ["Email/changes", {"accountId": "$ada", "sinceState": "$state"}, "0"]
        < ["Email/changes", {"created": ["*"], "...": 0}, "0"]
        """);
  }

  @Test
  void allEmailsAtOnceAreTooManyWhereTheyAreMoreThanTheLimit() {
    List<NewMessage> many = new ArrayList<>();
    for (int i = 0; i <= 1_000; i++) {
      many.add(world.message(world.ada.id(), mail("m" + i, "")));
    }
    world.post.messages().append(world.ada.id(), world.inbox(), many);
    script.play(
        """
        > ["Email/get", {"accountId": "$ada", "ids": null, "properties": ["id"]}, "0"],
          ["Thread/get", {"accountId": "$ada", "ids": null}, "1"],
          ["Email/query", {"accountId": "$ada", "limit": 2, "calculateTotal": true}, "2"]
        < ["error", {"type": "requestTooLarge"}, "0"], ["error", {"type": "requestTooLarge"}, "1"],
          ["Email/query", {"total": 1001, "ids": ["*", "*"], "...": 0}, "2"]
        """);
  }
}

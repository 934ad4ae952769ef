package org.mailstead.jmap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailstead.post.Mailbox;
import org.mailstead.post.Right;
import tools.jackson.databind.JsonNode;

/** What became of a message is told to its sender, and read (RFC 9007). */
class MdnTest {
  private static final String ASKS =
      """
      Return-Path: <bob@example.test>
      From: Bob <bob@example.test>
      To: ada@example.test
      Subject: World
       domination
      Message-ID: <plan@example.test>
      Disposition-Notification-To: Bob <bob@example.test>

      Soon.
      """;

  private static final String DISPLAYED =
      "\"disposition\": {\"actionMode\": \"manual-action\", \"sendingMode\":"
          + " \"mdn-sent-manually\", \"type\": \"displayed\"}";

  private final JmapWorld world = new JmapWorld();
  private final JmapScript script = new JmapScript(world);

  @TempDir Path folder;

  @BeforeEach
  void begin() {
    script.play(
        """
        > ["Identity/get", {"accountId": "$ada"}, "0"]
        < ["Identity/get", {"list": [{"id": "$me", "...": 0}], "...": 0}, "0"]
        """);
    script.set("mail", world.append(ASKS));
    world.startQueue();
  }

  @AfterEach
  void close() {
    world.close();
  }

  /** Asks for an MDN about $mail with these properties; the arguments of the answer. */
  private JsonNode send(String more) {
    return script.call(
        "MDN/send",
        """
        {"accountId": "$ada", "identityId": "$me", "send": {"k": {"forEmailId": "$mail", %s}},
         "onSuccessUpdateEmail": {"#k": {"keywords/$mdnsent": true}}}
        """
            .formatted(more));
  }

  private String refusal(String more) {
    JsonNode answer = send(more);
    assertTrue(answer.get("sent").isNull(), answer::toString);
    return answer.at("/notSent/k/type").asString();
  }

  /** The one message that bob gets, as it is. */
  private String bobs() {
    long end = System.nanoTime() + 20_000_000_000L;
    while (got().isEmpty() && System.nanoTime() < end) {
      java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
    }
    assertEquals(1, got().size());
    return got().getFirst();
  }

  private List<String> got() {
    var inbox = world.mailbox(world.bob.id(), Mailbox.Role.INBOX);
    List<String> all = new ArrayList<>();
    world
        .post
        .view(world.bob.id())
        .each(email -> {
          if (email.isIn(inbox)) {
            var row = world.post.emails().get(world.bob.id(), email.number());
            var bytes = world.post.emails().bytes(world.bob.id(), row);
            try (var in = bytes.open(0, bytes.length())) {
              all.add(new String(in.readAllBytes(), UTF_8));
            } catch (IOException e) {
              throw new AssertionError(e);
            }
          }
        });
    return all;
  }

  private List<String> keywords() {
    return List.copyOf(
        script
            .call("Email/get", "{\"accountId\": \"$ada\", \"ids\": [\"$mail\"]}")
            .at("/list/0/keywords")
            .propertyNames());
  }

  @Test
  void whoAskedIsTold() {
    script.play(
        """
        > ["MDN/send", {"accountId": "$ada", "identityId": "$me", "send": {"k1546": {
            "forEmailId": "$mail", "subject": "Read receipt for: World domination",
            "textBody": "It was displayed.\\n", "reportingUA": "joes-pc.cs.example.com; Foomail 97.1",
            "disposition": {"actionMode": "manual-action", "sendingMode": "mdn-sent-manually",
              "type": "displayed"}, "extensionFields": {"EXTENSION-EXAMPLE": "example.com"}}},
            "onSuccessUpdateEmail": {"$mail": {"keywords/$mdnsent": true}}}, "0"],
          ["Email/get", {"accountId": "$ada", "ids": ["$mail"], "properties": ["keywords"]}, "1"],
          ["MDN/send", {"accountId": "$ada", "identityId": "$me", "send": {"k1546": {
            "forEmailId": "$mail", "disposition": {"actionMode": "manual-action",
              "sendingMode": "mdn-sent-manually", "type": "deleted"}}},
            "onSuccessUpdateEmail": {"#k1546": {"keywords": {"$mdnsent": true}}}}, "2"]
        < ["MDN/send", {"accountId": "$ada", "sent": {"k1546": {"includeOriginalMessage": false,
            "mdnGateway": null, "originalRecipient": null,
            "finalRecipient": "rfc822; ada@example.test",
            "originalMessageId": "<plan@example.test>", "error": null}}, "notSent": null}, "0"],
          ["Email/set", {"updated": {"$mail": null}, "...": 0}, "0"],
          ["Email/get", {"list": [{"id": "$mail", "keywords": {"$mdnsent": true}}],
            "...": 0}, "1"],
          ["MDN/send", {"accountId": "$ada", "sent": null, "notSent": {
            "k1546": {"type": "mdnAlreadySent"}}}, "2"]
        """);
    String mdn = bobs();
    assertTrue(mdn.startsWith("Return-Path: <>\r\n"), mdn);
    assertTrue(mdn.contains("\r\nTo: bob@example.test\r\n"), mdn);
    assertTrue(mdn.contains("\r\nFrom: ada <ada@example.test>\r\n"), mdn);
    assertTrue(mdn.contains("\r\nAuto-Submitted: auto-replied\r\n"), mdn);
    assertFalse(mdn.contains("Disposition-Notification-To"), mdn);
  }

  /** What is not given is chosen here, and told. */
  @Test
  void whatIsLeftOutIsChosen() {
    JsonNode sent = send(DISPLAYED + ", \"includeOriginalMessage\": true").at("/sent/k");
    assertEquals("Receipt: World domination", sent.get("subject").asString());
    assertTrue(sent.get("textBody").asString().contains("\"World domination\" was shown"));
    assertFalse(sent.has("includeOriginalMessage"));
    assertTrue(sent.get("reportingUA").isNull());
    String mdn = bobs();
    assertTrue(mdn.contains("Content-Type: message/rfc822"), mdn);
    assertTrue(mdn.contains("Disposition-Notification-To: Bob"), mdn);
    assertEquals(List.of("$mdnsent"), keywords());
  }

  /** RFC 8098 section 3, as Python's email package sees it. */
  @Test
  void anotherProgramReadsIt() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/python3")), "python3 is missing");
    send(DISPLAYED + ", \"includeOriginalMessage\": true, \"extensionFields\": {\"X-A\": \"b\"}");
    Path file = folder.resolve("mdn.eml");
    Files.writeString(file, bobs());
    String program =
        """
        import email, email.policy, sys
        m = email.message_from_bytes(open(sys.argv[1], 'rb').read(), policy=email.policy.default)
        print(m.defects, m.get_content_type(), m.get_param('report-type'))
        parts = m.get_payload()
        print([p.get_content_type() for p in parts], [p.defects for p in parts])
        fields = parts[1].get_payload()[0]
        print(list(fields.items()))
        print(parts[2].get_payload()[0]['Subject'], *parts[0].get_content().split())
        """;
    Process process =
        new ProcessBuilder("/usr/bin/python3", "-c", program, file.toString())
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, process.waitFor(), said);
    assertEquals(
        """
        [] multipart/report disposition-notification
        ['text/plain', 'message/disposition-notification', 'message/rfc822'] [[], [], []]
        [('Final-Recipient', 'rfc822; ada@example.test'), ('Original-Message-ID', \
        '<plan@example.test>'), ('Disposition', \
        'manual-action/mdn-sent-manually; displayed'), ('X-A', 'b')]
        World domination Your message "World domination" was shown to its recipient. That does not \
        mean that it was read or understood.
        """,
        said);
  }

  @Test
  void whatIsWrongIsToldOfEach() {
    script.play(
        """
        > ["MDN/send", {"accountId": "$ada", "identityId": "$me", "send": {
            "none": {"disposition": {"actionMode": "manual-action",
              "sendingMode": "mdn-sent-manually", "type": "displayed"}},
            "gone": {"forEmailId": "F1-zz", "disposition": {"actionMode": "manual-action",
              "sendingMode": "mdn-sent-manually", "type": "displayed"}}},
            "onSuccessUpdateEmail": {"#none": {"keywords/$mdnsent": true},
              "#gone": {"keywords/$mdnsent": true}}}, "0"]
        < ["MDN/send", {"sent": null, "notSent": {
            "none": {"type": "invalidProperties", "properties": ["forEmailId"]},
            "gone": {"type": "notFound"}}, "...": 0}, "0"]
        """);
    assertEquals(List.of(), got());
    assertEquals(List.of(), keywords());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "x": 1 | x
          "mdnGateway": "dns; a" | mdnGateway
          "originalMessageId": "<a@b>" | originalMessageId
          "error": ["a"] | error
          "subject": 3 | subject
          "textBody": [] | textBody
          "includeOriginalMessage": 1 | includeOriginalMessage
          "reportingUA": "a\\nB: c" | reportingUA
          "reportingUA": "gr\u00fcn" | reportingUA
          "finalRecipient": "nobody" | finalRecipient
          "finalRecipient": "x400; ada@example.test" | finalRecipient
          "extensionFields": {"Disposition": "x"} | extensionFields
          "extensionFields": {"A B": "x"} | extensionFields
          "extensionFields": {"A": "x\\r\\nC: d"} | extensionFields
          "extensionFields": {"A": 3} | extensionFields
          "extensionFields": [] | extensionFields
          """)
  void aPropertyThatIsWrongIsNamed(String property, String name) {
    JsonNode answer = send(DISPLAYED + ", " + property);
    assertEquals("invalidProperties", answer.at("/notSent/k/type").asString(), answer::toString);
    assertEquals("[\"" + name + "\"]", answer.at("/notSent/k/properties").toString());
    assertEquals(List.of(), keywords());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"disposition\": null",
        "\"disposition\": \"displayed\"",
        "\"disposition\": {}",
        "\"disposition\": {\"actionMode\": \"Manual-Action\", \"sendingMode\":"
            + " \"mdn-sent-manually\", \"type\": \"displayed\"}",
        "\"disposition\": {\"actionMode\": \"manual-action\", \"sendingMode\":"
            + " \"mdn-sent-manually\", \"type\": \"eaten\"}",
        "\"disposition\": {\"actionMode\": \"manual-action\", \"sendingMode\":"
            + " \"mdn-sent-manually\", \"type\": \"displayed\", \"x\": 1}",
      })
  void whatHappenedIsToBeSaid(String disposition) {
    assertEquals("invalidProperties", refusal(disposition));
  }

  @Test
  void theWholeCallIsWrongWhereItIs() {
    script.play(
        """
        > ["MDN/send", {"accountId": "$ada", "identityId": "Izz", "send": {}}, "0"],
          ["MDN/send", {"accountId": "$bob", "identityId": "$me", "send": {}}, "1"],
          ["MDN/send", {"accountId": "$ada", "identityId": "$me", "send": {"k": {
            "forEmailId": "$mail"}}}, "2"],
          ["MDN/send", {"accountId": "$ada", "identityId": "$me", "send": {"k": {
            "forEmailId": "$mail"}}, "onSuccessUpdateEmail": {"$mail": {
              "keywords/$seen": true}}}, "3"],
          ["MDN/send", {"accountId": "$ada", "identityId": "$me", "send": {"k": {
            "forEmailId": "$mail"}}, "onSuccessUpdateEmail": {"$mail": {
              "keywords/$mdnsent": false}}}, "4"],
          ["MDN/send", {"accountId": "$ada", "send": {}}, "5"],
          ["MDN/send", {"accountId": "$ada", "identityId": "$me", "send": {}, "x": 1}, "6"],
          ["MDN/send", {"accountId": "$ada", "identityId": "$me", "send": {}}, "7"]
        < ["error", {"type": "invalidArguments"}, "0"],
          ["error", {"type": "invalidArguments"}, "1"],
          ["error", {"type": "invalidArguments"}, "2"],
          ["error", {"type": "invalidArguments"}, "3"],
          ["error", {"type": "invalidArguments"}, "4"],
          ["error", {"type": "invalidArguments"}, "5"],
          ["error", {"type": "invalidArguments"}, "6"],
          ["MDN/send", {"accountId": "$ada", "sent": null, "notSent": null}, "7"]
        >> {"using": ["urn:ietf:params:jmap:mdn"], "methodCalls": [["MDN/send", {
            "accountId": "$ada", "identityId": "$me", "send": {}}, "0"]]}
        << {"methodResponses": [["error", {"type": "invalidArguments"}, "0"]], "...": 0}
        """);
    script
        .readOnly()
        .play(
            """
            > ["MDN/send", {"accountId": "$ada", "identityId": "$me", "send": {}}, "0"]
            < ["error", {"type": "accountReadOnly"}, "0"]
            """);
    world.share(world.bob, world.inbox(), Right.LOOKUP, Right.READ);
    script
        .as(world.bob)
        .play(
            """
            > ["MDN/send", {"accountId": "$ada", "identityId": "$me", "send": {}}, "0"],
              ["MDN/parse", {"accountId": "$ada", "blobIds": []}, "1"]
            < ["error", {"type": "accountNotSupportedByMethod"}, "0"],
              ["error", {"type": "accountNotSupportedByMethod"}, "1"]
            """);
  }

  /** Nobody tells what became of what he did not get asked about, or a program sent. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Disposition-Notification-To: Bob <bob@example.test> | X-A: b | notFound
          Disposition-Notification-To: Bob <bob@example.test> | Disposition-Notification-To: <> \
          | notFound
          X-None: | X-None: | sent
          Message-ID | Disposition-Notification-To: amy@far.test~Message-ID | notFound
          Message-ID | Auto-Submitted: auto-generated~Message-ID | forbidden
          Message-ID | Auto-Submitted: no~Message-ID | sent
          Message-ID | Disposition-Notification-Options: a=required,b~Message-ID | forbidden
          Message-ID | Disposition-Notification-Options: a=optional,b~Message-ID | sent
          Message-ID | Content-Type: message/disposition-notification~Message-ID | forbidden
          bob@example.test>~~ | nobody@example.test>~~ | notFound
          """)
  void onlyWhatAsksForItIsToldOf(String from, String to, String what) {
    String asks = ASKS.replace(from.replace('~', '\n'), to.replace('~', '\n'));
    script.set("mail", world.append(asks));
    if (what.equals("sent")) {
      assertTrue(send(DISPLAYED).has("sent"));
      assertTrue(bobs().contains("multipart/report"));
    } else {
      assertEquals(what, refusal(DISPLAYED));
      assertEquals(List.of(), got());
      assertEquals(List.of(), keywords());
    }
  }

  /** RFC 8098 section 2.1: what goes elsewhere, or to several, is the user's to decide. */
  @Test
  void nothingIsToldByItselfToOthersThanTheSender() {
    String automatic = DISPLAYED.replace("sent-manually", "sent-automatically");
    script.set("mail", world.append(ASKS.replace("Return-Path: <bob@", "Return-Path: <amy@")));
    assertEquals("forbidden", refusal(automatic));
    script.set("mail", world.append(ASKS.replaceAll("Return-Path:.*\n", "")));
    assertEquals("forbidden", refusal(automatic));
    script.set(
        "mail",
        world.append(ASKS.replace("To: Bob <bob@example.test>", "To: bob@example.test, a@b.test")));
    assertEquals("forbidden", refusal(automatic));
    script.set("mail", world.append(ASKS));
    assertTrue(send(automatic).has("sent"));
    assertTrue(bobs().contains("multipart/report"));
  }

  @Test
  void onesOwnAddressesAloneAreTold() {
    assertEquals(
        "forbiddenFrom", refusal(DISPLAYED + ", \"finalRecipient\": \"rfc822; bob@example.test\""));
    JsonNode sent = send(DISPLAYED + ", \"finalRecipient\": \"ada@example.test\"");
    assertEquals(
        "rfc822; ada@example.test", sent.at("/sent/k/finalRecipient").asString(), sent::toString);
  }

  @Test
  void whatIsTooLargeOrCannotStandInsideIsRefused() {
    String body = "x".repeat(70).concat("\n").repeat(1_200);
    script.set("mail", world.append(ASKS + body));
    assertTrue(send(DISPLAYED).get("notSent").isNull());
    script.set("mail", world.append(ASKS + body + body.substring(0, 14_000)));
    JsonNode answer = send(DISPLAYED + ", \"includeOriginalMessage\": true");
    assertEquals("tooLarge", answer.at("/notSent/k/type").asString(), answer::toString);
    assertEquals(JmapWorld.MAX_MESSAGE, answer.at("/notSent/k/maxSize").asLong());
    script.set("mail", world.append(ASKS + "y".repeat(999) + "\n"));
    answer = send(DISPLAYED + ", \"includeOriginalMessage\": true");
    assertEquals("invalidProperties", answer.at("/notSent/k/type").asString());
    assertEquals(List.of(), keywords());
  }

  /** However many ask at once, and whatever happens between. */
  @Test
  void thereIsNeverASecondOne() throws InterruptedException {
    var answers = new ConcurrentLinkedQueue<JsonNode>();
    List<Thread> clients = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      var client =
          new JmapScript(world).set("me", script.get("me")).set("mail", script.get("mail"));
      clients.add(
          Thread.startVirtualThread(() ->
              answers.add(
                  client.call(
                      "MDN/send",
                      """
                      {"accountId": "$ada", "identityId": "$me", "send": {
                       "k": {"forEmailId": "$mail", %s}},
                       "onSuccessUpdateEmail": {"#k": {"keywords/$mdnsent": true}}}
                      """
                          .formatted(DISPLAYED)))));
    }
    for (Thread client : clients) {
      client.join();
    }
    assertEquals(8, answers.size());
    assertEquals(1, answers.stream().filter(one -> !one.get("sent").isNull()).count());
    assertTrue(bobs().contains("multipart/report"));
  }

  // ---- reading

  @Test
  void whatWasSentIsReadByWhoeverGetsIt() {
    var sentOfBob = world.mailbox(world.bob.id(), Mailbox.Role.SENT);
    script.set("plan", world.append(world.bob.id(), sentOfBob, ASKS));
    send(
        DISPLAYED
            + ", \"subject\": \"gr\u00fcn\", \"textBody\": \"gelesen \u00fc\","
            + " \"reportingUA\": \"ua\", \"extensionFields\": {\"X-A\": \"b\"}");
    bobs();
    script
        .as(world.bob)
        .play(
            """
            > ["Email/query", {"accountId": "$bob", "filter": {"inMailbox": "$bobInbox"}}, "0"],
              ["Email/get", {"accountId": "$bob", "#ids": {"resultOf": "0",
                "name": "Email/query", "path": "/ids"}, "properties": ["blobId"]}, "1"]
            < ["Email/query", {"ids": ["$mdn"], "...": 0}, "0"],
              ["Email/get", {"list": [{"id": "$mdn", "blobId": "$blob"}], "...": 0}, "1"]
            > ["MDN/parse", {"accountId": "$bob", "blobIds": ["$blob", "U2-zz", "nonsense"]}, "0"]
            < ["MDN/parse", {"accountId": "$bob", "parsed": {"$blob": {"forEmailId": "$plan",
                "subject": "gr\u00fcn", "textBody": "gelesen \u00fc", "includeOriginalMessage": false,
                "reportingUA": "ua", "disposition": {"actionMode": "manual-action",
                  "sendingMode": "mdn-sent-manually", "type": "displayed"}, "mdnGateway": null,
                "originalRecipient": null, "finalRecipient": "rfc822; ada@example.test",
                "originalMessageId": "<plan@example.test>", "error": null,
                "extensionFields": {"X-A": "b"}}}, "notParsable": null,
                "notFound": ["U2-zz", "nonsense"]}, "0"]
            """);
    world.append(world.bob.id(), sentOfBob, ASKS);
    script.play(
        """
        > ["MDN/parse", {"accountId": "$bob", "blobIds": ["$blob"]}, "0"]
        < ["MDN/parse", {"parsed": {"$blob": {"forEmailId": null, "...": 0}}, "...": 0}, "0"]
        """);
  }

  private static final String OF_ANOTHER =
      """
      From: joe@far.test
      Subject: Read
      Content-Type: multipart/report; report-type=disposition-notification; boundary=b

      --b

      Yes.
      --b
      Content-Type: message/disposition-notification

      Reporting-UA: pc; Foomail
      Final-Recipient: RFC822;joe@far.test
      Original-Recipient: rfc822; joe@far.test
      MDN-Gateway: dns; gate.test
      Disposition: Automatic-Action/MDN-sent-AUTOMATICALLY; Processed/error
      Error: torn

      --b
      Content-Type: message/rfc822

      Subject: x

      --b--
      """;

  @Test
  void thoseOfOtherProgramsAreRead() {
    world.append(OF_ANOTHER);
    script.play(
        """
        > ["Email/query", {"accountId": "$ada", "filter": {"subject": "Read"}}, "0"],
          ["Email/get", {"accountId": "$ada", "#ids": {"resultOf": "0",
            "name": "Email/query", "path": "/ids"}, "properties": ["blobId"]}, "1"]
        < ["Email/query", {"ids": ["$other"], "...": 0}, "0"],
          ["Email/get", {"list": [{"id": "$other", "blobId": "$blob"}], "...": 0}, "1"]
        > ["MDN/parse", {"accountId": "$ada", "blobIds": ["$blob"]}, "0"]
        < ["MDN/parse", {"parsed": {"$blob": {"forEmailId": null, "subject": "Read",
            "textBody": "Yes.", "includeOriginalMessage": true, "reportingUA": "pc; Foomail",
            "disposition": {"actionMode": "automatic-action",
              "sendingMode": "mdn-sent-automatically", "type": "processed"},
            "mdnGateway": "dns; gate.test", "originalRecipient": "rfc822; joe@far.test",
            "finalRecipient": "RFC822; joe@far.test", "originalMessageId": null,
            "error": ["torn"], "extensionFields": null}}, "notParsable": null,
            "notFound": null, "...": 0}, "0"]
        """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          multipart/report | multipart/mixed
          Final-Recipient: | X-Recipient:
          ; Processed | ; Eaten
          message/disposition-notification | message/delivery-status
          --b | --c
          """)
  void whatIsNoneIsNotParsable(String from, String to) {
    world.append(OF_ANOTHER.replace(from, to));
    script.play(
        """
        > ["Email/query", {"accountId": "$ada", "filter": {"subject": "Read"}}, "0"],
          ["Email/get", {"accountId": "$ada", "#ids": {"resultOf": "0",
            "name": "Email/query", "path": "/ids"}, "properties": ["blobId"]}, "1"]
        < ["Email/query", {"ids": ["$other"], "...": 0}, "0"],
          ["Email/get", {"list": [{"id": "$other", "blobId": "$blob"}], "...": 0}, "1"]
        > ["MDN/parse", {"accountId": "$ada", "blobIds": ["$blob"]}, "0"]
        < ["MDN/parse", {"parsed": null, "notParsable": ["$blob"], "notFound": null,
            "...": 0}, "0"]
        """);
  }

  @Test
  void tooManyAtOnceAreRefused() {
    var ids = new StringBuilder("\"U1-1\"");
    for (int i = 2; i < 103; i++) {
      ids.append(",\"U1-").append(Integer.toString(i, 32)).append('"');
    }
    script.play(
        """
        > ["MDN/parse", {"accountId": "$ada", "blobIds": [%s]}, "0"],
          ["MDN/parse", {"accountId": "Azz", "blobIds": []}, "1"],
          ["MDN/parse", {"accountId": "$ada"}, "2"]
        < ["error", {"type": "requestTooLarge"}, "0"],
          ["error", {"type": "invalidArguments"}, "1"],
          ["error", {"type": "invalidArguments"}, "2"]
        """
            .formatted(ids));
  }
}

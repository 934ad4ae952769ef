package org.mailstead.jmap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailstead.jmap.core.RequestError;
import org.mailstead.post.Mailbox;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Requests that nobody means well cost little and break nothing. */
class HostileTest {
  private static final String USING =
      "{\"using\":[\"urn:ietf:params:jmap:core\",\"urn:ietf:params:jmap:mail\"],"
          + "\"methodCalls\":[";
  private static final Duration SOON = Duration.ofSeconds(20);

  private final JmapWorld world = new JmapWorld();
  private final JmapScript script = new JmapScript(world);

  @AfterEach
  void close() {
    world.close();
  }

  private String refused(String json) {
    return assertTimeout(
        SOON,
        () ->
            assertThrows(RequestError.class, () -> world.run(world.caller(world.ada), json))
                .json()
                .get("type")
                .asString());
  }

  /** The responses to calls; none of them is a defect. */
  private String asked(String calls) {
    return assertTimeout(
        SOON,
        () -> {
          ObjectNode answer = world.run(world.caller(world.ada), USING + calls + "]}");
          String text = answer.toString();
          assertFalse(text.contains("serverFail"), () -> cut(text));
          new JsonMapper().readTree(text);
          return text;
        });
  }

  private static String cut(String text) {
    return text.substring(0, Math.min(1_000, text.length()));
  }

  private String call(String method, String arguments) {
    return asked(
        "[\"%s\",{\"accountId\":\"%s\",%s},\"0\"]".formatted(method, script.get("ada"), arguments));
  }

  @Test
  void deepJsonIsRefused() {
    for (String open : List.of("[", "{\"a\":")) {
      assertEquals("urn:ietf:params:jmap:error:notJSON", refused(open.repeat(1_000_000)));
    }
    assertEquals(
        "urn:ietf:params:jmap:error:notJSON",
        refused(USING + "[\"Core/echo\",{\"a\":" + "[".repeat(99) + "]".repeat(99) + "},\"0\"]]}"));
  }

  @Test
  void halfACharacterIsNoJson() {
    for (String half : List.of("\\ud800", "\\udc00x", "\\ud800\\u0041")) {
      assertEquals(
          "urn:ietf:params:jmap:error:notJSON",
          refused(USING + "[\"Core/echo\",{\"a\":\"" + half + "\"},\"0\"]]}"));
    }
  }

  @Test
  void numbersBeyondAllBoundsAreNoJson() {
    for (String number : List.of("1e400", "-1e999999", "NaN", "Infinity", "01", "9".repeat(200))) {
      assertEquals(
          "urn:ietf:params:jmap:error:notJSON",
          refused(USING + "[\"Core/echo\",{\"a\":" + number + "},\"0\"]]}"),
          number);
    }
  }

  @Test
  void aMillionCallsAreRefused() {
    String calls = "[\"Core/echo\",{},\"0\"],".repeat(1_000_000);
    assertEquals("urn:ietf:params:jmap:error:limit", refused(USING + calls + "[]]}"));
  }

  @Test
  void hugeIdsAreNobodys() {
    for (String huge : List.of("M1-" + "1".repeat(1_000_000), "-".repeat(1_000_000))) {
      assertTrue(
          call("Email/set", "\"destroy\":[\"M\"],\"ifInState\":\"" + huge + "\"")
              .contains("stateMismatch"));
      assertTrue(
          call("Email/set", "\"update\":{\"" + huge.substring(0, 40_000) + "\":{}}")
              .contains("notFound"));
      assertTrue(call("Email/get", "\"ids\":[\"" + huge + "\"]").contains("invalidArguments"));
      assertTrue(
          call("Email/changes", "\"sinceState\":\"" + huge + "\"")
              .contains("cannotCalculateChanges"));
      assertTrue(call("Email/query", "\"anchor\":\"" + huge + "\"").contains("anchorNotFound"));
      assertTrue(
          call("Email/query", "\"filter\":{\"inMailbox\":\"" + huge + "\"}")
              .contains("\"ids\":[]"));
      call("Email/import", "\"emails\":{\"k\":{\"blobId\":\"" + huge + "\"}}");
      call("Mailbox/set", "\"create\":{\"k\":{\"name\":\"" + huge + "\"}}");
      call("Mailbox/set", "\"create\":{\"k\":{\"name\":\"x\",\"parentId\":\"" + huge + "\"}}");
    }
    assertTrue(
        asked("[\"Mailbox/get\",{\"accountId\":\"A" + "1".repeat(1_000_000) + "\"},\"0\"]")
            .contains("accountNotFound"));
  }

  @Test
  void aPatchOfAHundredThousandThingsIsRefused() {
    String email = world.append(EmailGetTest.mail("a", ""));
    for (String path : List.of("keywords/k%d", "mailboxIds/F%d", "what%d", "keywords/a/b/c%d")) {
      var patch = new StringBuilder();
      for (int i = 0; i < 100_000; i++) {
        patch.append(i == 0 ? "" : ",").append('"').append(path.formatted(i)).append("\":true");
      }
      String answer = call("Email/set", "\"update\":{\"" + email + "\":{" + patch + "}}");
      assertTrue(answer.contains("notUpdated\":{"), () -> cut(answer));
    }
  }

  @Test
  void pathsOfSlashesAlone() {
    String email = world.append(EmailGetTest.mail("a", ""));
    String path = "keywords" + "/".repeat(49_000);
    String call =
        "[\"Email/set\",{\"accountId\":\"%s\",\"update\":{\"%s\":{\"%s\":true}}},\"0\"]"
            .formatted(script.get("ada"), email, path);
    assertTrue(asked(call + ("," + call).repeat(59)).contains("invalidPatch"));
    asked(
        "[\"Core/echo\",{},\"0\"],[\"Core/echo\",{\"#x\":{\"resultOf\":\"0\",\"name\":\"Core/echo\","
            + "\"path\":\""
            + "/".repeat(5_000_000)
            + "\"}},\"1\"]");
  }

  /** Each call takes the one before it twice. */
  @Test
  void referencesThatGrowEnd() {
    var calls = new StringBuilder("[\"Core/echo\",{\"a\":[\"x\",\"y\"]},\"0\"]");
    for (int i = 1; i < 64; i++) {
      String reference =
          "{\"resultOf\":\"%d\",\"name\":\"Core/echo\",\"path\":\"\"}".formatted(i - 1);
      calls.append(
          ",[\"Core/echo\",{\"#a\":%s,\"#b\":%s},\"%d\"]".formatted(reference, reference, i));
    }
    String answer = asked(calls.toString());
    assertTrue(answer.contains("invalidResultReference"), () -> cut(answer));
    assertTrue(answer.length() < 50_000_000);
  }

  @Test
  void referencesInCirclesAreNone() {
    assertTrue(
        asked(
                "[\"Core/echo\",{\"#a\":{\"resultOf\":\"0\",\"name\":\"Core/echo\",\"path\":\"\"}},"
                    + "\"0\"]")
            .contains("invalidResultReference"));
    script.play(
        """
        > ["Mailbox/set", {"accountId": "$ada", "create": {
            "a": {"name": "a", "parentId": "#b"}, "b": {"name": "b", "parentId": "#a"},
            "c": {"name": "c", "parentId": "#c"}}}, "0"]
        < ["Mailbox/set", {"created": null, "notCreated": {
            "a": {"type": "invalidProperties", "properties": ["parentId"]},
            "b": {"type": "invalidProperties", "properties": ["parentId"]},
            "c": {"type": "invalidProperties", "properties": ["parentId"]}}, "...": 0}, "0"]
        """);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\u0000", "\\u202e", "\\uffff", "x\\r\\nBcc: y@example.test"})
  void oddCharactersBreakNothing(String odd) {
    String inbox = script.get("inbox");
    String email = world.append(EmailGetTest.mail("a", ""));
    asked("[\"Core/echo\",{\"a" + odd + "\":\"" + odd + "\"},\"" + odd + "\"]");
    asked("[\"" + odd + "\",{},\"0\"]");
    call("Mailbox/set", "\"create\":{\"" + odd + "\":{\"name\":\"b" + odd + "\"}}");
    call("Mailbox/query", "\"filter\":{\"name\":\"" + odd + "\"}");
    call("Email/get", "\"ids\":[\"" + odd + "\"],\"properties\":[\"header:" + odd + "\"]");
    for (String where : List.of("text", "subject", "from", "body", "hasKeyword")) {
      call("Email/query", "\"filter\":{\"" + where + "\":\"" + odd + "\"}");
    }
    call("Email/query", "\"filter\":{\"header\":[\"" + odd + "\",\"" + odd + "\"]}");
    call(
        "SearchSnippet/get",
        "\"emailIds\":[\"" + email + "\"],\"filter\":{\"text\":\"" + odd + "\"}");
    call("Email/set", "\"update\":{\"" + email + "\":{\"keywords/a" + odd + "\":true}}");
    call(
        "Email/set",
        "\"create\":{\"k\":{\"mailboxIds\":{\"%s\":true},\"subject\":\"a%s\",\"from\":[{\"name\":\"b%s\",\"email\":\"c%s@x\"}],\"bodyValues\":{\"t\":{\"value\":\"%s\"}},\"textBody\":[{\"partId\":\"t\"}],\"attachments\":[]}}"
            .formatted(inbox, odd, odd, odd, odd));
    String all = call("Email/get", "\"ids\":null,\"fetchAllBodyValues\":true");
    assertFalse(all.contains("\"bcc\":[{"), all);
    for (Mailbox box : world.post.mailboxes().tree(world.ada.id()).all()) {
      assertFalse(box.name().chars().anyMatch(c -> c < ' '), box.name());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e300", "-1.5", "9223372036854775808", "1e-400"})
  void numbersOfAnySizeBreakNothing(String number) {
    asked("[\"Core/echo\",{\"a\":" + number + "},\"0\"]");
    for (String name : List.of("position", "limit", "anchorOffset")) {
      assertTrue(
          call("Email/query", "\"" + name + "\":" + number).contains("invalidArguments"), name);
    }
    call("Email/query", "\"filter\":{\"minSize\":" + number + "}");
    call("Email/get", "\"ids\":[],\"maxBodyValueBytes\":" + number);
    call("Mailbox/set", "\"create\":{\"k\":{\"name\":\"x\",\"sortOrder\":" + number + "}}");
  }

  /** Ids of bob's, of every kind, in ada's account. */
  @Test
  void idsOfAnotherAccountAreNone() {
    String text = EmailGetTest.mail("b", "");
    var theirs = world.mailbox(world.bob.id(), Mailbox.Role.INBOX);
    script.set("email", world.append(world.bob.id(), theirs, text));
    script
        .as(world.bob)
        .play(
            """
            > ["Email/get", {"accountId": "$bob", "ids": ["$email"],
                "properties": ["blobId", "threadId"]}, "0"]
            < ["Email/get", {"list": [{"id": "$email", "blobId": "$blob", "threadId": "$thread"}],
                "...": 0}, "0"]
            """);
    script
        .as(world.ada)
        .play(
            """
            > ["Email/get", {"accountId": "$ada", "ids": ["$email", "$blob", "$thread"]}, "0"],
              ["Thread/get", {"accountId": "$ada", "ids": ["$thread", "$email"]}, "1"],
              ["Mailbox/get", {"accountId": "$ada", "ids": ["$bobInbox", "$email"]}, "2"],
              ["Email/parse", {"accountId": "$ada", "blobIds": ["$blob", "$email"]}, "3"],
              ["SearchSnippet/get", {"accountId": "$ada", "emailIds": ["$email"], "filter": null}, "4"],
              ["Email/set", {"accountId": "$ada", "destroy": ["$email"]}, "5"],
              ["Email/set", {"accountId": "$ada", "update": {"$email": {"keywords/x": true}}}, "6"],
              ["Mailbox/set", {"accountId": "$ada", "destroy": ["$bobInbox"]}, "7"],
              ["Mailbox/set", {"accountId": "$ada", "update": {"$bobInbox": {"name": "x"}}}, "8"],
              ["Email/import", {"accountId": "$ada", "emails":
                {"k": {"blobId": "$blob", "mailboxIds": {"$inbox": true}}}}, "9"],
              ["Email/set", {"accountId": "$ada", "create": {"k": {"mailboxIds": {"$inbox": true},
                "attachments": [{"blobId": "$blob", "type": "a/b"}]}}}, "10"],
              ["Email/query", {"accountId": "$ada"}, "11"]
            < ["Email/get", {"list": [], "notFound": ["$email", "$blob", "$thread"], "...": 0}, "0"],
              ["Thread/get", {"list": [], "notFound": ["$thread", "$email"], "...": 0}, "1"],
              ["Mailbox/get", {"list": [], "notFound": ["$bobInbox", "$email"], "...": 0}, "2"],
              ["Email/parse", {"parsed": null, "notFound": ["$blob", "$email"], "...": 0}, "3"],
              ["SearchSnippet/get", {"list": [], "notFound": ["$email"], "...": 0}, "4"],
              ["Email/set", {"notDestroyed": {"$email": {"type": "notFound"}}, "...": 0}, "5"],
              ["Email/set", {"notUpdated": {"$email": {"type": "notFound"}}, "...": 0}, "6"],
              ["Mailbox/set", {"notDestroyed": {"$bobInbox": {"type": "notFound"}}, "...": 0}, "7"],
              ["Mailbox/set", {"notUpdated": {"$bobInbox": {"type": "notFound"}}, "...": 0}, "8"],
              ["Email/import", {"notCreated": {"k": {"type": "invalidProperties",
                "properties": ["blobId"]}}, "...": 0}, "9"],
              ["Email/set", {"notCreated": {"k": {"type": "blobNotFound", "notFound": ["$blob"]}},
                "...": 0}, "10"],
              ["Email/query", {"ids": [], "...": 0}, "11"]
            """);
  }
}

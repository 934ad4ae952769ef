package org.mailstead.jmap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mailstead.jmap.push.TypeStates;
import org.mailstead.post.Right;
import org.mailstead.post.Scripts;
import tools.jackson.databind.JsonNode;

/** Scripts are kept, checked and made to run (RFC 9661). */
class SieveTest {
  private final JmapWorld world = new JmapWorld();
  private final JmapScript script = new JmapScript(world);

  @AfterEach
  void close() {
    world.close();
  }

  /** Makes a blob whose name in what follows is the one given. */
  private void blob(String name, String text) {
    JsonNode made =
        script.call(
            "Blob/upload",
            "{\"accountId\": \"$ada\", \"create\": {\"b\": {\"data\": [{\"data:asText\": %s}]}}}"
                .formatted(tools.jackson.databind.node.JsonNodeFactory.instance.stringNode(text)));
    script.set(name, made.at("/created/b/blobId").asString());
  }

  private void put(String name, String text) {
    world.post.scripts().put(new Scripts.Account(world.ada.id()), name, text.getBytes(UTF_8));
  }

  @Test
  void aScriptIsMadeRunsIsRenamedAndGoes() {
    blob("keep", "keep;\r\n");
    script.play(
        """
        > ["SieveScript/get", {"accountId": "$ada"}, "0"],
          ["SieveScript/set", {"accountId": "$ada", "create": {"a": {"name": "first",
            "blobId": "$keep"}}, "onSuccessActivateScript": "#a"}, "1"],
          ["SieveScript/get", {"accountId": "$ada"}, "2"],
          ["SieveScript/set", {"accountId": "$ada", "create": {"b": {"name": null,
            "blobId": "$keep"}}, "onSuccessActivateScript": "#b"}, "3"],
          ["SieveScript/set", {"accountId": "$ada", "update": {"#a": {"name": "other"}}}, "4"],
          ["SieveScript/set", {"accountId": "$ada", "destroy": ["#a"]}, "5"],
          ["SieveScript/get", {"accountId": "$ada", "ids": ["#a", "Szz"],
            "properties": ["name"]}, "6"]
        < ["SieveScript/get", {"accountId": "$ada", "state": "0", "list": [],
            "notFound": []}, "0"],
          ["SieveScript/set", {"accountId": "$ada", "oldState": "0", "newState": "$one",
            "created": {"a": {"id": "$a", "blobId": "$text", "isActive": true}},
            "updated": null, "destroyed": null, "notCreated": null, "notUpdated": null,
            "notDestroyed": null}, "1"],
          ["SieveScript/get", {"accountId": "$ada", "state": "$one", "list": [{"id": "$a",
            "name": "first", "blobId": "$text", "isActive": true}], "notFound": []}, "2"],
          ["SieveScript/set", {"oldState": "$one", "newState": "$two",
            "created": {"b": {"id": "$b", "name": "script", "blobId": "$other",
              "isActive": true}}, "updated": {"$a": {"isActive": false}}, "...": 0}, "3"],
          ["SieveScript/set", {"oldState": "$two", "newState": "$three",
            "updated": {"$a": null}, "...": 0}, "4"],
          ["SieveScript/set", {"destroyed": ["$a"], "notDestroyed": null, "...": 0}, "5"],
          ["SieveScript/get", {"list": [], "notFound": ["#a", "Szz"], "...": 0}, "6"]
        """);
    assertEquals("script", world.post.scripts().active(world.ada.id()).orElseThrow().name());
  }

  /** Another text is another blob, the same one is not; what was read is what was given. */
  @Test
  void theTextIsABlob() {
    put("a", "discard;");
    blob("keep", "keep;");
    script.play(
        """
        > ["SieveScript/get", {"accountId": "$ada"}, "0"]
        < ["SieveScript/get", {"state": "$one", "list": [{"id": "$a", "blobId": "$first",
            "isActive": false, "...": 0}], "...": 0}, "0"]
        > ["Blob/get", {"accountId": "$ada", "ids": ["$first"]}, "0"],
          ["SieveScript/set", {"accountId": "$ada", "update": {"$a": {"blobId": "$keep"}}}, "1"],
          ["Blob/get", {"accountId": "$ada", "ids": ["$first"]}, "2"],
          ["SieveScript/get", {"accountId": "$ada"}, "3"]
        < ["Blob/get", {"list": [{"id": "$first", "data:asText": "discard;", "size": 8}],
            "...": 0}, "0"],
          ["SieveScript/set", {"updated": {"$a": {"blobId": "$second"}}, "...": 0}, "1"],
          ["Blob/get", {"list": [], "notFound": ["$first"], "...": 0}, "2"],
          ["SieveScript/get", {"state": "$two", "list": [{"id": "$a", "blobId": "$second",
            "name": "a", "isActive": false}], "...": 0}, "3"]
        > ["SieveScript/set", {"accountId": "$ada", "update": {"$a": {"blobId": "$keep"}}}, "0"],
          ["SieveScript/set", {"accountId": "$ada", "create": {"b": {"name": "b",
            "blobId": "$second"}}}, "1"],
          ["Blob/get", {"accountId": "$ada", "ids": ["$second"]}, "2"]
        < ["SieveScript/set", {"oldState": "$two", "newState": "$two",
            "updated": {"$a": {"blobId": "$second"}}, "...": 0}, "0"],
          ["SieveScript/set", {"created": {"b": {"id": "$b", "blobId": "$third",
            "isActive": false}}, "...": 0}, "1"],
          ["Blob/get", {"list": [{"id": "$second", "data:asText": "keep;", "size": 5}],
            "...": 0}, "2"]
        """);
    assertNotEquals(script.get("first"), script.get("second"));
    assertNotEquals(script.get("second"), script.get("third"));
  }

  @Test
  void whatIsWrongIsToldOfEach() {
    blob("keep", "keep;");
    blob("wrong", "guess;\nfileinto 3;\n");
    blob("binary", "keep; # \u0000");
    put("there", "keep;");
    script.play(
        """
        > ["SieveScript/query", {"accountId": "$ada"}, "0"],
          ["SieveScript/set", {"accountId": "$ada", "create": {
            "wrong": {"name": "w", "blobId": "$wrong"},
            "binary": {"name": "w", "blobId": "$binary"},
            "missing": {"name": "w", "blobId": "U1-zz"},
            "none": {"name": "w"},
            "number": {"name": 3, "blobId": "$keep"},
            "slash": {"name": "a/b", "blobId": "$keep"},
            "empty": {"name": "", "blobId": "$keep"},
            "same": {"name": "there", "blobId": "$keep"},
            "active": {"name": "w", "blobId": "$keep", "isActive": true},
            "more": {"name": "w", "blobId": "$keep", "size": 1}}}, "1"]
        < ["SieveScript/query", {"ids": ["$there"], "...": 0}, "0"],
          ["SieveScript/set", {"created": null, "notCreated": {
            "wrong": {"type": "invalidSieve", "description":
              "line 1, column 1: the command \\"guess\\" is not known\\nline 2, column 1: \
        \\"fileinto\\" needs: require \\"fileinto\\";\\nline 2, column 10: a mailbox must be a \
        string"},
            "binary": {"type": "invalidSieve"},
            "missing": {"type": "invalidProperties", "properties": ["blobId"]},
            "none": {"type": "invalidProperties", "properties": ["blobId"]},
            "number": {"type": "invalidProperties", "properties": ["name"]},
            "slash": {"type": "invalidProperties", "properties": ["name"]},
            "empty": {"type": "invalidProperties", "properties": ["name"]},
            "same": {"type": "alreadyExists", "existingId": "$there"},
            "active": {"type": "invalidProperties", "properties": ["isActive"]},
            "more": {"type": "invalidProperties", "properties": ["size"]}}, "...": 0}, "1"]
        > ["SieveScript/set", {"accountId": "$ada", "create": {"b": {"name": "b",
            "blobId": "$keep"}}}, "0"],
          ["SieveScript/set", {"accountId": "$ada", "update": {
            "#b": {"name": "there"},
            "$there": {"isActive": true},
            "Szz": {"name": "x"},
            "nonsense": {"name": "x"}}}, "1"],
          ["SieveScript/set", {"accountId": "$ada", "update": {"#b": {"blobId": null}}}, "2"],
          ["SieveScript/set", {"accountId": "$ada", "update": {"#b": {"name/x": "y"}}}, "3"],
          ["SieveScript/set", {"accountId": "$ada", "update": {"#b": {"blobId": "$wrong",
            "name": "new"}}}, "4"],
          ["SieveScript/set", {"accountId": "$ada", "update": {"#b": {"isActive": false,
            "id": "$there"}}}, "5"],
          ["SieveScript/set", {"accountId": "$ada", "update": {"#b": {"isActive": false,
            "name": null}}}, "6"],
          ["SieveScript/set", {"accountId": "$ada", "destroy": ["Szz", "$there"]}, "7"]
        < ["SieveScript/set", {"created": {"b": {"id": "$b", "...": 0}}, "...": 0}, "0"],
          ["SieveScript/set", {"updated": null, "notUpdated": {
            "#b": {"type": "alreadyExists", "existingId": "$there"},
            "$there": {"type": "invalidProperties", "properties": ["isActive"]},
            "Szz": {"type": "notFound"}, "nonsense": {"type": "notFound"}}, "...": 0}, "1"],
          ["SieveScript/set", {"notUpdated": {"#b": {"type": "invalidProperties",
            "properties": ["blobId"]}}, "...": 0}, "2"],
          ["SieveScript/set", {"notUpdated": {"#b": {"type": "invalidPatch"}}, "...": 0}, "3"],
          ["SieveScript/set", {"notUpdated": {"#b": {"type": "invalidSieve", "...": 0}},
            "...": 0}, "4"],
          ["SieveScript/set", {"notUpdated": {"#b": {"type": "invalidProperties",
            "properties": ["id"]}}, "...": 0}, "5"],
          ["SieveScript/set", {"updated": {"$b": {"name": "script"}}, "...": 0}, "6"],
          ["SieveScript/set", {"destroyed": ["$there"], "notDestroyed": {
            "Szz": {"type": "notFound"}}, "...": 0}, "7"]
        """);
  }

  /** Section 2.4: it has to be told to stop first, in a call before. */
  @Test
  void theOneThatRunsIsNotDestroyed() {
    put("a", "keep;");
    world.post.scripts().activate(world.ada.id(), "a");
    script.play(
        """
        > ["SieveScript/query", {"accountId": "$ada"}, "0"]
        < ["SieveScript/query", {"ids": ["$a"], "queryState": "$state", "position": 0,
            "canCalculateChanges": false, "accountId": "$ada"}, "0"]
        > ["SieveScript/set", {"accountId": "$ada", "destroy": ["$a"],
            "onSuccessDeactivateScript": true}, "0"],
          ["SieveScript/set", {"accountId": "$ada", "onSuccessDeactivateScript": true}, "1"],
          ["SieveScript/set", {"accountId": "$ada", "onSuccessDeactivateScript": true}, "2"],
          ["SieveScript/set", {"accountId": "$ada", "destroy": ["$a"]}, "3"]
        < ["SieveScript/set", {"oldState": "$state", "newState": "$state", "updated": null,
            "notDestroyed": {"$a": {"type": "sieveIsActive"}}, "...": 0}, "0"],
          ["SieveScript/set", {"oldState": "$state", "newState": "$off",
            "updated": {"$a": {"isActive": false}}, "...": 0}, "1"],
          ["SieveScript/set", {"oldState": "$off", "newState": "$off", "updated": null,
            "...": 0}, "2"],
          ["SieveScript/set", {"destroyed": ["$a"], "...": 0}, "3"]
        """);
  }

  @Test
  void nothingBeginsToRunUnlessAllWentWell() {
    put("a", "keep;");
    put("b", "keep;");
    world.post.scripts().activate(world.ada.id(), "a");
    script.play(
        """
        > ["SieveScript/query", {"accountId": "$ada", "sort": [{"property": "name"}]}, "0"]
        < ["SieveScript/query", {"ids": ["$a", "$b"], "...": 0}, "0"]
        > ["SieveScript/set", {"accountId": "$ada", "destroy": ["Szz"],
            "onSuccessActivateScript": "$b"}, "0"],
          ["SieveScript/set", {"accountId": "$ada", "onSuccessActivateScript": "Szz"}, "1"],
          ["SieveScript/set", {"accountId": "$ada", "onSuccessActivateScript": "#zz"}, "2"],
          ["SieveScript/set", {"accountId": "$ada", "onSuccessActivateScript": null,
            "onSuccessDeactivateScript": false}, "3"],
          ["SieveScript/set", {"accountId": "$ada", "onSuccessActivateScript": "$a"}, "4"],
          ["SieveScript/set", {"accountId": "$ada", "destroy": ["$b"],
            "onSuccessActivateScript": "$b"}, "5"]
        < ["SieveScript/set", {"updated": null, "notDestroyed": {"Szz": {"type": "notFound"}},
            "...": 0}, "0"],
          ["SieveScript/set", {"updated": null, "...": 0}, "1"],
          ["SieveScript/set", {"updated": null, "...": 0}, "2"],
          ["SieveScript/set", {"updated": null, "...": 0}, "3"],
          ["SieveScript/set", {"updated": null, "...": 0}, "4"],
          ["SieveScript/set", {"updated": null, "destroyed": ["$b"], "...": 0}, "5"]
        """);
    assertEquals("a", world.post.scripts().active(world.ada.id()).orElseThrow().name());
    put("c", "stop;");
    script.play(
        """
        > ["SieveScript/query", {"accountId": "$ada", "filter": {"isActive": false}}, "0"]
        < ["SieveScript/query", {"ids": ["$c"], "...": 0}, "0"]
        > ["SieveScript/set", {"accountId": "$ada", "update": {"$c": {"name": "d"}},
            "onSuccessDeactivateScript": true, "onSuccessActivateScript": "$c"}, "0"]
        < ["SieveScript/set", {"updated": {"$a": {"isActive": false},
            "$c": {"isActive": true}}, "...": 0}, "0"]
        """);
    assertEquals("d", world.post.scripts().active(world.ada.id()).orElseThrow().name());
  }

  @Test
  void scriptsAreFound() {
    put("zeta", "keep;");
    put("Alpha", "keep;");
    put("beta", "keep;");
    world.post.scripts().activate(world.ada.id(), "beta");
    script.play(
        """
        > ["SieveScript/query", {"accountId": "$ada", "sort": [{"property": "name"}],
            "calculateTotal": true}, "0"],
          ["SieveScript/query", {"accountId": "$ada", "filter": {"name": "eta"},
            "sort": [{"property": "isActive", "isAscending": false}]}, "1"],
          ["SieveScript/query", {"accountId": "$ada", "filter": {"operator": "NOT", "conditions": [
            {"name": "a", "isActive": true}]}, "sort": [{"property": "name"}], "position": 1,
            "limit": 1}, "2"],
          ["SieveScript/query", {"accountId": "$ada", "sort": [{"property": "size"}]}, "3"],
          ["SieveScript/query", {"accountId": "$ada", "filter": {"size": 3}}, "4"],
          ["SieveScript/changes", {"accountId": "$ada", "sinceState": "0"}, "5"]
        < ["SieveScript/query", {"ids": ["$alpha", "$beta", "$zeta"], "total": 3,
            "queryState": "$state", "...": 0}, "0"],
          ["SieveScript/query", {"ids": ["$beta", "$zeta"], "...": 0}, "1"],
          ["SieveScript/query", {"ids": ["$zeta"], "position": 1, "...": 0}, "2"],
          ["error", {"type": "unsupportedSort"}, "3"],
          ["error", {"type": "invalidArguments"}, "4"],
          ["error", {"type": "unknownMethod"}, "5"]
        """);
  }

  @Test
  void whetherOneIsRightIsToldWithoutKeepingIt() {
    blob("keep", "require \"fileinto\";\r\nfileinto \"a\";\r\n");
    blob("wrong", "keep");
    blob("large", "#" + "x".repeat(Scripts.MAX_SIZE));
    script.play(
        """
        > ["SieveScript/validate", {"accountId": "$ada", "blobId": "$keep"}, "0"],
          ["SieveScript/validate", {"accountId": "$ada", "blobId": "$wrong"}, "1"],
          ["SieveScript/validate", {"accountId": "$ada", "blobId": "$large"}, "2"],
          ["SieveScript/validate", {"accountId": "$ada", "blobId": "U1-zz"}, "3"],
          ["SieveScript/validate", {"accountId": "$ada"}, "4"],
          ["SieveScript/set", {"accountId": "$ada", "create": {"a": {"name": "a",
            "blobId": "$large"}}}, "5"],
          ["SieveScript/get", {"accountId": "$ada"}, "6"]
        < ["SieveScript/validate", {"accountId": "$ada", "error": null}, "0"],
          ["SieveScript/validate", {"error": {"type": "invalidSieve", "...": 0}, "...": 0}, "1"],
          ["SieveScript/validate", {"error": {"type": "invalidSieve"}, "...": 0}, "2"],
          ["error", {"type": "invalidArguments"}, "3"],
          ["error", {"type": "invalidArguments"}, "4"],
          ["SieveScript/set", {"notCreated": {"a": {"type": "tooLarge"}}, "...": 0}, "5"],
          ["SieveScript/get", {"list": [], "...": 0}, "6"]
        """);
  }

  @Test
  void thereAreNoMoreThanAnAccountMayHave() {
    for (int i = 0; i < Scripts.MAX_SCRIPTS; i++) {
      put("n" + i, "keep;");
    }
    blob("keep", "keep;");
    script.play(
        """
        > ["SieveScript/set", {"accountId": "$ada", "create": {"a": {"name": "a",
            "blobId": "$keep"}}}, "0"]
        < ["SieveScript/set", {"notCreated": {"a": {"type": "overQuota"}}, "...": 0}, "0"]
        """);
  }

  @Test
  void aStateThatHasPassedChangesNothing() {
    put("a", "keep;");
    script.play(
        """
        > ["SieveScript/set", {"accountId": "$ada", "ifInState": "0",
            "onSuccessDeactivateScript": true}, "0"],
          ["SieveScript/set", {"accountId": "$ada", "onSuccessDeactivateScript": "yes"}, "1"],
          ["SieveScript/set", {"accountId": "$ada", "onSuccessActivateScript": 3}, "2"]
        < ["error", {"type": "stateMismatch"}, "0"],
          ["error", {"type": "invalidArguments"}, "1"],
          ["error", {"type": "invalidArguments"}, "2"]
        """);
  }

  /** Whoever shares mailboxes shares no scripts; who may only read changes none. */
  @Test
  void scriptsAreTheirOwners() {
    put("a", "keep;");
    world.share(world.bob, world.inbox(), Right.LOOKUP, Right.READ);
    script.play(
        """
        > ["SieveScript/get", {"accountId": "$ada"}, "0"]
        < ["SieveScript/get", {"list": [{"blobId": "$blob", "...": 0}], "...": 0}, "0"]
        """);
    script
        .as(world.bob)
        .play(
            """
            > ["SieveScript/get", {"accountId": "$ada"}, "0"],
              ["SieveScript/set", {"accountId": "$ada", "onSuccessDeactivateScript": true}, "1"],
              ["SieveScript/query", {"accountId": "$ada"}, "2"],
              ["SieveScript/validate", {"accountId": "$ada", "blobId": "$blob"}, "3"],
              ["Blob/get", {"accountId": "$ada", "ids": ["$blob"]}, "4"],
              ["Blob/get", {"accountId": "$bob", "ids": ["$blob"]}, "5"]
            < ["error", {"type": "accountNotSupportedByMethod"}, "0"],
              ["error", {"type": "accountNotSupportedByMethod"}, "1"],
              ["error", {"type": "accountNotSupportedByMethod"}, "2"],
              ["error", {"type": "accountNotSupportedByMethod"}, "3"],
              ["Blob/get", {"list": [], "notFound": ["$blob"], "...": 0}, "4"],
              ["Blob/get", {"list": [], "notFound": ["$blob"], "...": 0}, "5"]
            """);
    script
        .as(world.ada)
        .readOnly()
        .play(
            """
            > ["SieveScript/set", {"accountId": "$ada", "onSuccessDeactivateScript": true}, "0"],
              ["SieveScript/validate", {"accountId": "$ada", "blobId": "$blob"}, "1"]
            < ["error", {"type": "accountReadOnly"}, "0"],
              ["SieveScript/validate", {"error": null, "...": 0}, "1"]
            """);
  }

  @Test
  void whoIsPushedToHearsOfScripts() {
    assertTrue(TypeStates.TYPES.contains("SieveScript"));
  }
}

package org.mailstead.jmap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailstead.jmap.core.RequestError;

/** Requests and what is common to all methods (RFC 8620 sections 3 and 4). */
class CoreTest {
  private final JmapWorld world = new JmapWorld();
  private final JmapScript script = new JmapScript(world);

  @AfterEach
  void close() {
    world.close();
  }

  private void refused(String type, String json) {
    RequestError error =
        assertThrows(RequestError.class, () -> world.run(world.caller(world.ada), json), json);
    assertEquals("urn:ietf:params:jmap:error:" + type, error.json().get("type").asString());
  }

  @Test
  void whatIsGivenComesBack() {
    script.play(
        """
        > ["Core/echo", {"hello": true, "high": {"five": [1, null, "x"]}}, "b3ff"]
        < ["Core/echo", {"hello": true, "high": {"five": [1, null, "x"]}}, "b3ff"]
        """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "nothing",
        "{}}",
        "{\"using\":[],\"using\":[],\"methodCalls\":[]}",
        "{\"using\":[],\"methodCalls\":[]} {}",
        "{\"using\":[],\"methodCalls\":[],}",
      })
  void whatIsNoIJsonIsRefused(String body) {
    refused("notJSON", body);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "null",
        "7",
        "{}",
        "{\"using\":[]}",
        "{\"methodCalls\":[]}",
        "{\"using\":\"x\",\"methodCalls\":[]}",
        "{\"using\":[7],\"methodCalls\":[]}",
        "{\"using\":[],\"methodCalls\":{}}",
        "{\"using\":[],\"methodCalls\":[{}]}",
        "{\"using\":[],\"methodCalls\":[[\"Core/echo\",{}]]}",
        "{\"using\":[],\"methodCalls\":[[\"Core/echo\",[],\"0\"]]}",
        "{\"using\":[],\"methodCalls\":[[\"Core/echo\",{},0]]}",
        "{\"using\":[],\"methodCalls\":[[7,{},\"0\"]]}",
        "{\"using\":[],\"methodCalls\":[[\"Core/echo\",{},\"0\",\"1\"]]}",
        "{\"using\":[],\"methodCalls\":[],\"createdIds\":[]}",
        "{\"using\":[],\"methodCalls\":[],\"createdIds\":{\"a\":7}}",
      })
  void whatIsNoRequestIsRefused(String body) {
    refused("notRequest", body);
  }

  @Test
  void capabilitiesThatNobodyKnowsAreRefused() {
    refused("unknownCapability", "{\"using\":[\"urn:x\"],\"methodCalls\":[]}");
  }

  @Test
  void soManyCallsAndNoMoreFitIntoOneRequest() {
    String call = "[\"Core/echo\",{},\"0\"]";
    String most = String.join(",", java.util.Collections.nCopies(64, call));
    String using = "{\"using\":[\"urn:ietf:params:jmap:core\"],\"methodCalls\":[";
    assertEquals(
        64, world.run(world.caller(world.ada), using + most + "]}").get("methodResponses").size());
    refused("limit", using + most + "," + call + "]}");
  }

  @Test
  void aMethodOfACapabilityThatIsNotUsedIsUnknown() {
    script.play(
        """
        >> {"using": ["urn:ietf:params:jmap:core"], "methodCalls": [
             ["Mailbox/get", {"accountId": "$ada"}, "0"], ["Core/echo", {}, "1"]]}
        << {"methodResponses": [
             ["error", {"type": "unknownMethod"}, "0"], ["Core/echo", {}, "1"]],
            "sessionState": "session"}
        > ["Mailbox/frobnicate", {}, "0"]
        < ["error", {"type": "unknownMethod"}, "0"]
        """);
  }

  @Test
  void unknownMembersOfARequestAreIgnored() {
    script.play(
        """
        >> {"using": ["urn:ietf:params:jmap:core"], "future": 1, "methodCalls": []}
        << {"methodResponses": [], "sessionState": "session"}
        """);
  }

  @Test
  void idsThatWereMadeBeforeMayBeGivenAndAreToldWithTheNewOnes() {
    script.play(
        """
        >> {"using": ["urn:ietf:params:jmap:core", "urn:ietf:params:jmap:mail"],
            "createdIds": {"old": "$inbox"}, "methodCalls": [
              ["Mailbox/set", {"accountId": "$ada", "create":
                {"k": {"name": "under", "parentId": "#old"}}}, "0"],
              ["Mailbox/get", {"accountId": "$ada", "ids": ["#k"], "properties": ["parentId"]},
                "1"]]}
        << {"methodResponses": [
              ["Mailbox/set", {"created": {"k": {"id": "$new", "...": 0}}, "...": 0}, "0"],
              ["Mailbox/get", {"list": [{"id": "$new", "parentId": "$inbox"}], "...": 0}, "1"]],
            "createdIds": {"old": "$inbox", "k": "$new"}, "sessionState": "session"}
        """);
  }

  @Test
  void argumentsMayBeTakenFromEarlierResponses() {
    script.play(
        """
        > ["Core/echo", {"ids": ["a", "b"], "list": [{"x": ["a"]}, {"x": ["b", "c"]}],
              "a/b": {"m~n": 1}}, "0"],
          ["Core/echo", {"#all": {"resultOf": "0", "name": "Core/echo", "path": "/ids"}}, "1"],
          ["Core/echo", {"#all": {"resultOf": "0", "name": "Core/echo", "path": "/ids/1"}}, "2"],
          ["Core/echo", {"#all": {"resultOf": "0", "name": "Core/echo", "path": "/list/*/x"}}, "3"],
          ["Core/echo", {"#all": {"resultOf": "0", "name": "Core/echo", "path": "/a~1b/m~0n"}}, "4"],
          ["Core/echo", {"#all": {"resultOf": "0", "name": "Core/echo", "path": "/ids/*"}}, "5"]
        < ["Core/echo", "*", "0"],
          ["Core/echo", {"all": ["a", "b"]}, "1"],
          ["Core/echo", {"all": "b"}, "2"],
          ["Core/echo", {"all": ["a", "b", "c"]}, "3"],
          ["Core/echo", {"all": 1}, "4"],
          ["Core/echo", {"all": ["a", "b"]}, "5"]
        """
            .replace("\"*\", \"0\"", "{\"...\": 0}, \"0\""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"resultOf\":\"9\",\"name\":\"Core/echo\",\"path\":\"/ids\"}",
        "{\"resultOf\":\"0\",\"name\":\"Mailbox/get\",\"path\":\"/ids\"}",
        "{\"resultOf\":\"0\",\"name\":\"Core/echo\",\"path\":\"/idle\"}",
        "{\"resultOf\":\"0\",\"name\":\"Core/echo\",\"path\":\"ids\"}",
        "{\"resultOf\":\"0\",\"name\":\"Core/echo\",\"path\":\"/ids/2\"}",
        "{\"resultOf\":\"0\",\"name\":\"Core/echo\",\"path\":\"/ids/01\"}",
        "{\"resultOf\":\"0\",\"name\":\"Core/echo\",\"path\":\"/ids/-\"}",
        "{\"resultOf\":\"0\",\"name\":\"Core/echo\",\"path\":\"/ids/*/x\"}",
        "{\"resultOf\":\"0\",\"name\":\"Core/echo\",\"path\":\"/ids/99999999999999999999\"}",
        "{\"resultOf\":\"0\",\"name\":\"Core/echo\"}",
        "{\"resultOf\":\"1\",\"name\":\"Core/echo\",\"path\":\"/x\"}",
        "7",
        "null",
      })
  void aReferenceThatLeadsNowhereFailsItsCallAlone(String reference) {
    script.play(
        """
        > ["Core/echo", {"ids": ["a", "b"]}, "0"], ["Core/echo", {"#x": REF}, "1"],
          ["Core/echo", {}, "2"]
        < ["Core/echo", {"ids": ["a", "b"]}, "0"],
          ["error", {"type": "invalidResultReference"}, "1"], ["Core/echo", {}, "2"]
        """
            .replace("REF", reference));
  }

  @Test
  void anArgumentIsGivenOnceOnly() {
    script.play(
        """
        > ["Core/echo", {"ids": ["a"]}, "0"],
          ["Core/echo", {"x": 1, "#x": {"resultOf": "0", "name": "Core/echo", "path": "/ids"}}, "1"]
        < ["Core/echo", {"ids": ["a"]}, "0"], ["error", {"type": "invalidArguments"}, "1"]
        """);
  }

  /** Every argument of another type than it is to have, and one that there is not. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Mailbox/get {\"accountId\":7}",
        "Mailbox/get {\"accountId\":null}",
        "Mailbox/get {}",
        "Mailbox/get {\"accountId\":\"$ada\",\"ids\":\"x\"}",
        "Mailbox/get {\"accountId\":\"$ada\",\"ids\":[7]}",
        "Mailbox/get {\"accountId\":\"$ada\",\"properties\":[\"size\"]}",
        "Mailbox/get {\"accountId\":\"$ada\",\"properties\":{}}",
        "Mailbox/get {\"accountId\":\"$ada\",\"what\":1}",
        "Mailbox/query {\"accountId\":\"$ada\",\"position\":1.5}",
        "Mailbox/query {\"accountId\":\"$ada\",\"position\":\"1\"}",
        "Mailbox/query {\"accountId\":\"$ada\",\"limit\":-1}",
        "Mailbox/query {\"accountId\":\"$ada\",\"limit\":9007199254740992}",
        "Mailbox/query {\"accountId\":\"$ada\",\"sortAsTree\":\"yes\"}",
        "Mailbox/query {\"accountId\":\"$ada\",\"filter\":[]}",
        "Mailbox/query {\"accountId\":\"$ada\",\"filter\":{\"what\":1}}",
        "Mailbox/query {\"accountId\":\"$ada\",\"filter\":{\"operator\":\"XOR\",\"conditions\":[]}}",
        "Mailbox/query {\"accountId\":\"$ada\",\"filter\":{\"operator\":\"AND\",\"conditions\":[7]}}",
        "Mailbox/query {\"accountId\":\"$ada\",\"sort\":{}}",
        "Mailbox/query {\"accountId\":\"$ada\",\"sort\":[{\"isAscending\":true}]}",
        "Mailbox/query {\"accountId\":\"$ada\",\"sort\":[{\"property\":\"name\",\"x\":1}]}",
        "Mailbox/changes {\"accountId\":\"$ada\"}",
        "Mailbox/changes {\"accountId\":\"$ada\",\"sinceState\":\"0\",\"maxChanges\":0}",
        "Mailbox/changes {\"accountId\":\"$ada\",\"sinceState\":\"0\",\"maxChanges\":-1}",
        "Mailbox/queryChanges {\"accountId\":\"$ada\"}",
        "Mailbox/set {\"accountId\":\"$ada\",\"create\":[]}",
        "Mailbox/set {\"accountId\":\"$ada\",\"create\":{\"a\":7}}",
        "Mailbox/set {\"accountId\":\"$ada\",\"destroy\":{}}",
        "Mailbox/set {\"accountId\":\"$ada\",\"onDestroyRemoveEmails\":1}",
        "Email/get {\"accountId\":\"$ada\",\"ids\":[],\"properties\":[\"header:From:asDate\"]}",
        "Email/get {\"accountId\":\"$ada\",\"ids\":[],\"properties\":[\"header:x:asNothing\"]}",
        "Email/get {\"accountId\":\"$ada\",\"ids\":[],\"bodyProperties\":[\"what\"]}",
        "Email/get {\"accountId\":\"$ada\",\"ids\":[],\"maxBodyValueBytes\":-1}",
        "Email/query {\"accountId\":\"$ada\",\"filter\":{\"before\":\"yesterday\"}}",
        "Email/query {\"accountId\":\"$ada\",\"filter\":{\"before\":\"2026-01-01T00:00:00+01:00\"}}",
        "Email/query {\"accountId\":\"$ada\",\"filter\":{\"header\":[]}}",
        "Email/query {\"accountId\":\"$ada\",\"filter\":{\"header\":[\"a\",\"b\",\"c\"]}}",
        "Email/query {\"accountId\":\"$ada\",\"filter\":{\"hasAttachment\":\"x\"}}",
        "Email/query {\"accountId\":\"$ada\",\"sort\":[{\"property\":\"hasKeyword\"}]}",
        "Email/import {\"accountId\":\"$ada\",\"emails\":[]}",
        "Email/parse {\"accountId\":\"$ada\"}",
        "Email/copy {\"accountId\":\"$ada\",\"fromAccountId\":\"$ada\",\"create\":{}}",
        "Email/copy {\"accountId\":\"$ada\"}",
        "SearchSnippet/get {\"accountId\":\"$ada\"}",
        "Thread/get {\"accountId\":\"$ada\",\"ids\":[],\"properties\":[\"subject\"]}",
      })
  void argumentsThatAreWrongAreRefused(String call) {
    String[] words = call.split(" ", 2);
    script.play(
        """
        > ["%s", %s, "0"]
        < ["error", {"type": "invalidArguments"}, "0"]
        """
            .formatted(words[0], words[1]));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Mailbox/get {\"accountId\":\"A\"}",
        "Mailbox/get {\"accountId\":\"\"}",
        "Mailbox/get {\"accountId\":\"$bob\"}",
        "Mailbox/query {\"accountId\":\"$bob\"}",
        "Mailbox/changes {\"accountId\":\"$bob\",\"sinceState\":\"0\"}",
        "Mailbox/queryChanges {\"accountId\":\"$bob\",\"sinceQueryState\":\"0\"}",
        "Mailbox/set {\"accountId\":\"$bob\"}",
        "Thread/get {\"accountId\":\"$bob\",\"ids\":[]}",
        "Thread/changes {\"accountId\":\"$bob\",\"sinceState\":\"0\"}",
        "Email/get {\"accountId\":\"$bob\",\"ids\":[]}",
        "Email/query {\"accountId\":\"$bob\"}",
        "Email/changes {\"accountId\":\"$bob\",\"sinceState\":\"0\"}",
        "Email/queryChanges {\"accountId\":\"$bob\",\"sinceQueryState\":\"0\"}",
        "Email/set {\"accountId\":\"$bob\"}",
        "Email/import {\"accountId\":\"$bob\",\"emails\":{}}",
        "Email/parse {\"accountId\":\"$bob\",\"blobIds\":[]}",
        "Email/copy {\"accountId\":\"$bob\",\"fromAccountId\":\"$ada\",\"create\":{}}",
        "SearchSnippet/get {\"accountId\":\"$bob\",\"emailIds\":[]}",
      })
  void anAccountOfSomebodyElseIsNone(String call) {
    String[] words = call.split(" ", 2);
    script.play(
        """
        > ["%s", %s, "0"]
        < ["error", {"type": "accountNotFound"}, "0"]
        """
            .formatted(words[0], words[1]));
  }

  @Test
  void whoMayOnlyReadChangesNothing() {
    script
        .readOnly()
        .play(
            """
            > ["Mailbox/set", {"accountId": "$ada", "create": {"a": {"name": "x"}}}, "0"],
              ["Email/set", {"accountId": "$ada"}, "1"],
              ["Email/import", {"accountId": "$ada", "emails": {}}, "2"],
              ["Mailbox/get", {"accountId": "$ada", "ids": []}, "3"]
            < ["error", {"type": "accountReadOnly"}, "0"],
              ["error", {"type": "accountReadOnly"}, "1"],
              ["error", {"type": "accountReadOnly"}, "2"],
              ["Mailbox/get", {"accountId": "$ada", "state": "$state", "list": [], "notFound": []}, "3"]
            """);
  }

  @Test
  void moreObjectsThanTheServerTakesAreTooMany() {
    var ids = new StringBuilder("[\"x0\"");
    var many = new StringBuilder("{\"c0\":{}");
    for (int i = 1; i <= 1000; i++) {
      ids.append(",\"x").append(i).append('"');
      many.append(",\"c").append(i).append("\":{}");
    }
    script.set("none", "x");
    for (String call :
        new String[] {
          "Mailbox/get {\"ids\":" + ids + "]",
          "Email/get {\"ids\":" + ids + "]",
          "Thread/get {\"ids\":" + ids + "]",
          "SearchSnippet/get {\"emailIds\":" + ids + "]",
          "Email/parse {\"blobIds\":" + ids + "]",
          "Email/set {\"destroy\":" + ids + "]",
          "Mailbox/set {\"create\":" + many + "}",
          "Email/import {\"emails\":" + many + "}",
        }) {
      String[] words = call.split(" ", 2);
      script.play(
          """
          > ["%s", %s, "accountId": "$ada"}, "0"]
          < ["error", {"type": "requestTooLarge"}, "0"]
          """
              .formatted(words[0], words[1]));
    }
    assertTrue(world.post.mailboxes().tree(world.ada.id()).all().size() < 10);
  }

  @Test
  void aStateThatWasNeverToldGivesNoChanges() {
    for (String method : new String[] {"Mailbox/changes", "Thread/changes", "Email/changes"}) {
      for (String state : new String[] {"", "zzzzzz", "-1", "x.y", "1.-1", "1-looks", "é"}) {
        script.play(
            """
            > ["%s", {"accountId": "$ada", "sinceState": "%s"}, "0"]
            < ["error", {"type": "cannotCalculateChanges"}, "0"]
            """
                .formatted(method, state));
      }
    }
  }
}

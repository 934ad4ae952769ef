package org.mailstead.jmap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mailstead.jmap.search.SearchMethods;
import org.mailstead.post.Mailbox;
import org.mailstead.post.Right;

/** Saved searches, suggestions, typed searches: {@code urn:mailstead:params:jmap:search}. */
class SearchExtensionTest {
  private final JmapWorld world = JmapWorld.indexed();
  private final JmapScript script = new JmapScript(world).using(SearchMethods.CAPABILITY);

  @AfterEach
  void close() {
    world.close();
  }

  @BeforeEach
  void fill() {
    put(
        "a",
        Mailbox.Role.INBOX,
        "Zoe <zoe@far.test>",
        "ada@example.test",
        "Plans",
        "meet in Paris");
    put(
        "b",
        Mailbox.Role.ARCHIVE,
        "ada@example.test",
        "zoe@far.test",
        "Re: Plans",
        "to Paris then");
    put(
        "c",
        Mailbox.Role.INBOX,
        "amy@far.test",
        "zoe@far.test, bert@far.test",
        "Cats",
        "a cat sat");
  }

  private void put(
      String name, Mailbox.Role where, String from, String to, String subject, String body) {
    String message = "From: %s\nTo: %s\nSubject: %s\n\n%s\n".formatted(from, to, subject, body);
    script.set(name, world.append(world.ada.id(), world.mailbox(world.ada.id(), where), message));
  }

  private void finds(String typed, String ids, int done) {
    script.play(
        """
        > ["Email/query", {"accountId": "$ada", "filter": {"search": %s}}, "0"]
        < ["Email/query", {"accountId": "$ada", "queryState": "*", "canCalculateChanges": true,
            "position": 0, "ids": %s, "searched": {"done": %d, "total": 3}}, "0"]
        """
            .formatted(quoted(typed), ids, done));
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  /** Each question is asked before the index has anything, and once it has all. */
  private void bothWays(String typed, String ids) {
    finds(typed, ids, 3);
    world.awaitIndex();
    finds(typed, ids, 3);
  }

  @Test
  void aTypedSearchIsACondition() {
    bothWays("paris", "[\"~\", \"$a\", \"$b\"]");
    bothWays("from:zoe", "[\"$a\"]");
    bothWays("to:zoe@far.test -cat", "[\"$b\"]");
    bothWays("in:archive", "[\"$b\"]");
    bothWays("-in:archive paris", "[\"$a\"]");
    bothWays("in:nowhere", "[]");
    bothWays("is:unread \"cat sat\"", "[\"$c\"]");
    bothWays("is:read", "[]");
    bothWays("from:zoe OR from:amy", "[\"~\", \"$a\", \"$c\"]");
    bothWays("has:attachment", "[]");
    bothWays("after:2026-01-02 before:2026-01-03 par*", "[\"~\", \"$a\", \"$b\"]");
    bothWays("before:2026-01-02", "[]");
    bothWays("larger:1m", "[]");
    bothWays("", "[\"~\", \"$a\", \"$b\", \"$c\"]");
  }

  @Test
  void withoutTheCapabilityThereIsNoSuchCondition() {
    new JmapScript(world)
        .play(
            """
            > ["Email/query", {"accountId": "$ada", "filter": {"search": "paris"}}, "0"],
              ["Email/query", {"accountId": "$ada", "filter": {"text": "paris"}}, "1"],
              ["SavedSearch/get", {"accountId": "$ada"}, "2"]
            < ["error", {"type": "invalidArguments", "...": 0}, "0"],
              ["Email/query", {"accountId": "$ada", "queryState": "*", "position": 0,
                "canCalculateChanges": true, "ids": "*"}, "1"],
              ["error", {"type": "unknownMethod", "...": 0}, "2"]
            """);
  }

  @Test
  void whatIsNotSearchedIsTold() {
    for (int i = 0; i < 600; i++) {
      world.append("Subject: many\n\npage " + i + "\n");
    }
    // The newest 500 are opened; the others wait for the index.
    script.play(
        """
        > ["Email/query", {"accountId": "$ada", "limit": 1, "calculateTotal": true,
            "filter": {"text": "page"}}, "0"],
          ["Email/query", {"accountId": "$ada", "filter": {"hasKeyword": "$seen"}}, "1"]
        < ["Email/query", {"total": 500, "searched": {"done": 500, "total": 603}, "...": 0}, "0"],
          ["Email/query", {"accountId": "$ada", "queryState": "*", "position": 0,
                "canCalculateChanges": true, "ids": []}, "1"]
        """);
    world.awaitIndex();
    script.play(
        """
        > ["Email/query", {"accountId": "$ada", "limit": 1, "calculateTotal": true,
            "filter": {"text": "page"}}, "0"]
        < ["Email/query", {"total": 600, "searched": {"done": 603, "total": 603}, "...": 0}, "0"]
        """);
  }

  @Test
  void aSnippetShowsWhatWasTyped() {
    script.play(
        """
        > ["SearchSnippet/get", {"accountId": "$ada", "emailIds": ["$a"],
            "filter": {"search": "subject:plans paris", "timeZone": "Europe/Berlin"}}, "0"]
        < ["SearchSnippet/get", {"list": [{"emailId": "$a", "subject": "<mark>Plans</mark>",
            "preview": "meet in <mark>Paris</mark>"}], "...": 0}, "0"]
        """);
  }

  @Test
  void aTypedTextIsTold() {
    script.play(
        """
        > ["Search/parse", {"accountId": "$ada", "search":
            "from:ada has:attachment before:2024-01-01 -cat \\"a phrase\\" wor* is:unread -in:Archive"
            }, "0"],
          ["Search/parse", {"accountId": "$ada", "search": "before:noon is:blue a OR b larger:1k"
            }, "1"],
          ["Search/parse", {"accountId": "$ada", "search": "after:2024-07",
            "timeZone": "Europe/Berlin"}, "2"],
          ["Search/parse", {"accountId": "$ada", "search": ""}, "3"]
        < ["Search/parse", {"accountId": "$ada", "parts": [
            {"type": "words", "in": "from", "text": "ada"},
            {"type": "hasAttachment"},
            {"type": "before", "date": "2024-01-01T00:00:00Z"},
            {"type": "not", "parts": [{"type": "words", "in": "all", "text": "cat"}]},
            {"type": "phrase", "in": "all", "text": "a phrase"},
            {"type": "start", "in": "all", "text": "wor"},
            {"type": "is", "mark": "unread", "not": false},
            {"type": "in", "text": "Archive", "mailboxIds": ["$archive"], "not": true}],
            "words": "*"}, "0"],
          ["Search/parse", {"accountId": "$ada", "parts": [
            {"type": "words", "in": "all", "text": "before:noon is:blue"},
            {"type": "or", "parts": [{"type": "words", "in": "all", "text": "a"},
              {"type": "words", "in": "all", "text": "b"}]},
            {"type": "larger", "size": 1024}], "words": "*"}, "1"],
          ["Search/parse", {"parts": [{"type": "after", "date": "2024-06-30T22:00:00Z"}],
            "words": [], "...": 0}, "2"],
          ["Search/parse", {"parts": [], "words": [], "...": 0}, "3"]
        """);
  }

  @Test
  void whatIsTypedIsCompletedAndCorrected() {
    world.awaitIndex();
    script.play(
        """
        > ["Search/suggest", {"accountId": "$ada", "search": "pari"}, "0"],
          ["Search/suggest", {"accountId": "$ada", "search": "from:zo", "limit": 1}, "1"],
          ["Search/suggest", {"accountId": "$ada", "search": "parsi"}, "2"],
          ["Search/suggest", {"accountId": "$ada", "search": "paris "}, "3"],
          ["Search/suggest", {"accountId": "$ada", "search": ""}, "4"]
        < ["Search/suggest", {"words": ["paris"], "...": 0}, "0"],
          ["Search/suggest", {"addresses": ["zoe@far.test"], "...": 0}, "1"],
          ["Search/suggest", {"didYouMean": "paris", "...": 0}, "2"],
          ["Search/suggest", {"didYouMean": null, "words": [], "addresses": [], "...": 0}, "3"],
          ["Search/suggest", {"didYouMean": null, "words": [], "addresses": [], "...": 0}, "4"]
        """);
  }

  @Test
  void whoWritesWithWhomIsTold() {
    world.awaitIndex();
    script.play(
        """
        > ["Search/people", {"accountId": "$ada", "email": "zoe@far.test"}, "0"],
          ["Search/people", {"accountId": "$ada", "email": "nobody@far.test"}, "1"],
          ["Email/query", {"accountId": "$ada", "filter": {"operator": "OR", "conditions": [
            {"search": "from:ada@example.test to:zoe@far.test"},
            {"search": "from:zoe@far.test to:ada@example.test"}]}}, "2"]
        < ["Search/people", {"accountId": "$ada", "email": "zoe@far.test", "emails": 3, "looked": 3,
            "list": [{"email": "ada@example.test", "name": "", "count": 2},
              {"email": "amy@far.test", "name": "", "count": 1},
              {"email": "bert@far.test", "name": "", "count": 1}]}, "0"],
          ["Search/people", {"emails": 0, "looked": 0, "list": [], "...": 0}, "1"],
          ["Email/query", {"ids": ["~", "$a", "$b"], "...": 0}, "2"]
        """);
  }

  @Test
  void searchesAreKept() {
    script.play(
        """
        > ["SavedSearch/get", {"accountId": "$ada"}, "0"]
        < ["SavedSearch/get", {"accountId": "$ada", "state": "$first", "list": [],
            "notFound": []}, "0"]
        > ["SavedSearch/set", {"accountId": "$ada", "ifInState": "$first", "create": {
            "k": {"name": "From Zoe", "search": "from:zoe is:unread"},
            "l": {"name": "Large", "search": "larger:10M", "sortOrder": 3,
              "sort": [{"property": "size", "isAscending": false}]}}}, "0"],
          ["SavedSearch/get", {"accountId": "$ada", "ids": ["#k", "#l", "Hzz", "x"]}, "1"],
          ["SavedSearch/changes", {"accountId": "$ada", "sinceState": "$first"}, "2"]
        < ["SavedSearch/set", {"accountId": "$ada", "oldState": "$first", "newState": "$second",
            "created": {"k": {"id": "$k", "sort": null, "sortOrder": 0}, "l": {"id": "$l"}},
            "...": 0}, "0"],
          ["SavedSearch/get", {"list": [
            {"id": "$k", "name": "From Zoe", "search": "from:zoe is:unread", "sort": null,
              "sortOrder": 0},
            {"id": "$l", "name": "Large", "search": "larger:10M", "sortOrder": 3,
              "sort": [{"property": "size", "isAscending": false}]}],
            "notFound": ["Hzz", "x"], "...": 0}, "1"],
          ["SavedSearch/changes", {"oldState": "$first", "newState": "$second",
            "hasMoreChanges": false, "created": ["~", "$k", "$l"], "updated": [], "destroyed": [],
            "...": 0}, "2"]
        > ["SavedSearch/set", {"accountId": "$ada", "update": {"$k": {"name": "Zoe"}},
            "destroy": ["$l", "Hzz"]}, "0"],
          ["SavedSearch/get", {"accountId": "$ada", "properties": ["name"]}, "1"],
          ["SavedSearch/changes", {"accountId": "$ada", "sinceState": "$second"}, "2"]
        < ["SavedSearch/set", {"updated": {"$k": null}, "destroyed": ["$l"],
            "notDestroyed": {"Hzz": {"type": "notFound", "...": 0}}, "...": 0}, "0"],
          ["SavedSearch/get", {"list": [{"id": "$k", "name": "Zoe"}], "...": 0}, "1"],
          ["SavedSearch/changes", {"created": [], "updated": ["$k"], "destroyed": ["$l"],
            "...": 0}, "2"]
        """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"name\": \"\", \"search\": \"a\"}",
        "{\"name\": 5, \"search\": \"a\"}",
        "{\"name\": \"a\\nb\", \"search\": \"a\"}",
        "{\"name\": \"a\"}",
        "{\"search\": \"a\"}",
        "{\"name\": \"a\", \"search\": null}",
        "{\"name\": \"a\", \"search\": \"b\", \"sortOrder\": -1}",
        "{\"name\": \"a\", \"search\": \"b\", \"sortOrder\": 1.5}",
        "{\"name\": \"a\", \"search\": \"b\", \"sort\": []}",
        "{\"name\": \"a\", \"search\": \"b\", \"sort\": [{\"isAscending\": true}]}",
        "{\"name\": \"a\", \"search\": \"b\", \"sort\": \"size\"}",
        "{\"name\": \"a\", \"search\": \"b\", \"id\": \"H1\"}",
        "{\"name\": \"a\", \"search\": \"b\", \"colour\": \"red\"}"
      })
  void oddOnesAreRefused(String object) {
    script.play(
        """
        > ["SavedSearch/set", {"accountId": "$ada", "create": {"k": %s}}, "0"]
        < ["SavedSearch/set", {"created": null, "notCreated": {"k": {"type": "invalidProperties",
            "...": 0}}, "...": 0}, "0"]
        """
            .formatted(object));
  }

  @Test
  void longOnesAreRefused() {
    script.set("long", "x".repeat(4_001)).set("name", "x".repeat(201));
    script.play(
        """
        > ["SavedSearch/set", {"accountId": "$ada", "create": {
            "k": {"name": "a", "search": "$long"}, "l": {"name": "$name", "search": "a"}}}, "0"],
          ["Email/query", {"accountId": "$ada", "filter": {"search": "$long"}}, "1"],
          ["Search/parse", {"accountId": "$ada", "search": "$long"}, "2"],
          ["Search/suggest", {"accountId": "$ada", "search": "$long"}, "3"],
          ["Search/people", {"accountId": "$ada", "email": "$long"}, "4"]
        < ["SavedSearch/set", {"notCreated": {"k": {"type": "invalidProperties", "...": 0},
            "l": {"type": "invalidProperties", "...": 0}}, "...": 0}, "0"],
          ["error", {"type": "invalidArguments", "...": 0}, "1"],
          ["error", {"type": "invalidArguments", "...": 0}, "2"],
          ["error", {"type": "invalidArguments", "...": 0}, "3"],
          ["error", {"type": "invalidArguments", "...": 0}, "4"]
        """);
  }

  @Test
  void wrongCallsAreRefused() {
    script.play(
        """
        > ["SavedSearch/get", {"accountId": "$ada", "properties": ["colour"]}, "0"],
          ["SavedSearch/get", {"accountId": "Anone"}, "1"],
          ["SavedSearch/changes", {"accountId": "$ada", "sinceState": "nonsense"}, "2"],
          ["SavedSearch/set", {"accountId": "$ada", "ifInState": "nonsense"}, "3"],
          ["SavedSearch/set", {"accountId": "$ada", "update": {"Hzz": {"name": "a"}}}, "4"],
          ["Search/parse", {"accountId": "$ada"}, "5"],
          ["Search/parse", {"accountId": "$ada", "search": "a", "timeZone": "Mars/Base"}, "6"],
          ["Search/suggest", {"accountId": "$ada"}, "7"],
          ["Search/suggest", {"accountId": "$ada", "search": "a", "limit": -1}, "8"],
          ["Search/people", {"accountId": "$ada", "email": " "}, "9"],
          ["Search/people", {"accountId": "$ada", "email": "a@b.test", "more": 1}, "10"],
          ["Email/query", {"accountId": "$ada", "filter": {"search": 5}}, "11"]
        < ["error", {"type": "invalidArguments", "...": 0}, "0"],
          ["error", {"type": "accountNotFound", "...": 0}, "1"],
          ["error", {"type": "cannotCalculateChanges", "...": 0}, "2"],
          ["error", {"type": "stateMismatch", "...": 0}, "3"],
          ["SavedSearch/set", {"notUpdated": {"Hzz": {"type": "notFound", "...": 0}},
            "...": 0}, "4"],
          ["error", {"type": "invalidArguments", "...": 0}, "5"],
          ["error", {"type": "invalidArguments", "...": 0}, "6"],
          ["error", {"type": "invalidArguments", "...": 0}, "7"],
          ["error", {"type": "invalidArguments", "...": 0}, "8"],
          ["error", {"type": "invalidArguments", "...": 0}, "9"],
          ["error", {"type": "invalidArguments", "...": 0}, "10"],
          ["error", {"type": "invalidArguments", "...": 0}, "11"]
        """);
  }

  /** Words and saved searches tell of mail that was not shared. */
  @Test
  void othersAreToldNothingOfAnAccount() {
    world.share(world.bob, world.inbox(), Right.LOOKUP, Right.READ);
    world.awaitIndex();
    script
        .as(world.bob)
        .play(
            """
            > ["SavedSearch/get", {"accountId": "$ada"}, "0"],
              ["SavedSearch/changes", {"accountId": "$ada", "sinceState": "0"}, "1"],
              ["SavedSearch/set", {"accountId": "$ada", "destroy": ["H1"]}, "2"],
              ["Search/suggest", {"accountId": "$ada", "search": "pari"}, "3"],
              ["Search/people", {"accountId": "$ada", "email": "zoe@far.test"}, "4"],
              ["Email/query", {"accountId": "$ada", "filter": {"search": "paris"}}, "5"],
              ["Search/parse", {"accountId": "$ada", "search": "in:archive"}, "6"]
            < ["error", {"type": "accountNotSupportedByMethod", "...": 0}, "0"],
              ["error", {"type": "accountNotSupportedByMethod", "...": 0}, "1"],
              ["error", {"type": "accountNotSupportedByMethod", "...": 0}, "2"],
              ["error", {"type": "accountNotSupportedByMethod", "...": 0}, "3"],
              ["error", {"type": "accountNotSupportedByMethod", "...": 0}, "4"],
              ["Email/query", {"ids": ["$a"], "searched": {"done": 2, "total": 2}, "...": 0}, "5"],
              ["Search/parse", {"parts": [{"type": "in",
                "text": "archive", "mailboxIds": [], "not": false}], "...": 0}, "6"]
            """);
  }

  @Test
  void thereAreAtMostTwoHundredWhoeverMakesThem() throws InterruptedException {
    var made = new AtomicInteger();
    var done = new CountDownLatch(4);
    for (int thread = 0; thread < 4; thread++) {
      Thread.ofVirtual()
          .start(() -> {
            for (int i = 0; i < 60; i++) {
              made.addAndGet(make());
            }
            done.countDown();
          });
    }
    done.await();
    assertEquals(200, made.get());
  }

  private int make() {
    String call =
        "{\"using\":[\"urn:ietf:params:jmap:core\",\""
            + SearchMethods.CAPABILITY
            + "\"],"
            + "\"methodCalls\":[[\"SavedSearch/set\",{\"accountId\":\""
            + script.get("ada")
            + "\",\"create\":{\"k\":{\"name\":\"n\",\"search\":\"s\"}}},\"0\"]]}";
    var answer = world.run(world.caller(world.ada), call).path("methodResponses").get(0).get(1);
    if (answer.path("created").has("k")) {
      return 1;
    }
    assertEquals("overQuota", answer.path("notCreated").path("k").path("type").asString());
    return 0;
  }
}

package org.mailstead.jmap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A client that keeps a copy of emails, threads, mailboxes and some queries up to date. */
final class Follower {
  private static final List<String> QUERIES =
      List.of(
          "\"filter\":{\"inMailbox\":\"$inbox\"},\"sort\":[{\"property\":\"receivedAt\","
              + "\"isAscending\":false}]",
          "\"filter\":{\"inMailbox\":\"$inbox\"},\"collapseThreads\":true",
          "\"filter\":{\"hasKeyword\":\"$flagged\"}",
          "\"filter\":{\"someInThreadHaveKeyword\":\"$seen\"}",
          "\"filter\":{\"inMailboxOtherThan\":[\"$inbox\"]},\"sort\":[{\"property\":\"subject\"}]",
          "\"sort\":[{\"property\":\"allInThreadHaveKeyword\",\"keyword\":\"$seen\"}],"
              + "\"collapseThreads\":true");

  private static final List<String> MAILBOX_QUERIES =
      List.of(
          "\"sort\":[{\"property\":\"name\"}]",
          "\"filter\":{\"parentId\":null},\"sort\":[{\"property\":\"name\",\"isAscending\":false}]",
          "\"filter\":{\"hasAnyRole\":false}");

  private final JmapScript script;
  private final RandomGenerator random;
  private final Kind emails;
  private final Kind threads;
  private final Kind mailboxes;
  private final List<Query> queries = new ArrayList<>();
  private int restarts;
  private boolean quiet = true;

  Follower(JmapScript script, RandomGenerator random) {
    this.script = script;
    this.random = random;
    this.emails = new Kind("Email", "\"properties\":[\"keywords\",\"mailboxIds\"]");
    this.threads = new Kind("Thread", "\"properties\":[\"emailIds\"]");
    this.mailboxes = new Kind("Mailbox", "\"properties\":null");
    QUERIES.forEach(query -> queries.add(new Query("Email", query)));
    MAILBOX_QUERIES.forEach(query -> queries.add(new Query("Mailbox", query)));
  }

  /** Whether nobody else is at work: then what it has must be all that there is. */
  void quiet(boolean now) {
    quiet = now;
  }

  /** How often it had to begin anew. */
  int restarts() {
    return restarts;
  }

  /** What changed; empty when that cannot be told, and all is to be fetched anew. */
  private Optional<ObjectNode> changes(String method, String arguments) {
    JsonNode answer =
        script
            .ask(
                """
                {"using": ["urn:ietf:params:jmap:core", "urn:ietf:params:jmap:mail"],
                 "methodCalls": [["%s", %s, "0"]]}
                """
                    .formatted(method, arguments))
            .get("methodResponses")
            .get(0);
    if (answer.get(0).asString().equals("error")) {
      assertEquals("cannotCalculateChanges", answer.get(1).get("type").asString());
      restarts++;
      return Optional.empty();
    }
    return Optional.of((ObjectNode) answer.get(1));
  }

  /** Asks for some of what it does not know yet; whether it was told that there is no more. */
  boolean step() {
    boolean done = true;
    for (Kind kind : List.of(emails, threads, mailboxes)) {
      done &= kind.step();
    }
    queries.forEach(Query::step);
    return done;
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(one -> texts.add(one.asString()));
    return texts;
  }

  private static String quoted(List<String> ids) {
    return ids.isEmpty() ? "[]" : "[\"" + String.join("\",\"", ids) + "\"]";
  }

  private List<String> threadIds() {
    ObjectNode got =
        script.call("Email/get", "{\"accountId\":\"$ada\",\"properties\":[\"threadId\"]}");
    List<String> ids = new ArrayList<>();
    got.get("list").forEach(one -> ids.add(one.get("threadId").asString()));
    return ids;
  }

  /** What it has of one type. */
  private final class Kind {
    private final String type;
    private final String properties;
    private final Map<String, ObjectNode> known = new HashMap<>();
    private String state = "";

    Kind(String type, String properties) {
      this.type = type;
      this.properties = properties;
      begin();
    }

    private void begin() {
      state = script.call(type + "/get", args("\"ids\":[]")).get("state").asString();
      known.clear();
      known.putAll(all());
    }

    private String args(String more) {
      return "{\"accountId\":\"$ada\"," + more + "}";
    }

    private Map<String, ObjectNode> all() {
      return get(type.equals("Thread") ? quoted(threadIds()) : "null", properties);
    }

    private Map<String, ObjectNode> get(String ids, String which) {
      Map<String, ObjectNode> found = new HashMap<>();
      script
          .call(type + "/get", args("\"ids\":" + ids + "," + which))
          .get("list")
          .forEach(one -> found.put(one.get("id").asString(), (ObjectNode) one));
      return found;
    }

    boolean step() {
      int most = random.nextBoolean() ? 1000 : random.nextInt(1, 6);
      String args = args("\"sinceState\":\"%s\",\"maxChanges\":%d".formatted(state, most));
      Optional<ObjectNode> changes = changes(type + "/changes", args);
      changes.ifPresentOrElse(told -> take(told, most), this::begin);
      return changes.isEmpty() || !changes.get().get("hasMoreChanges").asBoolean();
    }

    private void take(ObjectNode told, int most) {
      List<String> created = texts(told.get("created"));
      List<String> updated = texts(told.get("updated"));
      List<String> destroyed = texts(told.get("destroyed"));
      assertEquals(true, created.size() + updated.size() + destroyed.size() <= most);
      destroyed.forEach(known::remove);
      known.putAll(get(quoted(created), properties));
      update(updated, told.path("updatedProperties"));
      boolean more = told.get("hasMoreChanges").asBoolean();
      assertFalse(more && told.get("newState").asString().equals(state), "no step forward");
      state = told.get("newState").asString();
      if (!more && quiet) {
        assertEquals(all(), known, type);
      }
    }

    private void update(List<String> ids, JsonNode some) {
      if (!some.isArray()) {
        known.putAll(get(quoted(ids), properties));
        return;
      }
      get(quoted(ids), "\"properties\":" + some)
          .forEach((id, now) -> {
            ObjectNode old = known.get(id);
            if (old != null) {
              old.setAll(now);
            }
          });
    }
  }

  /** The ids of one query. */
  private final class Query {
    private final String type;
    private final String query;
    private List<String> ids = List.of();
    private String state = "";

    Query(String type, String query) {
      this.type = type;
      this.query = query;
      begin();
    }

    private ObjectNode ask() {
      return script.call(type + "/query", "{\"accountId\":\"$ada\"," + query + "}");
    }

    private void begin() {
      ObjectNode all = ask();
      ids = texts(all.get("ids"));
      state = all.get("queryState").asString();
    }

    void step() {
      if (random.nextInt(3) == 0) {
        return;
      }
      Optional<ObjectNode> changes =
          changes(
              type + "/queryChanges",
              "{\"accountId\":\"$ada\",\"sinceQueryState\":\"%s\",\"calculateTotal\":true,%s}"
                  .formatted(state, query));
      changes.ifPresentOrElse(this::take, this::begin);
    }

    private void take(ObjectNode told) {
      List<String> now = new ArrayList<>(ids);
      now.removeAll(texts(told.get("removed")));
      for (JsonNode added : told.get("added")) {
        now.add(added.get("index").asInt(), added.get("id").asString());
      }
      ids = now;
      state = told.get("newQueryState").asString();
      if (quiet) {
        assertEquals(texts(ask().get("ids")), ids, query);
      }
      assertEquals(told.get("total").asInt(), ids.size(), query);
    }
  }
}

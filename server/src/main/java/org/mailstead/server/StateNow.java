package org.mailstead.server;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.mailstead.admin.AdminServer;
import org.mailstead.admin.Given;
import org.mailstead.admin.Operation;
import org.mailstead.identity.rights.Caller;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a server has, asked by the operations that everybody else uses. */
record StateNow(AdminServer admin) {
  private static final String LIMIT = "--limit";
  private static final String AFTER = "--after";

  StateFile read() {
    Map<String, List<Map<String, Object>>> things = new LinkedHashMap<>();
    List<JsonNode> accounts = items("account.list", List.of());
    things.put("tenant", taken("tenant", items("tenant.list", List.of())));
    things.put("domain", new ArrayList<>(taken("domain", items("domain.list", List.of()))));
    things.put("account", accounts(accounts));
    things.put("group", taken("group", groups()));
    things.put("delegate", delegates(accounts));
    things.put(StateFile.SETTINGS, settings());
    return new StateFile(things);
  }

  /** Those that a directory tells of are none of the file's business. */
  private List<JsonNode> groups() {
    return items("group.list", List.of()).stream()
        .filter(group -> !group.get("told").asBoolean())
        .toList();
  }

  /** Does an operation as the operator; what it answers. */
  ObjectNode run(String id, List<String> words, Map<String, String> options) {
    Operation operation = admin.operation(id).orElseThrow();
    Operation.Result result =
        admin.run(Caller.operator(), operation, Given.of(operation, words, options));
    return result instanceof Operation.Result.Body(ObjectNode json)
        ? json
        : org.mailstead.http.Json.object();
  }

  /** All pages of a list. */
  private List<JsonNode> items(String id, List<String> words) {
    List<JsonNode> all = new ArrayList<>();
    Map<String, String> options = new TreeMap<>();
    boolean paged = id.equals("account.list");
    if (paged) {
      options.put(LIMIT, "1000");
    }
    while (true) {
      ObjectNode page = run(id, words, options);
      page.get("items").forEach(all::add);
      if (!page.has("next")) {
        return all;
      }
      options.put(AFTER, page.get("next").asString());
    }
  }

  private static List<Map<String, Object>> taken(String kind, List<JsonNode> items) {
    return items.stream().map(item -> taken(kind, item)).toList();
  }

  private static Map<String, Object> taken(String kind, JsonNode item) {
    Map<String, Object> thing = new TreeMap<>();
    for (String name : StateFile.KINDS.getOrDefault(kind, List.of())) {
      JsonNode value = item.get(name);
      if (value != null) {
        thing.put(name, plain(value));
      }
    }
    return thing;
  }

  private static Object plain(JsonNode value) {
    if (value.isArray()) {
      List<String> texts = new ArrayList<>();
      value.forEach(one -> texts.add(one.asString()));
      return texts;
    }
    if (value.isIntegralNumber()) {
      return value.asLong();
    }
    return value.isBoolean() ? (Object) value.asBoolean() : value.asString();
  }

  /** With roles as {@code ROLE SCOPE}. */
  private List<Map<String, Object>> accounts(List<JsonNode> items) {
    Map<String, List<String>> roles = new TreeMap<>();
    for (JsonNode one : items("role.list", List.of())) {
      roles
          .computeIfAbsent(one.get("address").asString(), _ -> new ArrayList<>())
          .add(one.get("role").asString() + " " + one.get("scope").asString());
    }
    List<Map<String, Object>> all = new ArrayList<>();
    for (JsonNode item : items) {
      Map<String, Object> thing = taken("account", item);
      thing.put("roles", roles.getOrDefault(item.get("address").asString(), List.of()));
      all.add(thing);
    }
    return all;
  }

  private List<Map<String, Object>> delegates(List<JsonNode> accounts) {
    List<Map<String, Object>> all = new ArrayList<>();
    for (JsonNode account : accounts) {
      String address = account.get("address").asString();
      for (JsonNode one : items("delegate.list", List.of(address))) {
        Map<String, Object> thing = taken("delegate", one);
        thing.put("account", address);
        all.add(thing);
      }
    }
    return all;
  }

  /** Those that are set for the system; what others have of their own stays out of it. */
  private List<Map<String, Object>> settings() {
    List<Map<String, Object>> all = new ArrayList<>();
    for (JsonNode one : items("settings.list", List.of())) {
      if (one.get("source").asString().equals("system")) {
        all.add(
            new TreeMap<>(
                Map.of("key", one.get("key").asString(), "value", one.get("value").asString())));
      }
    }
    return all;
  }
}

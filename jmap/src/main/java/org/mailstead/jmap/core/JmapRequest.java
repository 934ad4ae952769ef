package org.mailstead.jmap.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a client asks at once (RFC 8620 section 3.3).
 *
 * @param using the capabilities that it knows of
 * @param created ids of things that it made before, by its own names; empty to be told none
 */
public record JmapRequest(
    Set<String> using, List<Invocation> calls, Optional<Map<String, String>> created) {
  private static final int MAX_CREATED = 10_000;

  public JmapRequest {
    using = Set.copyOf(using);
    calls = List.copyOf(calls);
    created = created.map(Map::copyOf);
  }

  /**
   * @throws RequestError notJSON, notRequest, limit
   */
  public static JmapRequest parse(byte[] octets) {
    return of(JmapJson.parse(octets));
  }

  /**
   * @throws RequestError notRequest, limit
   */
  public static JmapRequest of(JsonNode read) {
    JsonNode calls = read.path("methodCalls");
    if (!read.isObject() || !calls.isArray()) {
      throw RequestError.notRequest("methodCalls is to be an array");
    }
    if (calls.size() > ServerLimits.MAX_CALLS) {
      throw RequestError.limit("maxCallsInRequest", "at most " + ServerLimits.MAX_CALLS);
    }
    List<Invocation> invocations = new ArrayList<>();
    for (JsonNode call : calls) {
      invocations.add(invocation(call));
    }
    return new JmapRequest(using(read.path("using")), invocations, created(read));
  }

  private static Set<String> using(JsonNode using) {
    if (!using.isArray()) {
      throw RequestError.notRequest("using is to be an array");
    }
    Set<String> names = new LinkedHashSet<>();
    for (JsonNode name : using) {
      if (!name.isString()) {
        throw RequestError.notRequest("using has something that is no text");
      }
      names.add(name.asString());
    }
    return names;
  }

  private static Invocation invocation(JsonNode call) {
    boolean good =
        call.isArray()
            && call.size() == 3
            && call.get(0).isString()
            && call.get(1).isObject()
            && call.get(2).isString();
    if (!good) {
      throw RequestError.notRequest("a method call is [name, arguments, id]");
    }
    return new Invocation(call.get(0).asString(), (ObjectNode) call.get(1), call.get(2).asString());
  }

  private static Optional<Map<String, String>> created(JsonNode read) {
    JsonNode given = read.path("createdIds");
    if (given.isMissingNode() || given.isNull()) {
      return Optional.empty();
    }
    if (!given.isObject() || given.size() > MAX_CREATED) {
      throw RequestError.notRequest("createdIds is to be an object of ids");
    }
    Map<String, String> ids = new LinkedHashMap<>();
    given
        .propertyStream()
        .forEach(entry -> {
          if (!entry.getValue().isString()) {
            throw RequestError.notRequest("createdIds is to be an object of ids");
          }
          ids.put(entry.getKey(), entry.getValue().asString());
        });
    return Optional.of(ids);
  }
}

package org.mailstead.jmap.core;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Arguments that are taken from earlier responses of a request (RFC 8620 section 3.7). */
final class ResultReferences {
  /** What a reference may bring; more than any method takes. */
  private static final int MAX_RESULT = 100_000;

  /** Of one request: what a reference names may have come by references itself. */
  private long left = ServerLimits.MAX_SIZE_REQUEST;

  /**
   * The arguments with every reference replaced.
   *
   * @throws MethodError invalidArguments, invalidResultReference
   */
  ObjectNode resolve(ObjectNode arguments, List<Invocation> responses) {
    ObjectNode resolved = JmapJson.object();
    arguments
        .propertyStream()
        .forEach(entry -> {
          String name = entry.getKey();
          if (!name.startsWith("#")) {
            resolved.set(name, entry.getValue());
            return;
          }
          String real = name.substring(1);
          if (arguments.has(real)) {
            throw MethodError.invalidArguments(real + " is given as itself and as a reference");
          }
          JsonNode found = find(entry.getValue(), responses);
          left -= JmapJson.size(found);
          if (left < 0) {
            throw MethodError.invalidResultReference("the request's references bring too much");
          }
          resolved.set(real, found);
        });
    return resolved;
  }

  private static JsonNode find(JsonNode reference, List<Invocation> responses) {
    String of = text(reference, "resultOf");
    String name = text(reference, "name");
    String path = text(reference, "path");
    Invocation response =
        responses.stream()
            .filter(one -> one.id().equals(of))
            .findFirst()
            .filter(one -> one.name().equals(name))
            .orElseThrow(() -> MethodError.invalidResultReference("no response " + name));
    return evaluate(response.arguments(), path)
        .orElseThrow(() -> MethodError.invalidResultReference("nothing at " + path));
  }

  private static String text(JsonNode reference, String name) {
    JsonNode value = reference.path(name);
    if (!value.isString()) {
      throw MethodError.invalidResultReference("a reference has a " + name);
    }
    return value.asString();
  }

  /** RFC 6901, with {@code *} for all of an array. */
  private static Optional<JsonNode> evaluate(JsonNode at, String path) {
    if (path.isEmpty()) {
      return Optional.of(at);
    }
    if (path.charAt(0) != '/') {
      return Optional.empty();
    }
    int end = path.indexOf('/', 1);
    String token = Pointer.unescape(path.substring(1, end < 0 ? path.length() : end));
    String rest = end < 0 ? "" : path.substring(end);
    if (at.isArray() && token.equals("*")) {
      return each((ArrayNode) at, rest);
    }
    JsonNode next =
        at.isArray() ? at.path(Pointer.index(token)) : at.isObject() ? at.path(token) : at.path(-1);
    return next.isMissingNode() ? Optional.empty() : evaluate(next, rest);
  }

  private static Optional<JsonNode> each(ArrayNode array, String rest) {
    ArrayNode all = JmapJson.array();
    for (JsonNode item : array) {
      Optional<JsonNode> found = evaluate(item, rest);
      if (found.isEmpty()) {
        return Optional.empty();
      }
      if (found.get().isArray()) {
        all.addAll((ArrayNode) found.get());
      } else {
        all.add(found.get());
      }
      if (all.size() > MAX_RESULT) {
        throw MethodError.invalidResultReference("more than " + MAX_RESULT + " results");
      }
    }
    return Optional.of(all);
  }
}

package org.mailstead.jmap;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What stands for the {@code $names} of a script; keywords of emails are none. */
final class Variables {
  private static final Pattern NAME =
      Pattern.compile("\\$(?!(?:seen|draft|flagged|answered|forwarded)\\b)([a-z][A-Za-z0-9]*)");

  private final Map<String, String> values = new HashMap<>();

  void set(String name, String value) {
    values.put(name, value);
  }

  String get(String name) {
    return Optional.ofNullable(values.get(name)).orElseThrow();
  }

  /** Names that are not bound stay. */
  String replaced(String text) {
    return NAME.matcher(text)
        .replaceAll(
            found -> Matcher.quoteReplacement(values.getOrDefault(found.group(1), found.group())));
  }

  JsonNode replaced(JsonNode node) {
    return switch (node) {
      case ObjectNode object -> {
        ObjectNode made = JsonNodeFactory.instance.objectNode();
        object
            .properties()
            .forEach(entry -> made.set(replaced(entry.getKey()), replaced(entry.getValue())));
        yield made;
      }
      case ArrayNode array -> {
        ArrayNode made = JsonNodeFactory.instance.arrayNode();
        array.forEach(one -> made.add(replaced(one)));
        yield made;
      }
      default ->
          node.isString() ? JsonNodeFactory.instance.stringNode(replaced(node.asString())) : node;
    };
  }

  /** Whether a value that has no others in it is as expected; binds a name that is not yet. */
  boolean matches(JsonNode expected, JsonNode found) {
    if (!expected.isString()) {
      return expected.equals(found);
    }
    String text = expected.asString();
    Matcher name = NAME.matcher(text);
    boolean free = name.matches() && !values.containsKey(name.group(1));
    if (free && found.isString()) {
      values.put(name.group(1), found.asString());
    }
    return text.equals("*")
        || (found.isString() && (free || replaced(text).equals(found.asString())));
  }
}

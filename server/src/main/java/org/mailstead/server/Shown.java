package org.mailstead.server;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.mailstead.admin.Operation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an operation answers, for people: a table for a list, a line for each value of one thing.
 */
final class Shown {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final String ITEMS = "items";

  /** Of a column; the last may be of any width. */
  private static final int WIDEST = 48;

  private Shown() {}

  static String json(Object value) {
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value);
  }

  static String of(Operation.Result result) {
    return switch (result) {
      case Operation.Result.Done() -> "done\n";
      case Operation.Result.Lines(String text) -> text;
      case Operation.Result.Body(ObjectNode json) -> json.has(ITEMS) ? table(json) : lines(json);
    };
  }

  private static String lines(ObjectNode json) {
    var text = new StringBuilder();
    for (Map.Entry<String, JsonNode> one : json.properties()) {
      text.append("%-16s %s%n".formatted(one.getKey(), word(one.getKey(), one.getValue())));
    }
    return text.toString();
  }

  private static String table(ObjectNode json) {
    List<Map<String, String>> rows = new ArrayList<>();
    Map<String, Integer> widths = new LinkedHashMap<>();
    for (JsonNode item : json.get(ITEMS)) {
      Map<String, String> row = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> one : item.properties()) {
        String word = word(one.getKey(), one.getValue());
        row.put(one.getKey(), word);
        int width = Math.min(WIDEST, Math.max(word.length(), one.getKey().length()));
        widths.merge(one.getKey(), width, Math::max);
      }
      rows.add(row);
    }
    if (rows.isEmpty()) {
      return "there is none\n";
    }
    var text = new StringBuilder();
    Map<String, String> head = new LinkedHashMap<>();
    widths.keySet().forEach(name -> head.put(name, name));
    line(text, head, widths);
    rows.forEach(row -> line(text, row, widths));
    if (json.has("next")) {
      text.append("more: --after ").append(json.get("next").asString()).append('\n');
    }
    return text.toString();
  }

  private static void line(
      StringBuilder text, Map<String, String> row, Map<String, Integer> widths) {
    var line = new StringBuilder();
    widths.forEach(
        (name, width) -> line.append(("%-" + width + "s  ").formatted(row.getOrDefault(name, ""))));
    text.append(line.toString().stripTrailing()).append('\n');
  }

  private static String word(String name, JsonNode value) {
    if (value.isIntegralNumber()
        && (name.endsWith("At") || name.equals("at") || name.equals("until"))) {
      return SignInText.time(Instant.ofEpochMilli(value.asLong()));
    }
    if (value.isArray() || value.isObject()) {
      List<String> words = new ArrayList<>();
      if (value.isArray()) {
        value.forEach(one -> words.add(word("", one)));
      } else {
        value
            .properties()
            .forEach(one -> words.add(one.getKey() + "=" + word(one.getKey(), one.getValue())));
      }
      return String.join(value.isArray() ? ", " : " ", words);
    }
    return value.asString().replaceAll("\\p{Cntrl}", "?");
  }
}

package org.mailstead.jmap.rules;

import java.util.Map;
import java.util.Set;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.post.rules.OwnRules;
import org.mailstead.words.EmailAddress;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a rule asks and does, as clients give it. */
final class RuleParts {
  private static final int MOST_CONDITIONS = 30;
  private static final int MOST_ACTIONS = 10;
  private static final int MOST_LETTERS = 500;

  private static final Set<String> OPERATORS = Set.of("contains", "is", "startsWith", "endsWith");

  /** What each condition has besides its field. */
  private static final Map<String, Set<String>> CONDITIONS =
      Map.ofEntries(
          Map.entry("from", Set.of("operator", "value")),
          Map.entry("to", Set.of("operator", "value")),
          Map.entry("cc", Set.of("operator", "value")),
          Map.entry("recipients", Set.of("operator", "value")),
          Map.entry("subject", Set.of("operator", "value")),
          Map.entry("list", Set.of("operator", "value")),
          Map.entry("body", Set.of("operator", "value")),
          Map.entry("header", Set.of("operator", "value", "name")),
          Map.entry("sizeOver", Set.of("octets")),
          Map.entry("sizeUnder", Set.of("octets")),
          Map.entry("hasAttachment", Set.of()));

  private static final Map<String, Set<String>> ACTIONS =
      Map.ofEntries(
          Map.entry("move", Set.of("mailboxId")),
          Map.entry("copy", Set.of("mailboxId")),
          Map.entry("archive", Set.of()),
          Map.entry("delete", Set.of()),
          Map.entry("junk", Set.of()),
          Map.entry("inbox", Set.of()),
          Map.entry("read", Set.of()),
          Map.entry("flag", Set.of()),
          Map.entry("keyword", Set.of("keyword")),
          Map.entry("forward", Set.of("email")));

  private RuleParts() {}

  static boolean areConditions(JsonNode value) {
    return value.isArray()
        && value.size() <= MOST_CONDITIONS
        && value.valueStream().allMatch(RuleParts::isCondition)
        && isRunnable("conditions", value);
  }

  static boolean areActions(JsonNode value) {
    return value.isArray()
        && !value.isEmpty()
        && value.size() <= MOST_ACTIONS
        && value.valueStream().allMatch(RuleParts::isAction)
        && isRunnable("actions", value);
  }

  /** The script has the last word. */
  private static boolean isRunnable(String part, JsonNode value) {
    ObjectNode rule = JmapJson.object();
    rule.set(part, value);
    return OwnRules.error(rule).isEmpty();
  }

  private static boolean isCondition(JsonNode one) {
    Set<String> parts = CONDITIONS.get(one.path("field").asString(""));
    if (!one.isObject() || parts == null) {
      return false;
    }
    for (String name : one.propertyNames()) {
      JsonNode value = one.path(name);
      boolean good =
          switch (name) {
            case "field" -> true;
            case "not" -> value.isBoolean();
            case "operator" -> parts.contains(name) && OPERATORS.contains(value.asString(""));
            case "octets" ->
                parts.contains(name) && value.isIntegralNumber() && value.asLong(-1) >= 0;
            case "name" -> parts.contains(name) && value.asString("").matches("[!-9;-~]{1,100}");
            case "value" -> parts.contains(name) && isLine(value);
            case String _ -> false;
          };
      if (!good) {
        return false;
      }
    }
    return parts.stream().allMatch(name -> one.has(name) || name.equals("operator"));
  }

  private static boolean isLine(JsonNode value) {
    return value.isString()
        && !value.asString().isBlank()
        && value.asString().length() <= MOST_LETTERS
        && value.asString().chars().noneMatch(c -> c < ' ' || c == 0x7f);
  }

  private static boolean isAction(JsonNode one) {
    Set<String> parts = ACTIONS.get(one.path("type").asString(""));
    if (!one.isObject() || parts == null || one.size() != parts.size() + 1) {
      return false;
    }
    for (String name : parts) {
      String value = one.path(name).asString("");
      boolean good =
          switch (name) {
            case "mailboxId" -> value.matches("F[0-9a-v]{1,13}-[0-9a-v]{1,13}");
            case "keyword" -> value.matches("[$!#&'+,./0-9:;<=>?@\\[^_`a-z|}~-]{1,60}");
            default -> EmailAddress.parse(value).isPresent();
          };
      if (!good) {
        return false;
      }
    }
    return true;
  }
}

package org.mailstead.post.rules;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.mailstead.post.Post;
import org.mailstead.post.Records;
import org.mailstead.post.Scripts;
import org.mailstead.rules.Compiled;
import org.mailstead.rules.Rule;
import org.mailstead.rules.ScriptCompiler;
import org.mailstead.words.AccountId;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Rules that people make without writing a script: {@link Records records}, each of which is one
 * line of a script that runs before their own.
 */
public final class OwnRules {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final String NAME = "rules";

  private static final String REQUIRED =
      "require [\"fileinto\", \"copy\", \"imap4flags\", \"mailboxid\", \"special-use\", \"body\","
          + " \"mime\", \"comparator-i;unicode-casemap\"];\n";

  /** The line of the first rule. */
  private static final int FIRST = 2;

  private static final String ANY_CASE = " :comparator \"i;unicode-casemap\" ";

  private OwnRules() {}

  /**
   * The script that rules are, and what they are called.
   *
   * @param names of the rules, line by line
   */
  public record Written(Scripts.Script script, List<String> names) {
    public Written {
      names = List.copyOf(names);
    }

    /** What did something, as people call it. */
    String name(Rule rule) {
      int at = rule.line() - FIRST;
      return rule.script().equals(NAME) && at >= 0 && at < names.size()
          ? names.get(at)
          : rule.toString();
    }
  }

  /** Those of an account that are on, in their order; empty when there are none. */
  static Optional<Written> of(Post post, AccountId account) {
    List<JsonNode> on =
        post.records().all(account, Records.Kind.RULE).stream()
            .map(item -> JSON.readTree(item.json()))
            .filter(rule -> rule.path("isEnabled").asBoolean(true))
            .sorted(Comparator.comparingInt(rule -> rule.path("sortOrder").asInt(0)))
            .collect(Collectors.toList());
    return on.isEmpty() ? Optional.empty() : Optional.of(write(on));
  }

  /** What rules are as a script, whether they are on or not. */
  public static Written write(List<? extends JsonNode> rules) {
    var text = new StringBuilder(REQUIRED);
    List<String> names = new ArrayList<>();
    for (JsonNode rule : rules) {
      text.append(line(rule)).append('\n');
      names.add(rule.path("name").asString(""));
    }
    byte[] octets = text.toString().getBytes(UTF_8);
    return new Written(new Scripts.Script(NAME, octets), names);
  }

  /** What is wrong with a rule; empty when it can be run. */
  public static Optional<String> error(JsonNode rule) {
    Scripts.Script script = write(List.of(rule)).script();
    return switch (ScriptCompiler.compile(script.name(), script.text())) {
      case Compiled.Right _ -> Optional.empty();
      case Compiled.Wrong(var errors) -> Optional.of(errors.getFirst().toString());
    };
  }

  private static String line(JsonNode rule) {
    List<String> tests = new ArrayList<>();
    rule.path("conditions").forEach(condition -> tests.add(test(condition)));
    String which = rule.path("match").asString("all").equals("any") ? "anyof" : "allof";
    String test = tests.isEmpty() ? "true" : which + " (" + String.join(", ", tests) + ")";
    var actions = new StringBuilder();
    // A flag is that of what is kept after it: people mean all that the rule keeps.
    rule.path("actions")
        .valueStream()
        .sorted(Comparator.comparing(action -> !isFlag(action)))
        .forEach(action -> actions.append(action(action)));
    if (rule.path("stop").asBoolean(false)) {
      actions.append(" stop;");
    }
    return "if " + test + " {" + actions + " }";
  }

  private static String test(JsonNode condition) {
    String value = condition.path("value").asString("");
    String test =
        switch (condition.path("field").asString("")) {
          case "from" -> text(condition, "header", "[\"From\", \"Sender\"]", value);
          case "to" -> text(condition, "header", "\"To\"", value);
          case "cc" -> text(condition, "header", "\"Cc\"", value);
          case "recipients" -> text(condition, "header", "[\"To\", \"Cc\", \"Bcc\"]", value);
          case "subject" -> text(condition, "header", "\"Subject\"", value);
          case "list" -> text(condition, "header", "\"List-Id\"", value);
          case "header" ->
              text(condition, "header", quoted(condition.path("name").asString("")), value);
          case "body" -> text(condition, "body :text", "", value);
          case "sizeOver" -> "size :over " + condition.path("octets").asLong(0);
          case "sizeUnder" -> "size :under " + condition.path("octets").asLong(0);
          case "hasAttachment" ->
              "header :mime :anychild :contains \"Content-Disposition\" \"attachment\"";
          case String other -> throw new IllegalArgumentException("a condition on " + other);
        };
    return condition.path("not").asBoolean(false) ? "not " + test : test;
  }

  /** Addresses stand in their fields with names: what is asked for whole is one of the two. */
  private static String text(JsonNode condition, String test, String fields, String value) {
    String where = fields.isEmpty() ? " " : " " + fields + " ";
    return switch (condition.path("operator").asString("contains")) {
      case "is" -> whole(condition, test, where, value);
      case "startsWith" -> test + " :matches" + ANY_CASE + where + quoted(plain(value) + "*");
      case "endsWith" -> test + " :matches" + ANY_CASE + where + quoted("*" + plain(value));
      case String _ -> test + " :contains" + ANY_CASE + where + quoted(value);
    };
  }

  private static String whole(JsonNode condition, String test, String where, String value) {
    boolean addresses =
        List.of("from", "to", "cc", "recipients").contains(condition.path("field").asString(""));
    return addresses
        ? "address :all :is" + ANY_CASE + where + quoted(value)
        : test + " :is" + ANY_CASE + where + quoted(value);
  }

  private static boolean isFlag(JsonNode action) {
    return List.of("read", "flag", "keyword").contains(action.path("type").asString(""));
  }

  private static String action(JsonNode action) {
    String mailbox = quoted(action.path("mailboxId").asString(""));
    return switch (action.path("type").asString("")) {
      case "move" -> " fileinto :mailboxid " + mailbox + " " + mailbox + ";";
      case "copy" -> " fileinto :copy :mailboxid " + mailbox + " " + mailbox + ";";
      case "archive" -> " fileinto :specialuse \"\\\\Archive\" \"Archive\";";
      case "delete" -> " fileinto :specialuse \"\\\\Trash\" \"Trash\";";
      case "junk" -> " fileinto :specialuse \"\\\\Junk\" \"Junk\";";
      case "inbox" -> " keep;";
      case "read" -> " addflag \"\\\\Seen\";";
      case "flag" -> " addflag \"\\\\Flagged\";";
      case "keyword" -> " addflag " + quoted(action.path("keyword").asString("")) + ";";
      case "forward" -> " redirect :copy " + quoted(action.path("email").asString("")) + ";";
      case String other -> throw new IllegalArgumentException("an action " + other);
    };
  }

  private static String quoted(String text) {
    String clean = text.replaceAll("[\\r\\n\\x00]", " ");
    return "\"" + clean.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  /** A text that a pattern takes as it is (RFC 5228 section 2.7.1). */
  private static String plain(String text) {
    return text.replace("\\", "\\\\").replace("*", "\\*").replace("?", "\\?");
  }
}

package org.mailstead.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlTable;

/**
 * What a server shall have, as a file says it: tenants, domains, accounts, groups, delegates,
 * settings. Names are those of the operations of administration.
 *
 * @param things of each kind; a kind that the file does not name is not there
 */
record StateFile(Map<String, List<Map<String, Object>>> things) {
  static final String SETTINGS = "settings";

  /** Each kind's values; the first is what a thing is known by. */
  static final Map<String, List<String>> KINDS = kinds();

  private static Map<String, List<String>> kinds() {
    Map<String, List<String>> kinds = new LinkedHashMap<>();
    kinds.put(
        "tenant",
        List.of(
            "name", "mostDomains", "mostAccounts", "mostBytes", "brand", "colour", "helpAddress"));
    kinds.put("domain", List.of("name", "tenant", "catchAll", "secondFactor", "graceDays"));
    kinds.put(
        "account",
        List.of(
            "address",
            "name",
            "disabled",
            "quotaBytes",
            "quotaMessages",
            "language",
            "aliases",
            "roles"));
    kinds.put("group", List.of("address", "members"));
    kinds.put("delegate", List.of("account", "member", "access", "sendAs", "onBehalf"));
    kinds.put(SETTINGS, List.of("key", "value"));
    return kinds;
  }

  /** Of an account that is to be made: what nobody reads out again. */
  static final String PASSWORD = "password";

  /**
   * @throws ConfigException saying where the file is wrong
   */
  static StateFile read(Path file) throws IOException {
    TomlParseResult toml = Toml.parse(file);
    if (toml.hasErrors()) {
      throw new ConfigException(file + ": " + toml.errors().getFirst().toString());
    }
    Map<String, List<Map<String, Object>>> things = new LinkedHashMap<>();
    for (String kind : toml.keySet()) {
      if (!KINDS.containsKey(kind)) {
        throw new ConfigException(
            file + ": " + kind + " is not known; known are " + String.join(", ", KINDS.keySet()));
      }
      things.put(
          kind,
          kind.equals(SETTINGS)
              ? settings(file, toml.get(kind))
              : tables(file, kind, toml.get(kind)));
    }
    return new StateFile(things);
  }

  private static List<Map<String, Object>> settings(Path file, @Nullable Object value) {
    if (!(value instanceof TomlTable table)) {
      throw new ConfigException(file + ": settings is a table: [settings]");
    }
    List<Map<String, Object>> all = new ArrayList<>();
    for (Map.Entry<String, Object> one : table.dottedEntrySet(false)) {
      all.add(Map.of("key", one.getKey(), "value", String.valueOf(plain(one.getValue()))));
    }
    return all;
  }

  private static List<Map<String, Object>> tables(Path file, String kind, @Nullable Object value) {
    if (!(value instanceof TomlArray array) || !isTables(array)) {
      throw new ConfigException(file + ": each " + kind + " begins with [[" + kind + "]]");
    }
    List<Map<String, Object>> all = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      all.add(thing(file, kind, array.getTable(i)));
    }
    return all;
  }

  private static boolean isTables(TomlArray array) {
    return array.toList().stream().allMatch(TomlTable.class::isInstance);
  }

  private static Map<String, Object> thing(Path file, String kind, TomlTable table) {
    List<String> known = KINDS.getOrDefault(kind, List.of());
    Map<String, Object> thing = new TreeMap<>();
    for (Map.Entry<String, Object> one : table.entrySet()) {
      boolean password = kind.equals("account") && one.getKey().equals(PASSWORD);
      if (!known.contains(one.getKey()) && !password) {
        throw new ConfigException(
            file
                + ": "
                + kind
                + " has no "
                + one.getKey()
                + "; it has "
                + String.join(", ", known));
      }
      thing.put(one.getKey(), plain(one.getValue()));
    }
    for (String needed : kind.equals("delegate") ? Set.of("account", "member") : key(known)) {
      if (!thing.containsKey(needed)) {
        throw new ConfigException(file + ": a " + kind + " without " + needed);
      }
    }
    return thing;
  }

  private static Set<String> key(List<String> known) {
    return Set.of(known.getFirst());
  }

  /** Texts, numbers, flags, and lists of texts. */
  private static Object plain(Object value) {
    if (value instanceof TomlArray array) {
      List<String> texts = new ArrayList<>();
      for (int i = 0; i < array.size(); i++) {
        texts.add(String.valueOf(array.get(i)));
      }
      return texts;
    }
    return value instanceof Long || value instanceof Boolean ? value : value.toString();
  }

  /** As it is written. */
  String toToml() {
    var text = new StringBuilder();
    things.forEach((kind, all) -> {
      if (kind.equals(SETTINGS)) {
        text.append("[settings]\n");
        all.forEach(one ->
            text.append(quoted(String.valueOf(one.get("key"))))
                .append(" = ")
                .append(written(String.valueOf(one.get("value"))))
                .append('\n'));
        return;
      }
      for (Map<String, Object> one : all) {
        text.append("[[").append(kind).append("]]\n");
        for (String name : KINDS.getOrDefault(kind, List.of())) {
          if (one.containsKey(name)) {
            text.append(name).append(" = ").append(written(one.get(name))).append('\n');
          }
        }
        text.append('\n');
      }
    });
    return text.toString();
  }

  private static String written(@Nullable Object value) {
    return switch (value) {
      case null -> "\"\"";
      case List<?> texts ->
          "[" + String.join(", ", texts.stream().map(one -> quoted(one.toString())).toList()) + "]";
      case Long number -> number.toString();
      case Boolean flag -> flag.toString();
      default -> quoted(value.toString());
    };
  }

  private static String quoted(String text) {
    return "\"" + Toml.tomlEscape(text) + "\"";
  }
}

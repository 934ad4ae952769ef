package org.mailstead.server;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The way from what a server has to what a file says. What the file does not speak of stays as it
 * is: values that are not named, and things of kinds that are not named.
 */
final class StateSteps {
  /** Texts that are no options of an operation, or that have steps of their own. */
  private static final Set<String> APART = Set.of("aliases", "roles", "password");

  private final StateFile now;
  private final StateFile wanted;
  private final boolean prune;
  private final List<Step> steps = new ArrayList<>();

  /**
   * One operation.
   *
   * @param told for people: begins with {@code +}, {@code ~} or {@code -}
   */
  record Step(String told, String operation, List<String> words, Map<String, String> options) {}

  private StateSteps(StateFile now, StateFile wanted, boolean prune) {
    this.now = now;
    this.wanted = wanted;
    this.prune = prune;
  }

  /**
   * @param prune whether groups, delegates, aliases, roles and domains go that the file lacks
   *     though it names their kind. Accounts never do: mail is not to be lost by a line that was
   *     forgotten
   */
  static List<Step> of(StateFile now, StateFile wanted, boolean prune) {
    var made = new StateSteps(now, wanted, prune);
    made.things("tenant", "name");
    made.domains();
    made.accounts();
    made.groups();
    made.things("domain", "name"); // its catch-all may be one of those accounts
    made.delegates();
    made.settings();
    if (prune) {
      made.goneDomains();
    }
    return List.copyOf(made.steps);
  }

  private static List<Map<String, Object>> all(StateFile file, String kind) {
    return file.things().getOrDefault(kind, List.of());
  }

  private static String text(Map<String, Object> thing, String name) {
    return String.valueOf(thing.getOrDefault(name, ""));
  }

  private static Optional<Map<String, Object>> find(
      StateFile file, String kind, String key, String value) {
    return all(file, kind).stream()
        .filter(one -> text(one, key).equalsIgnoreCase(value))
        .findFirst();
  }

  private static String option(String name) {
    return "--" + name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  /** Adds what is lacking, and changes what differs. */
  private void things(String kind, String key) {
    for (Map<String, Object> want : all(wanted, kind)) {
      String name = text(want, key);
      Optional<Map<String, Object>> has = find(now, kind, key, name);
      if (has.isEmpty() && kind.equals("tenant")) {
        steps.add(new Step("+ tenant " + name, "tenant.add", List.of(name), Map.of()));
      }
      change(kind, key, want, has.orElse(Map.of()), name);
    }
  }

  private void change(
      String kind, String key, Map<String, Object> want, Map<String, Object> has, String name) {
    Map<String, String> options = new LinkedHashMap<>();
    List<String> told = new ArrayList<>();
    want.forEach((value, wish) -> {
      boolean same = Objects.equals(wish, has.get(value)) || isDefault(wish, has.get(value));
      if (!value.equals(key) && !APART.contains(value) && !same) {
        options.put(option(value), wish.toString());
        told.add(value + " " + has.getOrDefault(value, "") + " -> " + wish);
      }
    });
    if (!options.isEmpty()) {
      String text = "~ " + kind + " " + name + ": " + String.join(", ", told);
      steps.add(new Step(text, kind + ".change", List.of(name), options));
    }
  }

  /** Of what is just made: nothing, no and 0 need not be said. */
  private static boolean isDefault(Object wish, @org.jspecify.annotations.Nullable Object has) {
    return has == null && (wish.equals("") || wish.equals(false) || wish.equals(0L));
  }

  private void domains() {
    for (Map<String, Object> want : all(wanted, "domain")) {
      String name = text(want, "name");
      if (find(now, "domain", "name", name).isEmpty()) {
        Map<String, String> options = new HashMap<>();
        if (want.containsKey("tenant")) {
          options.put("--tenant", text(want, "tenant"));
        }
        steps.add(new Step("+ domain " + name, "domain.add", List.of(name), options));
        var has = new HashMap<String, Object>();
        has.put("name", name);
        has.put("tenant", want.getOrDefault("tenant", ""));
        has.put("secondFactor", "offered");
        all(now, "domain").add(has); // what is left to change comes later
      }
    }
  }

  private void accounts() {
    for (Map<String, Object> want : all(wanted, "account")) {
      String address = text(want, "address");
      Optional<Map<String, Object>> found = find(now, "account", "address", address);
      Map<String, Object> has = new HashMap<>(found.orElse(Map.of()));
      if (found.isEmpty()) {
        Map<String, String> options = new LinkedHashMap<>();
        for (String name : List.of("name", "password", "quotaBytes", "language")) {
          if (want.containsKey(name)) {
            options.put(option(name), text(want, name));
            has.put(name, want.get(name));
          }
        }
        steps.add(new Step("+ account " + address, "account.add", List.of(address), options));
      }
      change("account", "address", want, has, address);
      lists(want, has, address);
    }
  }

  private void lists(Map<String, Object> want, Map<String, Object> has, String address) {
    compare(
        want,
        has,
        "aliases",
        (alias, add) ->
            new Step(
                (add ? "+" : "-") + " alias " + alias + " of " + address,
                add ? "account.alias-add" : "account.alias-remove",
                List.of(address, alias),
                Map.of()));
    compare(
        want,
        has,
        "roles",
        (role, add) -> {
          String[] words = role.split(" ", 2);
          String scope = words.length > 1 ? words[1] : "*";
          String told = (add ? "+" : "-") + " role " + role + " of " + address;
          return add
              ? new Step(told, "role.grant", List.of(address, words[0]), Map.of("--scope", scope))
              : new Step(
                  told,
                  "role.revoke",
                  List.of(address),
                  Map.of("--role", words[0], "--scope", scope));
        });
  }

  /** Makes a step of one that is to come or to go. */
  private interface Making {
    Step of(String what, boolean add);
  }

  private void compare(
      Map<String, Object> want, Map<String, Object> has, String name, Making making) {
    if (!want.containsKey(name)) {
      return;
    }
    Set<String> wish = new HashSet<>(texts(want.get(name)));
    Set<String> there = new HashSet<>(texts(has.get(name)));
    wish.stream()
        .filter(one -> !there.contains(one))
        .sorted()
        .forEach(one -> steps.add(making.of(one, true)));
    if (prune) {
      there.stream()
          .filter(one -> !wish.contains(one))
          .sorted()
          .forEach(one -> steps.add(making.of(one, false)));
    }
  }

  private static List<String> texts(@org.jspecify.annotations.Nullable Object value) {
    return value instanceof List<?> all ? all.stream().map(Object::toString).toList() : List.of();
  }

  private void groups() {
    for (Map<String, Object> want : all(wanted, "group")) {
      String address = text(want, "address");
      Optional<Map<String, Object>> has = find(now, "group", "address", address);
      List<String> members = texts(want.get("members"));
      if (has.isEmpty()
          || !Set.copyOf(texts(has.get().get("members"))).equals(Set.copyOf(members))) {
        List<String> words = new ArrayList<>(List.of(address));
        words.addAll(members);
        String told = (has.isEmpty() ? "+" : "~") + " group " + address + ": ";
        steps.add(new Step(told + String.join(", ", members), "group.set", words, Map.of()));
      }
    }
    if (prune && wanted.things().containsKey("group")) {
      for (Map<String, Object> has : all(now, "group")) {
        String address = text(has, "address");
        if (find(wanted, "group", "address", address).isEmpty()) {
          steps.add(new Step("- group " + address, "group.remove", List.of(address), Map.of()));
        }
      }
    }
  }

  private static boolean isSame(Map<String, Object> one, Map<String, Object> other) {
    return text(one, "account").equalsIgnoreCase(text(other, "account"))
        && text(one, "member").equalsIgnoreCase(text(other, "member"));
  }

  private void delegates() {
    for (Map<String, Object> want : all(wanted, "delegate")) {
      Optional<Map<String, Object>> has =
          all(now, "delegate").stream().filter(one -> isSame(one, want)).findFirst();
      Map<String, String> options = new LinkedHashMap<>();
      options.put("--access", want.containsKey("access") ? text(want, "access") : "none");
      for (String flag : List.of("sendAs", "onBehalf")) {
        options.put(option(flag), want.containsKey(flag) ? text(want, flag) : "false");
      }
      boolean same =
          has.isPresent()
              && options.get("--access").equals(text(has.get(), "access"))
              && Objects.equals(options.get("--send-as"), text(has.get(), "sendAs"))
              && Objects.equals(options.get("--on-behalf"), text(has.get(), "onBehalf"));
      if (!same) {
        List<String> words = List.of(text(want, "account"), text(want, "member"));
        String told = (has.isEmpty() ? "+" : "~") + " delegate " + words.get(1) + " of ";
        steps.add(new Step(told + words.get(0) + ": " + options, "delegate.set", words, options));
      }
    }
    if (prune && wanted.things().containsKey("delegate")) {
      for (Map<String, Object> has : all(now, "delegate")) {
        if (all(wanted, "delegate").stream().noneMatch(one -> isSame(one, has))) {
          List<String> words = List.of(text(has, "account"), text(has, "member"));
          String told = "- delegate " + words.get(1) + " of " + words.get(0);
          steps.add(new Step(told, "delegate.remove", words, Map.of()));
        }
      }
    }
  }

  private void settings() {
    for (Map<String, Object> want : all(wanted, StateFile.SETTINGS)) {
      String key = text(want, "key");
      String value = text(want, "value");
      Optional<Map<String, Object>> has = find(now, StateFile.SETTINGS, "key", key);
      if (has.filter(one -> text(one, "value").equals(value)).isEmpty()) {
        String before = has.map(one -> text(one, "value") + " -> ").orElse("");
        String told = (has.isEmpty() ? "+" : "~") + " setting " + key + ": " + before + value;
        steps.add(new Step(told, "settings.set", List.of(key, value), Map.of()));
      }
    }
  }

  private void goneDomains() {
    if (!wanted.things().containsKey("domain")) {
      return;
    }
    for (Map<String, Object> has : all(now, "domain")) {
      String name = text(has, "name");
      if (find(wanted, "domain", "name", name).isEmpty()) {
        steps.add(new Step("- domain " + name, "domain.remove", List.of(name), Map.of()));
      }
    }
  }
}

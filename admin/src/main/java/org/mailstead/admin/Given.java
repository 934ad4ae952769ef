package org.mailstead.admin;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mailstead.http.Json;
import org.mailstead.http.WebRequest;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;

/** What an operation was given: checked, each value of its input's type. */
public final class Given {
  private static final int MAX_BODY = 4 << 20;

  private final Map<String, Object> values = new LinkedHashMap<>();

  /**
   * Takes what a request has.
   *
   * @throws Refused INVALID, TOO_LARGE
   */
  static Given of(Operation operation, WebRequest request) throws IOException {
    var given = new Given();
    Optional<Json> json =
        takesBody(operation, request) ? Optional.of(request.json(MAX_BODY)) : Optional.empty();
    json.ifPresent(sent -> refuseUnknown(operation, Input.Place.BODY, sent.names()));
    refuseUnknown(operation, Input.Place.QUERY, request.queries().keySet());
    for (Input input : operation.inputs()) {
      switch (input.place()) {
        case PATH -> given.put(input, List.of(request.captured(input.name())));
        case QUERY ->
            request.query(input.name()).ifPresent(text -> given.put(input, List.of(text)));
        case BODY -> json.ifPresent(sent -> given.put(input, sent));
      }
      given.need(input);
    }
    return given;
  }

  /** Where nothing has to be given, nothing may be said by no body at all. */
  private static boolean takesBody(Operation operation, WebRequest request) {
    List<Input> inputs =
        operation.inputs().stream().filter(in -> in.place() == Input.Place.BODY).toList();
    return !inputs.isEmpty() && (request.hasBody() || inputs.stream().anyMatch(Input::required));
  }

  private static void refuseUnknown(Operation operation, Input.Place place, Set<String> names) {
    Set<String> known = new HashSet<>();
    operation.inputs().stream()
        .filter(input -> input.place() == place)
        .forEach(input -> known.add(input.name()));
    for (String name : names) {
      if (!known.contains(name)) {
        throw new Refused(Problem.Kind.INVALID, "request.unknown-field", name);
      }
    }
  }

  /**
   * Takes words of a command line: those of the path and what must be given by their places, the
   * others as options.
   *
   * @throws Refused INVALID
   */
  public static Given of(Operation operation, List<String> words, Map<String, String> options) {
    var given = new Given();
    var left = new ArrayList<>(words);
    for (Input input : operation.inputs()) {
      Optional<String> option = Optional.ofNullable(options.get(input.option()));
      if (option.isPresent()) {
        given.put(input, List.of(option.get().split(",", -1)));
      } else if (input.type() == Input.Type.TEXTS && !left.isEmpty()) {
        given.put(input, List.copyOf(left));
        left.clear();
      } else if (input.required() && !left.isEmpty()) {
        given.put(input, List.of(left.removeFirst()));
      }
      given.need(input);
    }
    Set<String> known = new HashSet<>();
    operation.inputs().forEach(input -> known.add(input.option()));
    for (String option : options.keySet()) {
      if (!known.contains(option)) {
        throw new Refused(Problem.Kind.INVALID, "request.unknown-field", option);
      }
    }
    if (!left.isEmpty()) {
      throw new Refused(Problem.Kind.INVALID, "request.unknown-field", left.getFirst());
    }
    return given;
  }

  private void need(Input input) {
    if (input.required() && !values.containsKey(input.name())) {
      throw wrong(input);
    }
  }

  private static Refused wrong(Input input) {
    return new Refused(Problem.Kind.INVALID, "request.field", input.name());
  }

  private void put(Input input, Json sent) {
    if (!sent.has(input.name())) {
      return;
    }
    Object value =
        switch (input.type()) {
          case TEXT -> sent.text(input.name(), (int) input.most());
          case FLAG -> sent.flag(input.name());
          case TEXTS -> sent.texts(input.name(), Input.MOST_TEXTS, (int) input.most());
          case NUMBER, TIME -> sent.optionalNumber(input.name()).orElseThrow();
        };
    values.put(input.name(), checked(input, value));
  }

  private void put(Input input, List<String> texts) {
    String text = String.join(",", texts);
    Object value =
        switch (input.type()) {
          case TEXT -> text;
          case TEXTS -> texts;
          case FLAG -> flag(input, text);
          case NUMBER -> number(input, text);
          case TIME -> time(input, text);
        };
    values.put(input.name(), checked(input, value));
  }

  private static boolean flag(Input input, String text) {
    return switch (text) {
      case "true", "" -> true;
      case "false" -> false;
      default -> throw wrong(input);
    };
  }

  private static long number(Input input, String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException _) {
      throw wrong(input);
    }
  }

  /** Milliseconds, or as ISO 8601 has it. */
  private static long time(Input input, String text) {
    try {
      return text.contains("T") ? Instant.parse(text).toEpochMilli() : number(input, text);
    } catch (DateTimeException _) {
      throw wrong(input);
    }
  }

  private static Object checked(Input input, Object value) {
    boolean good =
        switch (value) {
          case String text -> isGood(input, text);
          case List<?> texts ->
              texts.size() <= Input.MOST_TEXTS
                  && texts.stream().allMatch(one -> isGood(input, one.toString()));
          case Long number -> number >= 0 && number <= input.most();
          default -> true;
        };
    if (!good) {
      throw wrong(input);
    }
    return value;
  }

  private static boolean isGood(Input input, String text) {
    return text.length() <= input.most()
        && (input.choices().isEmpty() || input.choices().contains(text));
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  /** A text; empty when it was not given. */
  String text(String name) {
    return optional(name).orElse("");
  }

  Optional<String> optional(String name) {
    return Optional.ofNullable((String) values.get(name));
  }

  Optional<Long> number(String name) {
    return Optional.ofNullable((Long) values.get(name));
  }

  Optional<Instant> time(String name) {
    return number(name).map(Instant::ofEpochMilli);
  }

  Optional<Boolean> flag(String name) {
    return Optional.ofNullable((Boolean) values.get(name));
  }

  List<String> texts(String name) {
    Object value = values.get(name);
    return value instanceof List<?> texts
        ? texts.stream().map(Object::toString).toList()
        : List.of();
  }

  /** What was given, without secrets, for a log. */
  Map<String, String> shown(Operation operation) {
    Map<String, String> shown = new LinkedHashMap<>();
    for (Input input : operation.inputs()) {
      Object value = values.get(input.name());
      if (value != null) {
        shown.put(input.name(), input.secret() ? "(secret)" : value.toString());
      }
    }
    return shown;
  }
}

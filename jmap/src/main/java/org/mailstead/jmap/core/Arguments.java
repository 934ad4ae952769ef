package org.mailstead.jmap.core;

import java.time.Instant;
import java.time.format.DateTimeParseException;
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
 * What a method is given. Whatever is of another type, or is not asked for by {@link #done}, is an
 * invalidArguments error (RFC 8620 section 3.6.2).
 */
public final class Arguments {
  /** Of JMAP's numbers (RFC 8620 section 1.3). */
  private static final long MAX_NUMBER = (1L << 53) - 1;

  private static final int MAX_ID = 255;

  private final ObjectNode given;
  private final Set<String> asked = new LinkedHashSet<>();

  public Arguments(ObjectNode given) {
    this.given = given;
  }

  ObjectNode given() {
    return given;
  }

  private Optional<JsonNode> value(String name) {
    asked.add(name);
    JsonNode value = given.get(name);
    return value == null || value.isNull() ? Optional.empty() : Optional.of(value);
  }

  private static MethodError wrong(String name, String wanted) {
    return MethodError.invalidArguments(name + " is to be " + wanted);
  }

  /** Whether an argument is there, and not null. */
  public boolean has(String name) {
    return given.hasNonNull(name);
  }

  public Optional<String> text(String name) {
    return value(name)
        .map(node -> {
          if (!node.isString()) {
            throw wrong(name, "a text");
          }
          return node.asString();
        });
  }

  /** An id that must be there (RFC 8620 section 1.2). */
  public String id(String name) {
    return text(name).orElseThrow(() -> wrong(name, "given"));
  }

  public boolean flag(String name) {
    return optionalFlag(name).orElse(false);
  }

  public Optional<Boolean> optionalFlag(String name) {
    return value(name)
        .map(node -> {
          if (!node.isBoolean()) {
            throw wrong(name, "true or false");
          }
          return node.asBoolean();
        });
  }

  public Optional<Long> number(String name) {
    return value(name)
        .map(node -> {
          boolean good =
              node.isIntegralNumber()
                  && node.canConvertToLong()
                  && Math.abs(node.asLong()) <= MAX_NUMBER;
          if (!good) {
            throw wrong(name, "a whole number");
          }
          return node.asLong();
        });
  }

  /** A number that is not below 0. */
  public Optional<Long> unsigned(String name) {
    return number(name)
        .map(value -> {
          if (value < 0) {
            throw wrong(name, "a number from 0 up");
          }
          return value;
        });
  }

  /** A UTCDate. */
  public Optional<Instant> time(String name) {
    return text(name).map(text -> utcDate(text).orElseThrow(() -> wrong(name, "a UTCDate")));
  }

  /** RFC 8620 section 1.4: in UTC, letters in upper case. */
  public static Optional<Instant> utcDate(String text) {
    if (!text.endsWith("Z") || text.length() > 40 || text.indexOf('T') < 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }

  /** Empty when it is not there, or null. */
  public Optional<List<String>> texts(String name) {
    return value(name)
        .map(node -> {
          if (!node.isArray()) {
            throw wrong(name, "an array");
          }
          List<String> texts = new ArrayList<>();
          for (JsonNode one : node) {
            if (!one.isString()) {
              throw wrong(name, "an array of texts");
            }
            texts.add(one.asString());
          }
          return texts;
        });
  }

  /** Ids, each once. */
  public Optional<List<String>> ids(String name) {
    Optional<List<String>> ids = texts(name);
    if (ids.isPresent() && ids.get().stream().anyMatch(id -> id.length() > MAX_ID)) {
      throw wrong(name, "an array of ids");
    }
    return ids.map(all -> List.copyOf(new LinkedHashSet<>(all)));
  }

  public Optional<ObjectNode> object(String name) {
    return value(name)
        .map(node -> {
          if (!(node instanceof ObjectNode object)) {
            throw wrong(name, "an object");
          }
          return object;
        });
  }

  /** Objects by name; none when it is not there, or null. */
  public Map<String, ObjectNode> objects(String name) {
    Map<String, ObjectNode> all = new LinkedHashMap<>();
    object(name)
        .ifPresent(node ->
            node.properties()
                .forEach(entry -> {
                  if (!(entry.getValue() instanceof ObjectNode object)) {
                    throw wrong(name, "objects by their ids");
                  }
                  all.put(entry.getKey(), object);
                }));
    return all;
  }

  public List<ObjectNode> list(String name) {
    List<ObjectNode> all = new ArrayList<>();
    value(name)
        .ifPresent(node -> {
          if (!node.isArray()) {
            throw wrong(name, "an array");
          }
          for (JsonNode one : node) {
            if (!(one instanceof ObjectNode object)) {
              throw wrong(name, "an array of objects");
            }
            all.add(object);
          }
        });
    return all;
  }

  /** Something that is not looked into here. */
  public Optional<JsonNode> any(String name) {
    return value(name);
  }

  /** All has been asked for: what is left is nothing that the method knows. */
  public void done() {
    for (Map.Entry<String, JsonNode> entry : given.properties()) {
      if (!asked.contains(entry.getKey())) {
        throw MethodError.invalidArguments("there is no argument " + entry.getKey());
      }
    }
  }
}

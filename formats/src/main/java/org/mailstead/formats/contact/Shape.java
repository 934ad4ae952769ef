package org.mailstead.formats.contact;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What values of JSContact look like (RFC 9553 section 1.4). What a shape does not name may be
 * anything: others may have defined it (section 1.8).
 */
sealed interface Shape {
  /** An id of a map: RFC 9553 section 1.4.1. */
  String ID = "[A-Za-z0-9_-]{1,255}";

  /** A JSON text, number or such. */
  enum Plain implements Shape {
    TEXT,
    UNSIGNED,
    FLAG,
    TIME,
    ANY_OBJECT
  }

  /** An object whose values are all true. */
  record Marks() implements Shape {}

  record Each(Shape value) implements Shape {}

  record Listing(Shape value) implements Shape {}

  /**
   * @param type of its @type, which may be left out
   * @param needed one of them must be there; none for no such rule
   */
  record Thing(String type, Map<String, Shape> known, List<String> needed) implements Shape {
    public Thing {
      known = Map.copyOf(known);
      needed = List.copyOf(needed);
    }

    public Thing(String type) {
      this(type, Map.of(), List.of());
    }

    Thing with(String name, Shape shape) {
      Map<String, Shape> more = new LinkedHashMap<>(known);
      more.put(name, shape);
      return new Thing(type, more, needed);
    }

    /** One of these must be there. */
    Thing needing(String... names) {
      return new Thing(type, known, List.of(names));
    }
  }

  /** Whether a value is of this shape. */
  default boolean fits(JsonNode value) {
    return switch (this) {
      case Plain plain -> fits(plain, value);
      case Marks() ->
          value.isObject()
              && value.properties().stream()
                  .allMatch(one -> one.getValue().isBoolean() && one.getValue().asBoolean());
      case Each(Shape each) ->
          value.isObject()
              && value.properties().stream()
                  .allMatch(one -> one.getKey().matches(ID) && each.fits(one.getValue()));
      case Listing(Shape each) -> value.isArray() && value.valueStream().allMatch(each::fits);
      case Thing thing -> value instanceof ObjectNode object && wrong(thing, object).isEmpty();
    };
  }

  private static boolean fits(Plain plain, JsonNode value) {
    return switch (plain) {
      case TEXT -> value.isString();
      case UNSIGNED -> value.isIntegralNumber() && value.canConvertToLong() && value.asLong() >= 0;
      case FLAG -> value.isBoolean();
      case TIME -> value.isString() && isTime(value.asString());
      case ANY_OBJECT -> value.isObject();
    };
  }

  private static boolean isTime(String text) {
    try {
      return text.endsWith("Z") && text.length() <= 40 && Instant.parse(text) != null;
    } catch (DateTimeParseException _) {
      return false;
    }
  }

  /** The properties of an object that are not as they should be. */
  static List<String> wrong(Thing thing, ObjectNode object) {
    List<String> wrong = new ArrayList<>();
    JsonNode type = object.path("@type");
    if (!type.isMissingNode() && !type.asString("").equals(thing.type)) {
      wrong.add("@type");
    }
    thing.known.forEach((name, shape) -> {
      JsonNode value = object.path(name);
      if (!value.isMissingNode() && !shape.fits(value)) {
        wrong.add(name);
      }
    });
    if (!thing.needed.isEmpty() && thing.needed.stream().noneMatch(object::has)) {
      wrong.add(thing.needed.getFirst());
    }
    return wrong;
  }
}

package org.mailstead.admin;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.mailstead.http.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a record is in JSON. One table writes it and describes it, so that the description is true.
 *
 * @param <T> the record
 */
public final class Shape<T> {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final String name;
  private final List<Field<T>> fields = new ArrayList<>();

  /** Instead of fields. */
  private Optional<Function<T, ObjectNode>> whole = Optional.empty();

  /**
   * @param schema JSON Schema of its value
   * @param value empty when it is left out
   */
  private record Field<T>(
      String name, String doc, ObjectNode schema, Function<T, Optional<JsonNode>> value) {}

  private Shape(String name) {
    this.name = name;
  }

  static <T> Shape<T> of(String name) {
    return new Shape<>(name);
  }

  String name() {
    return name;
  }

  private Shape<T> add(
      String field, String doc, ObjectNode schema, Function<T, Optional<JsonNode>> value) {
    fields.add(new Field<>(field, doc, schema, value));
    return this;
  }

  static ObjectNode type(String word) {
    return Json.object().put("type", word);
  }

  Shape<T> text(String field, String doc, Function<T, String> value) {
    return add(field, doc, type("string"), one -> Optional.of(NODES.stringNode(value.apply(one))));
  }

  Shape<T> optionalText(String field, String doc, Function<T, Optional<String>> value) {
    return add(field, doc, type("string"), one -> value.apply(one).map(NODES::stringNode));
  }

  Shape<T> number(String field, String doc, ToLongFunction<T> value) {
    return add(
        field, doc, type("integer"), one -> Optional.of(NODES.numberNode(value.applyAsLong(one))));
  }

  Shape<T> flag(String field, String doc, Predicate<T> value) {
    return add(field, doc, type("boolean"), one -> Optional.of(NODES.booleanNode(value.test(one))));
  }

  /** Milliseconds since 1970. */
  Shape<T> time(String field, String doc, Function<T, Instant> value) {
    return optionalTime(field, doc, one -> Optional.of(value.apply(one)));
  }

  Shape<T> optionalTime(String field, String doc, Function<T, Optional<Instant>> value) {
    return add(
        field,
        doc + " (milliseconds since 1970)",
        type("integer"),
        one -> value.apply(one).map(at -> NODES.numberNode(at.toEpochMilli())));
  }

  Shape<T> texts(String field, String doc, Function<T, ? extends Iterable<String>> value) {
    ObjectNode schema = type("array");
    schema.set("items", type("string"));
    return add(
        field,
        doc,
        schema,
        one -> {
          ArrayNode all = NODES.arrayNode();
          value.apply(one).forEach(all::add);
          return Optional.of(all);
        });
  }

  <E> Shape<T> list(
      String field, String doc, Shape<E> inner, Function<T, ? extends Iterable<E>> value) {
    ObjectNode schema = type("array");
    schema.set("items", inner.schema());
    return add(
        field,
        doc,
        schema,
        one -> {
          ArrayNode all = NODES.arrayNode();
          value.apply(one).forEach(element -> all.add(inner.write(element)));
          return Optional.of(all);
        });
  }

  <E> Shape<T> object(String field, String doc, Shape<E> inner, Function<T, E> value) {
    return add(field, doc, inner.schema(), one -> Optional.of(inner.write(value.apply(one))));
  }

  /** Names and texts. */
  Shape<T> map(String field, String doc, Function<T, java.util.Map<String, String>> value) {
    ObjectNode schema = type("object");
    schema.set("additionalProperties", type("string"));
    return add(
        field,
        doc,
        schema,
        one -> {
          ObjectNode all = Json.object();
          value.apply(one).forEach(all::put);
          return Optional.of(all);
        });
  }

  /** Of any object: it goes as it is. */
  static Shape<ObjectNode> raw(String name) {
    var raw = new Shape<ObjectNode>(name);
    raw.whole = Optional.of(value -> value);
    return raw;
  }

  ObjectNode write(T value) {
    if (whole.isPresent()) {
      return whole.get().apply(value);
    }
    ObjectNode json = Json.object();
    for (Field<T> field : fields) {
      field.value.apply(value).ifPresent(node -> json.set(field.name, node));
    }
    return json;
  }

  /** JSON Schema (draft 2020-12, as OpenAPI 3.1 has it). */
  ObjectNode schema() {
    ObjectNode schema = type("object");
    ObjectNode properties = schema.putObject("properties");
    for (Field<T> field : fields) {
      ObjectNode described = field.schema.deepCopy();
      described.put("description", field.doc);
      properties.set(field.name, described);
    }
    return schema;
  }

  /** Some of a list, and how to get more. */
  record Page<E>(List<E> items, Optional<String> next) {
    Page {
      items = List.copyOf(items);
    }

    static <E> Page<E> all(List<E> items) {
      return new Page<>(items, Optional.empty());
    }
  }

  Shape<Page<T>> page() {
    return Shape.<Page<T>>of(name + "Page")
        .list("items", "Some of them.", this, Page::items)
        .optionalText(
            "next", "Given back as \"after\" it brings more; lacks at the end.", Page::next);
  }
}

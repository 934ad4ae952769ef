package org.mailstead.jmap.core;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What objects of a type are. One table writes them, tells which properties there are and which a
 * client may set, and describes them for documents and for the pages' types.
 *
 * @param <T> where the values of one object are read from
 */
public final class Schema<T> {
  /** What is special about a property. */
  public enum Trait {
    /** Only the server sets it. */
    SERVER_SET,
    /** It stays as it was when the object was made. */
    IMMUTABLE,
    /** It is not given unless asked for. */
    ON_DEMAND
  }

  /**
   * @param type as TypeScript has it
   * @param value null is written where it has none
   */
  public record Property<T>(
      String name,
      String type,
      String doc,
      Set<Trait> traits,
      Function<T, Optional<JsonNode>> value) {
    boolean has(Trait trait) {
      return traits.contains(trait);
    }
  }

  private final String name;
  private final List<Property<T>> properties = new ArrayList<>();

  public Schema(String name) {
    this.name = name;
  }

  public String name() {
    return name;
  }

  public List<Property<T>> properties() {
    return List.copyOf(properties);
  }

  public Schema<T> add(
      String property,
      String type,
      String doc,
      Function<T, Optional<JsonNode>> value,
      Trait... traits) {
    Set<Trait> all = EnumSet.noneOf(Trait.class);
    all.addAll(List.of(traits));
    properties.add(new Property<>(property, type, doc, all, value));
    return this;
  }

  public Schema<T> text(String property, String doc, Function<T, String> value, Trait... traits) {
    return add(
        property,
        "string",
        doc,
        one -> Optional.of(JmapJson.NODES.stringNode(value.apply(one))),
        traits);
  }

  public Schema<T> optionalText(
      String property, String doc, Function<T, Optional<String>> value, Trait... traits) {
    return add(
        property,
        "string | null",
        doc,
        one -> value.apply(one).map(JmapJson.NODES::stringNode),
        traits);
  }

  public Schema<T> number(String property, String doc, Function<T, Long> value, Trait... traits) {
    return add(
        property,
        "number",
        doc,
        one -> Optional.of(JmapJson.number(value.apply(one).longValue())),
        traits);
  }

  public Schema<T> flag(String property, String doc, Function<T, Boolean> value, Trait... traits) {
    return add(
        property,
        "boolean",
        doc,
        one -> Optional.of(JmapJson.NODES.booleanNode(value.apply(one))),
        traits);
  }

  public Optional<Property<T>> find(String property) {
    return properties.stream().filter(one -> one.name.equals(property)).findFirst();
  }

  /** Those that only the server sets. */
  public Set<String> serverSet() {
    return with(Trait.SERVER_SET);
  }

  public Set<String> immutable() {
    return with(Trait.IMMUTABLE);
  }

  private Set<String> with(Trait trait) {
    Set<String> names = new LinkedHashSet<>();
    properties.stream().filter(one -> one.has(trait)).forEach(one -> names.add(one.name));
    return names;
  }

  /**
   * The properties that a client asks for; all when it does not say.
   *
   * @throws MethodError invalidArguments for one that there is not
   */
  public List<Property<T>> asked(Optional<List<String>> names) {
    if (names.isEmpty()) {
      return properties.stream().filter(one -> !one.has(Trait.ON_DEMAND)).toList();
    }
    Set<String> wanted = new LinkedHashSet<>(names.get());
    for (String one : wanted) {
      if (find(one).isEmpty()) {
        throw MethodError.invalidArguments(name + " has no property " + one);
      }
    }
    return properties.stream()
        .filter(one -> one.name.equals("id") || wanted.contains(one.name))
        .toList();
  }

  public ObjectNode write(T value, List<Property<T>> wanted) {
    ObjectNode json = JmapJson.object();
    for (Property<T> property : wanted) {
      json.set(property.name, property.value.apply(value).orElse(JmapJson.NODES.nullNode()));
    }
    return json;
  }

  /** With all its properties. */
  public ObjectNode write(T value) {
    return write(value, properties);
  }
}

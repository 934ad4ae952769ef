package org.mailstead.jmap.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which objects a client looks for (RFC 8620 section 5.5).
 *
 * @param <C> a condition of a type of objects
 */
public sealed interface Filter<C> {
  record And<C>(List<Filter<C>> all) implements Filter<C> {
    public And {
      all = List.copyOf(all);
    }
  }

  record Or<C>(List<Filter<C>> any) implements Filter<C> {
    public Or {
      any = List.copyOf(any);
    }
  }

  /** None of them holds. */
  record Not<C>(List<Filter<C>> none) implements Filter<C> {
    public Not {
      none = List.copyOf(none);
    }
  }

  record Condition<C>(C condition) implements Filter<C> {}

  /** Conditions and operators of one filter. */
  int MOST = 500;

  /**
   * Reads a filter.
   *
   * @param condition reads one condition, an object that has no operator
   * @throws MethodError invalidArguments, unsupportedFilter
   */
  static <C> Optional<Filter<C>> read(Optional<JsonNode> given, Function<ObjectNode, C> condition) {
    var left = new int[] {MOST};
    return given.map(node -> read(node, condition, left));
  }

  private static <C> Filter<C> read(JsonNode given, Function<ObjectNode, C> condition, int[] left) {
    if (!(given instanceof ObjectNode object)) {
      throw MethodError.invalidArguments("a filter is to be an object");
    }
    if (left[0]-- == 0) {
      throw new MethodError("unsupportedFilter", "at most " + MOST + " conditions");
    }
    if (!object.has("operator")) {
      return new Condition<>(condition.apply(object));
    }
    var in = new Arguments(object);
    String operator = in.text("operator").orElse("");
    List<Filter<C>> parts = new ArrayList<>();
    in.list("conditions").forEach(one -> parts.add(read(one, condition, left)));
    in.done();
    return switch (operator) {
      case "AND" -> new And<>(parts);
      case "OR" -> new Or<>(parts);
      case "NOT" -> new Not<>(parts);
      default -> throw MethodError.invalidArguments("there is no operator " + operator);
    };
  }

  /** Whether something is looked for. */
  default <T> Predicate<T> predicate(Function<C, Predicate<T>> of) {
    return switch (this) {
      case And<C>(var all) -> {
        List<Predicate<T>> parts = all.stream().map(one -> one.predicate(of)).toList();
        yield thing -> parts.stream().allMatch(part -> part.test(thing));
      }
      case Or<C>(var any) -> {
        List<Predicate<T>> parts = any.stream().map(one -> one.predicate(of)).toList();
        yield thing -> parts.stream().anyMatch(part -> part.test(thing));
      }
      case Not<C>(var none) -> {
        List<Predicate<T>> parts = none.stream().map(one -> one.predicate(of)).toList();
        yield thing -> parts.stream().noneMatch(part -> part.test(thing));
      }
      case Condition<C>(C condition) -> of.apply(condition);
    };
  }

  /** All conditions in it. */
  default List<C> conditions() {
    return switch (this) {
      case And<C>(var all) -> all.stream().flatMap(one -> one.conditions().stream()).toList();
      case Or<C>(var any) -> any.stream().flatMap(one -> one.conditions().stream()).toList();
      case Not<C>(var none) -> none.stream().flatMap(one -> one.conditions().stream()).toList();
      case Condition<C>(C condition) -> List.of(condition);
    };
  }
}

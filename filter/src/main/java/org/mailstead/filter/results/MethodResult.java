package org.mailstead.filter.results;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one method found.
 *
 * @param method such as {@code dkim}, lower case
 * @param result such as {@code pass}, lower case
 * @param comment for people; not there in what was read
 * @param reason why, for people
 * @param properties what the result is about
 */
public record MethodResult(
    String method,
    String result,
    Optional<String> comment,
    Optional<String> reason,
    List<Property> properties) {
  /**
   * What a result is about.
   *
   * @param type such as {@code header}
   * @param name such as {@code from}
   */
  public record Property(String type, String name, String value) {}

  public MethodResult {
    properties = List.copyOf(properties);
  }

  public static MethodResult of(String method, String result) {
    return new MethodResult(method, result, Optional.empty(), Optional.empty(), List.of());
  }

  public MethodResult because(String why) {
    return why.isEmpty()
        ? this
        : new MethodResult(method, result, comment, Optional.of(why), properties);
  }

  public MethodResult comment(String text) {
    return new MethodResult(method, result, Optional.of(text), reason, properties);
  }

  /** This, and one more thing that it is about; nothing when the value is empty. */
  public MethodResult with(String type, String name, String value) {
    if (value.isEmpty()) {
      return this;
    }
    List<Property> all = new ArrayList<>(properties);
    all.add(new Property(type, name, value));
    return new MethodResult(method, result, comment, reason, all);
  }

  /** The value of a property. */
  public Optional<String> find(String type, String name) {
    return properties.stream()
        .filter(one -> one.type().equals(type) && one.name().equals(name))
        .map(Property::value)
        .findFirst();
  }
}

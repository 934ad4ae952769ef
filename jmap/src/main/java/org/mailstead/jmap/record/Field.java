package org.mailstead.jmap.record;

import java.util.function.Predicate;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.words.EmailAddress;
import tools.jackson.databind.JsonNode;

/**
 * A property of a record.
 *
 * @param type as TypeScript has it
 * @param otherwise what it is when nobody says; missing for one that must be given
 * @param good whether it may be that
 */
public record Field(
    String name, String type, String doc, JsonNode otherwise, Predicate<JsonNode> good) {
  private static final int MAX_ORDER = Integer.MAX_VALUE;

  /** A text of one line that must be given. */
  public static Field line(String name, String doc, int most) {
    return new Field(
        name,
        "string",
        doc,
        JmapJson.NODES.missingNode(),
        value -> isLine(value, most) && !value.asString().isBlank());
  }

  /** A text of one line that may be empty. */
  public static Field optionalLine(String name, String doc, int most) {
    return new Field(
        name, "string", doc, JmapJson.NODES.stringNode(""), value -> isLine(value, most));
  }

  private static boolean isLine(JsonNode value, int most) {
    return value.isString()
        && value.asString().length() <= most
        && value.asString().chars().noneMatch(c -> c < ' ' || c == 0x7f);
  }

  /** A text of any lines. */
  public static Field text(String name, String doc, int most) {
    return new Field(
        name,
        "string",
        doc,
        JmapJson.NODES.stringNode(""),
        value -> value.isString() && value.asString().length() <= most);
  }

  /** The lowest stands first. */
  public static Field sortOrder() {
    return new Field(
        "sortOrder",
        "number",
        "The lowest stands first, 0 to " + MAX_ORDER + ".",
        JmapJson.number(0),
        value -> value.isIntegralNumber() && value.canConvertToInt() && value.asInt() >= 0);
  }

  /** A list of {@code {name, email}}. */
  public static Field addresses(String name, String doc, int most) {
    return new Field(
        name, "EmailAddress[]", doc, JmapJson.array(), value -> areAddresses(value, most));
  }

  private static boolean areAddresses(JsonNode value, int most) {
    return value.isArray()
        && value.size() <= most
        && value.valueStream().allMatch(Field::isAddress);
  }

  private static boolean isAddress(JsonNode one) {
    JsonNode name = one.path("name");
    return one.isObject()
        && one.size() <= 2
        && (name.isMissingNode() || name.isNull() || isLine(name, 500))
        && one.path("email").isString()
        && EmailAddress.parse(one.path("email").asString()).isPresent();
  }
}

package org.mailstead.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.mailstead.words.Problem;
import org.mailstead.words.Refused;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A JSON object that a client has sent (RFC 8259): what is missing or of another type is refused.
 */
public final class Json {
  private static final int MAX_DEPTH = 20;
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  // Two readers that take different ones would see two different requests.
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .build();

  private final JsonNode object;

  private Json(JsonNode object) {
    this.object = object;
  }

  static Json parse(byte[] bytes) {
    try {
      JsonNode read = MAPPER.readTree(bytes);
      if (read != null && read.isObject()) {
        return new Json(read);
      }
    } catch (JacksonException _) {
      // told below
    }
    throw new Refused(Problem.Kind.INVALID, "request.json");
  }

  /** An empty object to answer with. */
  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  private static Refused wrong(String name) {
    return new Refused(Problem.Kind.INVALID, "request.field", name);
  }

  /**
   * A text.
   *
   * @param most characters
   * @throws Refused INVALID
   */
  public String text(String name, int most) {
    return optionalText(name, most).orElseThrow(() -> wrong(name));
  }

  /** A text that may be missing or null. */
  public Optional<String> optionalText(String name, int most) {
    JsonNode value = object.get(name);
    if (value == null || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isString() || value.asString().length() > most) {
      throw wrong(name);
    }
    return Optional.of(value.asString());
  }

  /** A whole number that may be missing or null. */
  public Optional<Long> optionalNumber(String name) {
    JsonNode value = object.get(name);
    if (value == null || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw wrong(name);
    }
    return Optional.of(value.asLong());
  }

  /** True or false; false when it is missing. */
  public boolean flag(String name) {
    JsonNode value = object.get(name);
    if (value != null && !value.isBoolean()) {
      throw wrong(name);
    }
    return value != null && value.asBoolean();
  }

  /** Texts; none when they are missing. */
  public List<String> texts(String name, int most, int mostEach) {
    JsonNode value = object.get(name);
    if (value == null || value.isNull()) {
      return List.of();
    }
    if (!value.isArray() || value.size() > most) {
      throw wrong(name);
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode one : value) {
      if (!one.isString() || one.asString().length() > mostEach) {
        throw wrong(name);
      }
      texts.add(one.asString());
    }
    return texts;
  }

  /** An object inside, as it was sent. */
  public String raw(String name) {
    JsonNode value = object.get(name);
    if (value == null || !value.isObject()) {
      throw wrong(name);
    }
    return value.toString();
  }

  /** The names of all its values. */
  public Set<String> names() {
    return Set.copyOf(object.propertyNames());
  }

  public boolean has(String name) {
    return object.hasNonNull(name);
  }
}

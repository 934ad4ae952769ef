package org.mailstead.jmap.mail;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mailstead.formats.jmap.BodyValue;
import org.mailstead.formats.jmap.HeaderProperty;
import org.mailstead.formats.jmap.HeaderValue;
import org.mailstead.formats.jmap.NewEmail;
import org.mailstead.formats.jmap.NewHeader;
import org.mailstead.formats.jmap.NewPart;
import org.mailstead.formats.jmap.PartLabels;
import org.mailstead.jmap.core.SetError;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads an Email that a client wants to have made (RFC 8621 section 4.6). */
final class EmailInput {
  /** What is not of the message itself. */
  private static final Set<String> METADATA = Set.of("mailboxIds", "keywords", "receivedAt");

  private static final Set<String> BODY =
      Set.of("bodyStructure", "textBody", "htmlBody", "attachments", "bodyValues");

  private static final Set<String> PART =
      Set.of(
          "partId",
          "blobId",
          "type",
          "name",
          "charset",
          "disposition",
          "cid",
          "language",
          "location",
          "subParts");

  private static final int MAX_DEPTH = 20;

  /** What is of the wrong type, or is no property. */
  private final List<String> wrong = new ArrayList<>();

  private EmailInput() {}

  /**
   * @throws SetError.Thrown invalidProperties
   */
  static NewEmail read(ObjectNode object) {
    var input = new EmailInput();
    Set<String> others = new LinkedHashSet<>();
    List<NewHeader> headers = input.headers("", object, others);
    others.removeAll(METADATA);
    others.removeAll(BODY);
    input.wrong.addAll(others); // what there is not, or only the server sets
    NewEmail email =
        new NewEmail(
            headers,
            given(object, "bodyStructure").map(part -> input.part("bodyStructure", part, 0)),
            input.list("textBody", object),
            input.list("htmlBody", object),
            input.list("attachments", object),
            input.values(object),
            others);
    List<String> invalid = new ArrayList<>(input.wrong);
    if (invalid.isEmpty()) {
      invalid.addAll(email.invalidProperties());
    }
    if (!invalid.isEmpty()) {
      throw SetError.invalid("it cannot be made of that", List.copyOf(new LinkedHashSet<>(invalid)))
          .thrown();
    }
    return email;
  }

  private static Optional<JsonNode> given(JsonNode object, String name) {
    JsonNode value = object.path(name);
    return value.isMissingNode() || value.isNull() ? Optional.empty() : Optional.of(value);
  }

  private static String at(String prefix, String name) {
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  /** The properties that stand for header fields; the names of the rest are added to the others. */
  private List<NewHeader> headers(String prefix, JsonNode object, Set<String> others) {
    List<NewHeader> headers = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      String name = entry.getKey();
      JsonNode value = entry.getValue();
      Optional<HeaderProperty> header =
          prefix.isEmpty() ? HeaderProperty.of(name) : HeaderProperty.parse(name);
      if (value.isNull()) {
        continue;
      }
      if (header.isEmpty()) {
        if (HeaderProperty.isHeader(name)) {
          wrong.add(at(prefix, name));
        } else {
          others.add(name);
        }
        continue;
      }
      Optional<List<HeaderValue>> values = values(header.get(), value);
      if (values.isPresent()) {
        headers.add(new NewHeader(name, header.get(), values.get()));
      } else {
        wrong.add(at(prefix, name));
      }
    }
    return headers;
  }

  private static Optional<List<HeaderValue>> values(HeaderProperty header, JsonNode given) {
    if (!header.all()) {
      return HeaderJson.read(header.form(), given).map(List::of);
    }
    List<HeaderValue> values = new ArrayList<>();
    for (JsonNode one : given) {
      Optional<HeaderValue> value = HeaderJson.read(header.form(), one);
      if (value.isEmpty()) {
        return Optional.empty();
      }
      values.add(value.get());
    }
    return given.isArray() ? Optional.of(values) : Optional.empty();
  }

  private Optional<List<NewPart>> list(String name, ObjectNode object) {
    return given(object, name)
        .map(array -> {
          List<NewPart> parts = new ArrayList<>();
          if (!array.isArray()) {
            wrong.add(name);
          }
          int index = 0;
          for (JsonNode one : array) {
            parts.add(part(name + "/" + index++, one, 0));
          }
          return parts;
        });
  }

  private NewPart part(String prefix, JsonNode object, int depth) {
    if (!object.isObject() || depth > MAX_DEPTH) {
      wrong.add(prefix);
      return NewPart.text("", PartLabels.NONE);
    }
    Set<String> others = new LinkedHashSet<>();
    List<NewHeader> headers = headers(prefix, object, others);
    others.removeAll(PART);
    List<NewPart> subParts = new ArrayList<>();
    Optional<JsonNode> inner = given(object, "subParts");
    if (inner.isPresent() && !inner.get().isArray()) {
      wrong.add(at(prefix, "subParts"));
    }
    int index = 0;
    for (JsonNode one : object.path("subParts")) {
      subParts.add(part(at(prefix, "subParts/" + index++), one, depth + 1));
    }
    return new NewPart(
        text(prefix, object, "partId"),
        text(prefix, object, "blobId"),
        labels(prefix, object),
        headers,
        subParts,
        others);
  }

  private PartLabels labels(String prefix, JsonNode object) {
    Optional<List<String>> language = given(object, "language").flatMap(HeaderJson::texts);
    if (given(object, "language").isPresent() && language.isEmpty()) {
      wrong.add(at(prefix, "language"));
    }
    return new PartLabels(
        text(prefix, object, "type"),
        text(prefix, object, "name"),
        text(prefix, object, "charset"),
        text(prefix, object, "disposition"),
        text(prefix, object, "cid"),
        language.orElse(List.of()),
        text(prefix, object, "location"));
  }

  private Optional<String> text(String prefix, JsonNode object, String name) {
    Optional<JsonNode> value = given(object, name);
    if (value.isPresent() && !value.get().isString()) {
      wrong.add(at(prefix, name));
      return Optional.empty();
    }
    return value.map(JsonNode::asString);
  }

  private Map<String, BodyValue> values(ObjectNode object) {
    Map<String, BodyValue> values = new LinkedHashMap<>();
    Optional<JsonNode> given = given(object, "bodyValues");
    if (given.isPresent() && !given.get().isObject()) {
      wrong.add("bodyValues");
    }
    given.ifPresent(map ->
        map.properties()
            .forEach(entry -> {
              JsonNode one = entry.getValue();
              if (!one.path("value").isString()) {
                wrong.add("bodyValues/" + entry.getKey());
              }
              values.put(
                  entry.getKey(),
                  new BodyValue(
                      one.path("value").asString(""),
                      one.path("isEncodingProblem").asBoolean(false),
                      one.path("isTruncated").asBoolean(false)));
            }));
    return values;
  }
}

package org.mailstead.jmap.mail;

import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.mailstead.formats.jmap.HeaderForm;
import org.mailstead.formats.jmap.HeaderValue;
import org.mailstead.jmap.core.JmapJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Values of header fields in JSON, and back (RFC 8621 section 4.1.2). */
final class HeaderJson {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssXXX", Locale.ROOT);

  private HeaderJson() {}

  static JsonNode write(HeaderValue value) {
    return switch (value) {
      case HeaderValue.Raw(String raw) -> JmapJson.NODES.stringNode(raw);
      case HeaderValue.Text(String text) -> JmapJson.NODES.stringNode(text);
      case HeaderValue.Addresses(var list) -> addresses(list);
      case HeaderValue.GroupedAddresses(var groups) -> groups(groups);
      case HeaderValue.MessageIds(var ids) -> JmapJson.array(ids);
      case HeaderValue.Date(var time) -> JmapJson.NODES.stringNode(date(time));
      case HeaderValue.Urls(var urls) -> JmapJson.array(urls);
    };
  }

  /** RFC 8620 section 1.4. */
  static String date(OffsetDateTime time) {
    return DATE.format(time.truncatedTo(ChronoUnit.SECONDS));
  }

  static ArrayNode addresses(List<HeaderValue.Address> list) {
    ArrayNode array = JmapJson.array();
    for (HeaderValue.Address address : list) {
      ObjectNode one = array.addObject();
      one.set("name", optional(address.name()));
      one.put("email", address.email());
    }
    return array;
  }

  private static ArrayNode groups(List<HeaderValue.Group> groups) {
    ArrayNode array = JmapJson.array();
    for (HeaderValue.Group group : groups) {
      ObjectNode one = array.addObject();
      one.set("name", optional(group.name()));
      one.set("addresses", addresses(group.addresses()));
    }
    return array;
  }

  private static JsonNode optional(Optional<String> text) {
    return text.<JsonNode>map(JmapJson.NODES::stringNode).orElse(JmapJson.NODES.nullNode());
  }

  // ---- reading

  /** Empty for a value of another type. */
  static Optional<HeaderValue> read(HeaderForm form, JsonNode given) {
    return switch (form) {
      case RAW -> text(given).map(HeaderValue.Raw::new);
      case TEXT -> text(given).map(HeaderValue.Text::new);
      case ADDRESSES -> readAddresses(given).map(HeaderValue.Addresses::new);
      case GROUPED_ADDRESSES -> readGroups(given).map(HeaderValue.GroupedAddresses::new);
      case MESSAGE_IDS -> texts(given).map(HeaderValue.MessageIds::new);
      case DATE -> text(given).flatMap(HeaderJson::readDate).map(HeaderValue.Date::new);
      case URLS -> texts(given).map(HeaderValue.Urls::new);
    };
  }

  static Optional<String> text(JsonNode given) {
    return given.isString() ? Optional.of(given.asString()) : Optional.empty();
  }

  static Optional<List<String>> texts(JsonNode given) {
    List<String> texts = new ArrayList<>();
    boolean good = given.isArray();
    for (JsonNode one : given) {
      good &= one.isString();
      texts.add(one.asString(""));
    }
    return good ? Optional.of(texts) : Optional.empty();
  }

  private static Optional<OffsetDateTime> readDate(String text) {
    try {
      return text.length() > 40 ? Optional.empty() : Optional.of(OffsetDateTime.parse(text));
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }

  /** A list of EmailAddress objects. */
  static Optional<List<HeaderValue.Address>> readAddresses(JsonNode given) {
    List<HeaderValue.Address> list = new ArrayList<>();
    boolean good = given.isArray();
    for (JsonNode one : given) {
      JsonNode name = one.path("name");
      boolean named = name.isString();
      good &= one.path("email").isString() && (named || name.isNull() || name.isMissingNode());
      Optional<String> text = named ? Optional.of(name.asString()) : Optional.empty();
      list.add(new HeaderValue.Address(text, one.path("email").asString("")));
    }
    return good ? Optional.of(list) : Optional.empty();
  }

  private static Optional<List<HeaderValue.Group>> readGroups(JsonNode given) {
    List<HeaderValue.Group> groups = new ArrayList<>();
    boolean good = given.isArray();
    for (JsonNode one : given) {
      Optional<List<HeaderValue.Address>> addresses = readAddresses(one.path("addresses"));
      good &= addresses.isPresent();
      Optional<String> name = text(one.path("name"));
      groups.add(new HeaderValue.Group(name, addresses.orElse(List.of())));
    }
    return good ? Optional.of(groups) : Optional.empty();
  }
}

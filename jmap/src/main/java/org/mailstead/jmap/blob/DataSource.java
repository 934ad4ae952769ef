package org.mailstead.jmap.blob;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.jmap.core.SetError;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Some of the octets of a new blob (RFC 9404 section 4.1): given ones, or a range of another. */
sealed interface DataSource {
  Set<String> TEXT = Set.of("data:asText");
  Set<String> BASE64 = Set.of("data:asBase64");
  Set<String> RANGE = Set.of("blobId", "offset", "length");

  long length();

  InputStream open() throws IOException;

  record Given(byte[] octets) implements DataSource {
    @Override
    public long length() {
      return octets.length;
    }

    @Override
    public InputStream open() {
      return new ByteArrayInputStream(octets);
    }
  }

  record Range(ByteSource blob, long offset, long length) implements DataSource {
    @Override
    public InputStream open() throws IOException {
      return blob.open(offset, length);
    }
  }

  /**
   * @param find a blob by its id, or by what the client called it when it made it
   * @throws SetError.Thrown for what is not exactly one of them, or not all there
   */
  static DataSource read(JsonNode given, Function<String, Optional<ByteSource>> find) {
    Set<String> names = Set.copyOf(given.propertyNames());
    if (names.equals(TEXT)) {
      return new Given(text(given, "data:asText").getBytes(UTF_8));
    }
    if (names.equals(BASE64)) {
      return new Given(decoded(text(given, "data:asBase64")));
    }
    if (!RANGE.containsAll(names) || !given.path("blobId").isString()) {
      throw wrong("a source is data:asText, data:asBase64 or blobId").thrown();
    }
    return range((ObjectNode) given, find);
  }

  private static DataSource range(ObjectNode given, Function<String, Optional<ByteSource>> find) {
    String id = given.path("blobId").asString();
    ByteSource blob =
        find.apply(id)
            .orElseThrow(() ->
                new SetError(
                        "blobNotFound",
                        "there is no such blob",
                        Map.of("notFound", JmapJson.array(List.of(id))))
                    .thrown());
    long offset = number(given, "offset").orElse(0L);
    long length = number(given, "length").orElseGet(() -> Math.max(0, blob.length() - offset));
    if (offset > blob.length() || length > blob.length() - offset) {
      throw wrong("the blob ends before its range").thrown();
    }
    return new Range(blob, offset, length);
  }

  private static String text(JsonNode given, String name) {
    if (!given.path(name).isString()) {
      throw wrong(name + " is to be a text").thrown();
    }
    return given.path(name).asString();
  }

  private static byte[] decoded(String text) {
    try {
      return Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException _) {
      throw wrong("it is no base64").thrown();
    }
  }

  private static Optional<Long> number(ObjectNode given, String name) {
    JsonNode value = given.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isIntegralNumber() || !value.canConvertToLong() || value.asLong() < 0) {
      throw wrong(name + " is to be a number from 0").thrown();
    }
    return Optional.of(value.asLong());
  }

  private static SetError wrong(String why) {
    return SetError.invalid(why, "data");
  }
}

package org.mailstead.jmap.core;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** I-JSON (RFC 7493), as JMAP sends it. */
public final class JmapJson {
  public static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** Deeper than any filter that somebody could mean. */
  private static final int MAX_DEPTH = 64;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxStringLength(ServerLimits.MAX_SIZE_REQUEST)
                          .maxNumberLength(100)
                          .build())
                  // I-JSON has no name twice (RFC 7493 section 2.3).
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .build();

  private JmapJson() {}

  /**
   * @throws RequestError notJSON
   */
  public static JsonNode parse(byte[] octets) {
    try {
      JsonNode read = MAPPER.readTree(octets);
      if (read != null && !read.isMissingNode() && isWhole(read)) {
        return read;
      }
    } catch (JacksonException _) {
      // told below
    }
    throw RequestError.notJson("the body is no I-JSON");
  }

  /** What this server itself has written. */
  public static ObjectNode parseObject(String json) {
    return (ObjectNode) MAPPER.readTree(json);
  }

  /** No half characters, no numbers beyond all bounds (RFC 7493 sections 2.1 and 2.2). */
  private static boolean isWhole(JsonNode node) {
    if (node.isString() && !isWhole(node.asString())) {
      return false;
    }
    if (node.isDouble() && !Double.isFinite(node.asDouble())) {
      return false;
    }
    for (String name : node.propertyNames()) {
      if (!isWhole(name)) {
        return false;
      }
    }
    for (JsonNode child : node) {
      if (!isWhole(child)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isWhole(String text) {
    return text.codePoints().noneMatch(c -> c >= 0xd800 && c <= 0xdfff);
  }

  /** Characters of its texts and names, roughly as it is written. */
  public static long size(JsonNode node) {
    long size = 4L + (node.isString() ? node.asString().length() : 0);
    for (String name : node.propertyNames()) {
      size += name.length();
    }
    for (JsonNode child : node) {
      size += size(child);
    }
    return size;
  }

  public static ObjectNode object() {
    return NODES.objectNode();
  }

  public static ArrayNode array() {
    return NODES.arrayNode();
  }

  /** A number as it is when it is read: of the smallest type that holds it. */
  public static JsonNode number(long value) {
    boolean small = value == (int) value;
    return small ? NODES.numberNode((int) value) : NODES.numberNode(value);
  }

  /** A list of texts. */
  public static ArrayNode array(Iterable<String> texts) {
    ArrayNode array = array();
    texts.forEach(array::add);
    return array;
  }
}

package org.mailstead.jmap.mail;

import java.util.List;
import java.util.Optional;
import org.mailstead.formats.jmap.BodyPart;
import org.mailstead.formats.jmap.EmailHeader;
import org.mailstead.formats.jmap.HeaderProperty;
import org.mailstead.formats.jmap.HeaderValue;
import org.mailstead.formats.mime.HeaderField;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.jmap.core.Schema;
import org.mailstead.jmap.core.Schema.Trait;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What an EmailBodyPart is (RFC 8621 section 4.1.4). */
final class PartSchema {
  /** A part of a message. */
  record Seen(EmailSource source, BodyPart part) {
    List<HeaderField> header() {
      return EmailSource.reading(() -> part.header(source.bytes()));
    }
  }

  static final Schema<Seen> SCHEMA =
      new Schema<Seen>("EmailBodyPart")
          .optionalText(
              "partId",
              "Names the part in bodyValues; null for a multipart.",
              one -> one.part.partId())
          .optionalText(
              "blobId",
              "Its content, decoded; null for a multipart.",
              one -> one.part.partId().map(id -> one.source.blob().part(id).toString()))
          .number(
              "size",
              "Octets of its content, decoded.",
              one -> EmailSource.reading(() -> one.part.size(one.source.bytes())),
              Trait.SERVER_SET)
          .add(
              "headers",
              "EmailHeader[]",
              "All its header fields.",
              one -> Optional.of(headers(one.header())),
              Trait.ON_DEMAND)
          .optionalText("name", "The file name.", one -> one.part.name())
          .text("type", "The media type, without parameters.", one -> one.part.type())
          .optionalText("charset", "The character set of a text.", one -> one.part.charset())
          .optionalText(
              "disposition", "inline, attachment, or null.", one -> one.part.disposition())
          .optionalText("cid", "Content-ID, without angle brackets.", one -> one.part.cid())
          .add(
              "language",
              "string[] | null",
              "Tags of Content-Language.",
              one ->
                  one.part.language().isEmpty()
                      ? Optional.empty()
                      : Optional.of(JmapJson.array(one.part.language())))
          .optionalText("location", "Content-Location.", one -> one.part.location())
          .add(
              "subParts",
              "EmailBodyPart[] | null",
              "The parts of a multipart.",
              _ -> Optional.empty(),
              Trait.ON_DEMAND);

  private PartSchema() {}

  static boolean isProperty(String name) {
    return SCHEMA.find(name).isPresent();
  }

  /** EmailHeader objects. */
  static ArrayNode headers(List<HeaderField> fields) {
    ArrayNode array = JmapJson.array();
    for (EmailHeader header : EmailHeader.of(fields)) {
      array.addObject().put("name", header.name()).put("value", header.value());
    }
    return array;
  }

  /** A property that stands for header fields. */
  static JsonNode header(String property, List<HeaderField> fields) {
    HeaderProperty asked = HeaderProperty.of(property).orElseThrow();
    if (!asked.all()) {
      return optional(asked.lastOf(fields));
    }
    ArrayNode all = JmapJson.array();
    asked.allOf(fields).forEach(value -> all.add(optional(value)));
    return all;
  }

  private static JsonNode optional(Optional<HeaderValue> value) {
    return value.map(HeaderJson::write).orElse(JmapJson.NODES.nullNode());
  }

  static ObjectNode write(EmailSource source, BodyPart part, EmailFetch fetch, boolean whole) {
    var seen = new Seen(source, part);
    ObjectNode json = JmapJson.object();
    for (String property : fetch.bodyProperties()) {
      if (HeaderProperty.isHeader(property)) {
        json.set(property, header(property, seen.header()));
      } else if (!property.equals("subParts")) {
        json.set(
            property,
            SCHEMA
                .find(property)
                .orElseThrow()
                .value()
                .apply(seen)
                .orElse(JmapJson.NODES.nullNode()));
      }
    }
    if (whole && part.isMultipart()) {
      ArrayNode parts = json.putArray("subParts");
      part.subParts().forEach(child -> parts.add(write(source, child, fetch, true)));
    } else if (fetch.bodyProperties().contains("subParts")) {
      json.putNull("subParts");
    }
    return json;
  }
}

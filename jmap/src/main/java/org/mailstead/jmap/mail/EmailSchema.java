package org.mailstead.jmap.mail;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.mailstead.formats.jmap.BodyPart;
import org.mailstead.formats.jmap.BodyValue;
import org.mailstead.formats.jmap.HeaderProperty;
import org.mailstead.jmap.core.Exchange;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.jmap.core.Schema;
import org.mailstead.jmap.core.Schema.Trait;
import org.mailstead.post.ObjectIds;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What an Email is (RFC 8621 section 4.1). */
final class EmailSchema {
  private static final String ADDRESSES = "EmailAddress[] | null";
  private static final String IDS = "string[] | null";

  /** An email, and what is wanted of it. */
  record Seen(EmailSource source, EmailFetch fetch) {
    Optional<JsonNode> stored(Function<EmailSource.Stored, JsonNode> value) {
      return source.stored().map(value);
    }
  }

  static final Schema<Seen> SCHEMA =
      Unpacked.add(SmimeProperties.add(body(header(metadata(new Schema<>("Email"))))));

  private EmailSchema() {}

  private static Schema<Seen> metadata(Schema<Seen> schema) {
    return schema
        .add(
            "id",
            "Id",
            "The same as IMAP's EMAILID.",
            one -> one.stored(at -> text(ObjectIds.email(at.email().origin()))),
            Trait.SERVER_SET,
            Trait.IMMUTABLE)
        .text(
            "blobId",
            "The message as it was received.",
            one -> one.source.blob().toString(),
            Trait.SERVER_SET,
            Trait.IMMUTABLE)
        .add(
            "threadId",
            "Id",
            "The same as IMAP's THREADID.",
            one ->
                one.stored(at -> text(ObjectIds.thread(at.access().owner(), at.email().thread()))),
            Trait.SERVER_SET,
            Trait.IMMUTABLE)
        .add(
            "mailboxIds",
            "Record<Id, true>",
            "The mailboxes that it lies in, at least one.",
            one -> one.stored(EmailSchema::mailboxIds))
        .add(
            "keywords",
            "Record<string, true>",
            "In lower case; $seen and $draft when all its messages in IMAP have it.",
            one -> one.stored(at -> EmailKeywords.json(at.email(), at.keywords())))
        .number("size", "Octets of the message.", one -> one.source.size(), Trait.SERVER_SET)
        .add(
            "receivedAt",
            "UTCDate",
            "IMAP's INTERNALDATE.",
            one -> one.stored(at -> text(utc(at.email().received()))),
            Trait.IMMUTABLE);
  }

  private static Schema<Seen> header(Schema<Seen> schema) {
    schema.add(
        "headers",
        "EmailHeader[]",
        "All its header fields.",
        one -> Optional.of(PartSchema.headers(one.source.header())),
        Trait.IMMUTABLE,
        Trait.ON_DEMAND);
    Map<String, String> types = new LinkedHashMap<>();
    types.put("messageId", IDS);
    types.put("inReplyTo", IDS);
    types.put("references", IDS);
    types.put("sender", ADDRESSES);
    types.put("from", ADDRESSES);
    types.put("to", ADDRESSES);
    types.put("cc", ADDRESSES);
    types.put("bcc", ADDRESSES);
    types.put("replyTo", ADDRESSES);
    types.put("subject", "string | null");
    types.put("sentAt", "Date | null");
    types.forEach((name, type) -> {
      HeaderProperty header = HeaderProperty.CONVENIENT.get(name);
      String doc =
          header == null ? "" : "header:" + header.field() + ":" + header.form().suffix() + ".";
      schema.add(
          name,
          type,
          doc,
          one -> Optional.of(PartSchema.header(name, one.source.header())),
          Trait.IMMUTABLE);
    });
    return schema;
  }

  private static Schema<Seen> body(Schema<Seen> schema) {
    return schema
        .add(
            "bodyStructure",
            "EmailBodyPart",
            "All its parts.",
            one ->
                Optional.of(
                    PartSchema.write(one.source, one.source.body().structure(), one.fetch, true)),
            Trait.IMMUTABLE,
            Trait.ON_DEMAND)
        .add(
            "bodyValues",
            "Record<string, EmailBodyValue>",
            "Texts of its parts, those that were asked for.",
            one -> Optional.of(values(one)),
            Trait.IMMUTABLE)
        .add(
            "textBody",
            "EmailBodyPart[]",
            "What is shown one after the other, plain text where there is a choice.",
            one -> Optional.of(parts(one, one.source.body().textBody())),
            Trait.IMMUTABLE)
        .add(
            "htmlBody",
            "EmailBodyPart[]",
            "The same, HTML where there is a choice.",
            one -> Optional.of(parts(one, one.source.body().htmlBody())),
            Trait.IMMUTABLE)
        .add(
            "attachments",
            "EmailBodyPart[]",
            "The other parts, and media that only one of the two shows.",
            one -> Optional.of(parts(one, one.source.body().attachments())),
            Trait.IMMUTABLE)
        .flag(
            "hasAttachment",
            "Whether an attachment is not inline.",
            one -> one.source.hasAttachment(),
            Trait.SERVER_SET)
        .text(
            "preview",
            "The first words of the text, at most 256 characters.",
            one -> one.source.preview(),
            Trait.SERVER_SET);
  }

  static boolean isProperty(String name) {
    return SCHEMA.find(name).isPresent();
  }

  /** Whether whoever asks has said that he knows of a property that is not everybody's. */
  static boolean mayUse(Exchange exchange, String name) {
    boolean known = !SmimeProperties.NAMES.contains(name) || exchange.uses(MailMethods.SMIME);
    return known && (!name.equals(Unpacked.NAME) || exchange.uses(MailMethods.UNPACKED));
  }

  /** The properties that a client asks for; names stand as it wrote them. */
  static ObjectNode write(EmailSource source, EmailFetch fetch) {
    var seen = new Seen(source, fetch);
    ObjectNode json = JmapJson.object();
    for (String property : fetch.properties()) {
      JsonNode value =
          HeaderProperty.isHeader(property)
              ? PartSchema.header(property, source.header())
              : SCHEMA
                  .find(property)
                  .orElseThrow()
                  .value()
                  .apply(seen)
                  .orElse(JmapJson.NODES.nullNode());
      json.set(property, value);
    }
    return json;
  }

  private static JsonNode text(String value) {
    return JmapJson.NODES.stringNode(value);
  }

  static String utc(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static JsonNode mailboxIds(EmailSource.Stored at) {
    ObjectNode json = JmapJson.object();
    at.email()
        .mailboxes()
        .forEach(mailbox -> json.put(ObjectIds.mailbox(at.access().owner(), mailbox), true));
    return json;
  }

  private static ArrayNode parts(Seen one, List<BodyPart> parts) {
    ArrayNode array = JmapJson.array();
    parts.forEach(part -> array.add(PartSchema.write(one.source, part, one.fetch, false)));
    return array;
  }

  private static ObjectNode values(Seen one) {
    Map<String, BodyPart> wanted = new LinkedHashMap<>();
    var body = one.source.body();
    if (one.fetch.values().all()) {
      collect(body.leaves(), wanted);
    }
    if (one.fetch.values().text()) {
      collect(body.textBody(), wanted);
    }
    if (one.fetch.values().html()) {
      collect(body.htmlBody(), wanted);
    }
    ObjectNode json = JmapJson.object();
    wanted.forEach((id, part) -> {
      BodyValue value =
          EmailSource.reading(() -> BodyValue.of(part, one.source.bytes(), one.fetch.valueLimit()));
      json.putObject(id)
          .put("value", value.value())
          .put("isEncodingProblem", value.isEncodingProblem())
          .put("isTruncated", value.isTruncated());
    });
    return json;
  }

  private static void collect(List<BodyPart> parts, Map<String, BodyPart> to) {
    parts.stream()
        .filter(BodyPart::isText)
        .forEach(part -> part.partId().ifPresent(id -> to.put(id, part)));
  }
}

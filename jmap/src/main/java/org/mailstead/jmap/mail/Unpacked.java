package org.mailstead.jmap.mail;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.mailstead.formats.jmap.BodyPart;
import org.mailstead.formats.jmap.DecodedPart;
import org.mailstead.formats.tnef.UnpackedFile;
import org.mailstead.formats.tnef.Winmail;
import org.mailstead.jmap.core.JmapJson;
import org.mailstead.jmap.core.MethodError;
import org.mailstead.jmap.core.Schema;
import org.mailstead.jmap.core.Schema.Trait;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What is in the attachments of an email that Outlook has packed ({@code winmail.dat}). */
final class Unpacked {
  static final String NAME = "unpacked";

  /** Parts of an email that are looked into; those who write them write one. */
  private static final int MOST_PARTS = 3;

  /** A file, and the blob that it is. */
  record Seen(String blob, UnpackedFile file) {}

  static final Schema<Seen> SCHEMA =
      new Schema<Seen>("UnpackedFile")
          .text("blobId", "Its content; a text is in UTF-8.", Seen::blob)
          .text("name", "Its name, without folders.", one -> one.file.name())
          .text("type", "The media type, without parameters.", one -> one.file.type())
          .number("size", "Octets of its content.", one -> one.file.octets().length())
          .optionalText("cid", "What HTML names it by.", one -> one.file.cid())
          .flag(
              "isBody",
              "Whether it is the email's text, which is nowhere else.",
              one -> one.file.isBody());

  private Unpacked() {}

  /** What one call looks into: it is work without an answer that would end it. */
  static final class Work {
    private static final long MOST_OCTETS = 500_000_000;

    private final boolean asked;
    private long octets;

    Work(EmailFetch fetch) {
      this.asked = fetch.properties().contains(NAME);
    }

    /**
     * @throws MethodError requestTooLarge when it becomes too much
     */
    void add(EmailSource source) {
      if (asked) {
        octets += parts(source).stream().mapToLong(part -> part.octets().length()).sum();
        if (octets > MOST_OCTETS) {
          throw MethodError.requestTooLarge("at most " + MOST_OCTETS + " octets of winmail.dat");
        }
      }
    }
  }

  private static List<BodyPart> parts(EmailSource source) {
    return source.body().attachments().stream()
        .filter(part -> Winmail.is(part.type(), part.name()))
        .limit(MOST_PARTS)
        .toList();
  }

  static Schema<EmailSchema.Seen> add(Schema<EmailSchema.Seen> schema) {
    return schema.add(
        NAME,
        "Record<string, UnpackedFile[] | null> | null",
        "What is in each winmail.dat, by its partId; only with urn:mailstead:params:jmap:unpacked.",
        one -> of(one.source()),
        Trait.SERVER_SET,
        Trait.ON_DEMAND);
  }

  /** Empty for an email without any. */
  private static Optional<JsonNode> of(EmailSource source) {
    List<BodyPart> parts = parts(source);
    if (parts.isEmpty()) {
      return Optional.empty();
    }
    boolean hasText = !source.preview().isBlank();
    ObjectNode json = JmapJson.object();
    for (BodyPart part : parts) {
      part.partId()
          .ifPresent(
              id -> json.set(id, EmailSource.reading(() -> files(source, part, id, !hasText))));
    }
    return Optional.of(json);
  }

  private static JsonNode files(EmailSource source, BodyPart part, String id, boolean withBody)
      throws IOException {
    Optional<List<UnpackedFile>> files =
        Winmail.unpack(new DecodedPart(part, source.bytes()), withBody);
    if (files.isEmpty()) {
      return JmapJson.NODES.nullNode();
    }
    ArrayNode list = JmapJson.array();
    for (UnpackedFile file : files.get()) {
      var seen = new Seen(source.blob().part(id).unpacked(file.number()).toString(), file);
      ObjectNode json = list.addObject();
      for (Schema.Property<Seen> property : SCHEMA.properties()) {
        json.set(property.name(), property.value().apply(seen).orElse(JmapJson.NODES.nullNode()));
      }
    }
    return list;
  }
}

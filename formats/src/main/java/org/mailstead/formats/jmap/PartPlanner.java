package org.mailstead.formats.jmap;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.mailstead.formats.mime.Body;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.formats.mime.ContentType;
import org.mailstead.formats.mime.HeaderWriter;

/** Decides how each part of a new message is written: its fields and its transfer encoding. */
final class PartPlanner {
  private static final int MAX_LINE = 998;

  private final Map<String, BodyValue> values;
  private final Map<String, ByteSource> blobs;
  private final RandomGenerator random;

  PartPlanner(
      Map<String, BodyValue> values, Map<String, ByteSource> blobs, RandomGenerator random) {
    this.values = values;
    this.blobs = blobs;
    this.random = random;
  }

  PlannedPart plan(NewPart part) throws IOException {
    ContentType type = part.contentType();
    if (!part.subParts().isEmpty()) {
      return multipart(part, type);
    }
    if (part.blobId().isPresent()) {
      return blob(part, type, found(blobs, part.blobId().get()));
    }
    return text(part, type, found(values, part.partId().orElse("")).value());
  }

  private static <T> T found(Map<String, T> map, String id) {
    T found = map.get(id);
    if (found == null) {
      throw new IllegalArgumentException("no content of " + id);
    }
    return found;
  }

  private PlannedPart multipart(NewPart part, ContentType type) throws IOException {
    var parts = new ArrayList<PlannedPart>();
    var encoding = PlannedPart.Encoding.SEVEN_BIT;
    for (NewPart child : part.subParts()) {
      PlannedPart planned = plan(child);
      parts.add(planned);
      if (planned.encoding() == PlannedPart.Encoding.EIGHT_BIT) {
        encoding = PlannedPart.Encoding.EIGHT_BIT;
      }
    }
    String boundary = boundary();
    String fields = fields(part, type, Optional.of(new Body.Parameter("boundary", boundary)));
    if (encoding == PlannedPart.Encoding.EIGHT_BIT) {
      fields += encodingField(encoding);
    }
    return new PlannedPart.Multi(fields, encoding, boundary, parts);
  }

  // "=_" cannot occur in quoted-printable or base64 (RFC 2045 section 6.7); elsewhere nobody who
  // writes a part can know the rest.
  private String boundary() {
    byte[] unguessed = new byte[16];
    random.nextBytes(unguessed);
    return "=_" + HexFormat.of().formatHex(unguessed);
  }

  private static PlannedPart text(NewPart part, ContentType type, String value) {
    String text = value.replace("\r\n", "\n");
    boolean ascii = text.chars().allMatch(c -> c < 0x80);
    var charset = new Body.Parameter("charset", ascii ? "us-ascii" : "utf-8");
    PlannedPart.Encoding encoding = textEncoding(text);
    String fields = fields(part, type, Optional.of(charset)) + encodingField(encoding);
    return new PlannedPart.Text(fields, encoding, text);
  }

  /** As it is, or so that the eye can still read it, or short. */
  private static PlannedPart.Encoding textEncoding(String text) {
    boolean plain = text.chars().allMatch(c -> c == '\n' || c == '\t' || (c >= ' ' && c < 0x7f));
    if (plain && text.lines().allMatch(line -> line.length() <= MAX_LINE)) {
      return PlannedPart.Encoding.SEVEN_BIT;
    }
    // A character beyond ASCII has at least two octets: six letters, or nearly three in base64.
    long beyond = text.chars().filter(c -> c > 0x7f).count();
    return beyond * 5 > text.length()
        ? PlannedPart.Encoding.BASE64
        : PlannedPart.Encoding.QUOTED_PRINTABLE;
  }

  private static PlannedPart blob(NewPart part, ContentType type, ByteSource content)
      throws IOException {
    var charset = part.labels().charset().map(given -> new Body.Parameter("charset", given));
    PlannedPart.Encoding encoding = blobEncoding(type, content);
    String fields = fields(part, type, charset) + encodingField(encoding);
    return new PlannedPart.Blob(fields, encoding, content);
  }

  /**
   * Text and messages stand as they are where they can: RFC 2046 section 5.2.1 has messages not
   * encoded. One that cannot stand so is encoded all the same, since its octets must not change.
   */
  private static PlannedPart.Encoding blobEncoding(ContentType type, ByteSource content)
      throws IOException {
    boolean message = type.type().equals("message");
    if (message || type.type().equals("text")) {
      BlobScan scan = BlobScan.of(content);
      if (scan.isLines() && (scan.isAscii() || message)) {
        return scan.isAscii() ? PlannedPart.Encoding.SEVEN_BIT : PlannedPart.Encoding.EIGHT_BIT;
      }
    }
    return PlannedPart.Encoding.BASE64;
  }

  private static String encodingField(PlannedPart.Encoding encoding) {
    return "Content-Transfer-Encoding: " + encoding.encodingName() + "\r\n";
  }

  private static String fields(NewPart part, ContentType type, Optional<Body.Parameter> parameter) {
    PartLabels labels = part.labels();
    var fields = new StringBuilder(typeField(part, type, parameter));
    var fileName = labels.name().map(name -> new Body.Parameter("filename", name));
    labels
        .disposition()
        .ifPresent(how ->
            fields.append(
                new HeaderWriter(false)
                    .parameters("Content-Disposition", how, fileName.stream().toList())));
    labels.cid().ifPresent(id -> fields.append(word("Content-ID", "<" + id + ">")));
    if (!labels.language().isEmpty()) {
      fields.append(word("Content-Language", String.join(", ", labels.language())));
    }
    labels.location().ifPresent(uri -> fields.append(word("Content-Location", uri)));
    for (NewHeader header : part.headers()) {
      if (!header.key().equals("content-type")) {
        fields.append(FieldWriter.fields(header));
      }
    }
    return fields.toString();
  }

  private static String word(String name, String value) {
    return new HeaderWriter(true).begin(name).piece(value).end().toString();
  }

  private static String typeField(
      NewPart part, ContentType type, Optional<Body.Parameter> parameter) {
    var parameters = new ArrayList<Body.Parameter>();
    type.parameters()
        .decoded()
        .forEach((name, value) -> {
          boolean ours = parameter.filter(given -> given.name().equals(name)).isPresent();
          if (!ours && !name.equals("boundary")) {
            parameters.add(new Body.Parameter(name, value));
          }
        });
    parameter.ifPresent(parameters::add);
    if (part.labels().disposition().isEmpty()) { // a file name would need one
      part.labels()
          .name()
          .ifPresent(name -> {
            parameters.removeIf(given -> given.name().equals("name"));
            parameters.add(new Body.Parameter("name", name));
          });
    }
    return new HeaderWriter(false)
        .parameters("Content-Type", type.media(), List.copyOf(parameters))
        .toString();
  }
}

package org.mailstead.formats.jmap;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mailstead.formats.mime.ByteSource;

/** Writes the messages that clients create (RFC 8621 section 4.6). */
public final class EmailWriter {
  /** What a message without body has in its place. */
  private static final NewPart EMPTY = NewPart.text("", PartLabels.NONE);

  private static final Map<String, BodyValue> NOTHING = Map.of("", new BodyValue("", false, false));

  private final Map<String, ByteSource> blobs;
  private final RandomGenerator random;

  /**
   * A writer for messages that are made of these blobs.
   *
   * @param random must not be guessed by who writes a part, since boundaries come from it
   */
  public EmailWriter(Map<String, ByteSource> blobs, RandomGenerator random) {
    this.blobs = Map.copyOf(blobs);
    this.random = random;
  }

  /**
   * Writes a message that has no invalid properties and whose blobs are all there.
   *
   * @param messageId without angle brackets, for one that has none
   * @param date for one that has none
   */
  public void write(NewEmail email, String messageId, OffsetDateTime date, OutputStream out)
      throws IOException {
    List<String> invalid = email.invalidProperties();
    if (!invalid.isEmpty()) {
      throw new IllegalArgumentException("invalid: " + invalid);
    }
    Optional<NewPart> shape = BodyShape.of(email);
    NewPart root = shape.orElse(EMPTY);
    var values = shape.isPresent() ? email.bodyValues() : NOTHING;
    PlannedPart body = new PartPlanner(values, blobs, random).plan(root);
    var header = new StringBuilder();
    email.headers().forEach(given -> header.append(FieldWriter.fields(given)));
    Set<String> given = written(email.headers(), root.headers());
    if (!given.contains("date")) {
      header.append(FieldWriter.field("Date", new HeaderValue.Date(date)));
    }
    if (!given.contains("message-id")) {
      var id = new HeaderValue.MessageIds(List.of(messageId));
      header.append(FieldWriter.field("Message-ID", id));
    }
    if (!given.contains("mime-version")) {
      header.append("MIME-Version: 1.0\r\n");
    }
    out.write(header.toString().getBytes(UTF_8));
    body.write(out);
  }

  /** The fields that are made: an empty list makes none. */
  private static Set<String> written(List<NewHeader> email, List<NewHeader> root) {
    return Stream.concat(email.stream(), root.stream())
        .filter(header -> !FieldWriter.fields(header).isEmpty())
        .map(NewHeader::key)
        .collect(Collectors.toSet());
  }
}

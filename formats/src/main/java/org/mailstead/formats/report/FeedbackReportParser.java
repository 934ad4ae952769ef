package org.mailstead.formats.report;

import java.io.IOException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.formats.mime.DateTimes;
import org.mailstead.formats.mime.HeaderField;
import org.mailstead.formats.mime.MessageHeader;
import org.mailstead.formats.mime.MimeLimits;

/** Reads the body of a message/feedback-report part (RFC 5965 section 3). */
public final class FeedbackReportParser {
  private static final int MOST_DOMAINS = 20;

  /** Larger ones are none: the fields fill a page at most. */
  public static final int MOST_OCTETS = 256 << 10;

  private FeedbackReportParser() {}

  public static FeedbackReport parse(byte[] body) throws UnreadableReport {
    if (body.length > MOST_OCTETS) {
      throw new UnreadableReport("its fields are larger than " + MOST_OCTETS + " octets");
    }
    List<HeaderField> fields = fields(body);
    String type = Bounds.word(text(fields, "Feedback-Type"));
    if (type.isEmpty()) {
      throw new UnreadableReport("it has no Feedback-Type");
    }
    // Some write Received-Date, as the drafts had it (RFC 5965 section 3.2 has Arrival-Date).
    Optional<OffsetDateTime> arrived =
        DateTimes.parse(text(fields, "Arrival-Date"))
            .or(() -> DateTimes.parse(text(fields, "Received-Date")));
    return new FeedbackReport(
        type,
        Bounds.text(text(fields, "User-Agent")),
        bare(Bounds.text(text(fields, "Original-Mail-From"))),
        arrived.map(OffsetDateTime::toInstant),
        Bounds.address(text(fields, "Source-IP")).orElse(""),
        Bounds.count(text(fields, "Incidents")).filter(n -> n > 0).orElse(1L),
        domains(fields));
  }

  private static List<HeaderField> fields(byte[] body) throws UnreadableReport {
    try {
      return MessageHeader.read(ByteSource.of(body), MimeLimits.DEFAULT).fields();
    } catch (IOException e) {
      throw new UnreadableReport("its fields cannot be read", e);
    }
  }

  private static String text(List<HeaderField> fields, String name) {
    return HeaderField.first(fields, name).map(HeaderField::text).orElse("").strip();
  }

  private static List<String> domains(List<HeaderField> fields) {
    return fields.stream()
        .filter(field -> field.name().equalsIgnoreCase("Reported-Domain"))
        .limit(MOST_DOMAINS)
        .map(field -> Bounds.domain(field.text()))
        .filter(domain -> !domain.isEmpty())
        .toList();
  }

  private static String bare(String path) {
    return path.startsWith("<") && path.endsWith(">") && path.length() > 1
        ? path.substring(1, path.length() - 1)
        : path;
  }
}

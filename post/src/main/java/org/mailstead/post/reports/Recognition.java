package org.mailstead.post.reports;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.mailstead.formats.mime.Address;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.formats.mime.Content;
import org.mailstead.formats.mime.Envelope;
import org.mailstead.formats.mime.MessageHeader;
import org.mailstead.formats.mime.MessageStructure;
import org.mailstead.formats.mime.MimeLimits;
import org.mailstead.formats.mime.NumberedPart;
import org.mailstead.formats.mime.Octets;
import org.mailstead.formats.mime.Part;
import org.mailstead.formats.mime.TransferDecoder;
import org.mailstead.formats.report.DmarcReportParser;
import org.mailstead.formats.report.FeedbackReport;
import org.mailstead.formats.report.FeedbackReportParser;
import org.mailstead.formats.report.Packed;
import org.mailstead.formats.report.Report;
import org.mailstead.formats.report.TlsReportParser;
import org.mailstead.formats.report.UnreadableReport;

/** Finds the report in a message by the message's structure, and reads it. */
final class Recognition {
  /** Files of one message that are tried: the standards have one. */
  private static final int MOST_TRIED = 3;

  private static final int MOST_HEADER = 256 << 10;

  private static final Set<String> TYPES =
      Set.of(
          "application/gzip",
          "application/x-gzip",
          "application/zip",
          "application/x-zip-compressed",
          "application/xml",
          "text/xml",
          "application/tlsrpt+gzip",
          "application/tlsrpt+json",
          "application/json");

  private static final List<String> NAMES = List.of(".xml", ".gz", ".zip", ".json");

  private final MessageStructure message;
  private final ByteSource octets;
  private final List<NumberedPart> leaves;

  Recognition(MessageStructure message, ByteSource octets) {
    this.message = message;
    this.octets = octets;
    this.leaves = message.leaves();
  }

  /**
   * What was found.
   *
   * @param author of the message that a complaint is about; empty when unknown
   * @param messageId of that message; empty when unknown
   */
  record Found(Report report, String author, String messageId) {}

  /**
   * @throws UnreadableReport when there is none, with what is wrong with the first that looks so
   */
  Found find() throws UnreadableReport, IOException {
    Optional<Part> feedback = ofType("message", "feedback-report");
    if (feedback.isPresent()) {
      return complaint(feedback.get());
    }
    Optional<UnreadableReport> first = Optional.empty();
    List<Part> files =
        leaves.stream().map(NumberedPart::part).filter(p -> isFile(p.content())).toList();
    for (Part file : files.subList(0, Math.min(MOST_TRIED, files.size()))) {
      try {
        return new Found(read(file), "", "");
      } catch (UnreadableReport e) {
        first = first.or(() -> Optional.of(e));
      }
    }
    throw first.orElseGet(() -> new UnreadableReport("the message has no report in it"));
  }

  private Optional<Part> ofType(String type, String subtype) {
    return leaves.stream()
        .map(NumberedPart::part)
        .filter(part -> part.content().type().is(type, subtype))
        .findFirst();
  }

  private static boolean isFile(Content content) {
    String name = content.fileName().orElse("").toLowerCase(Locale.ROOT);
    return TYPES.contains(content.type().media()) || NAMES.stream().anyMatch(name::endsWith);
  }

  /** What is inside tells which it is: senders disagree on types and names. */
  private Report read(Part file) throws UnreadableReport, IOException {
    byte[] packed = content(file, Packed.MOST_PACKED);
    try (var in = new BufferedInputStream(Packed.open(packed))) {
      return isJson(in) ? TlsReportParser.parse(in) : DmarcReportParser.parse(in);
    }
  }

  private static boolean isJson(BufferedInputStream in) throws UnreadableReport {
    try {
      in.mark(64);
      byte[] start = in.readNBytes(32);
      in.reset();
      return Octets.of(start).latin1().stripLeading().startsWith("{");
    } catch (IOException e) {
      throw new UnreadableReport("the file cannot be unpacked");
    }
  }

  private byte[] content(Part part, int most) throws UnreadableReport, IOException {
    var body = octets.open(part.extent().body(), part.extent().size());
    try (InputStream in = TransferDecoder.of(body, part.content().transferEncoding())) {
      byte[] bytes = in.readNBytes(most + 1);
      if (bytes.length > most) {
        throw new UnreadableReport("the file is larger than " + most + " octets");
      }
      return bytes;
    }
  }

  private Found complaint(Part feedback) throws UnreadableReport, IOException {
    FeedbackReport report =
        FeedbackReportParser.parse(content(feedback, FeedbackReportParser.MOST_OCTETS));
    Envelope original = original();
    String author =
        original.from().stream()
            .filter(Address.Mailbox.class::isInstance)
            .map(one -> ((Address.Mailbox) one).address())
            .findFirst()
            .orElse(report.sender());
    return new Found(report, author, original.messageId().map(Octets::text).orElse(""));
  }

  /** Of the message that the complaint is about: it comes with it, or its header does. */
  private Envelope original() throws UnreadableReport, IOException {
    for (NumberedPart leaf : leaves) {
      if (leaf.part() instanceof Part.EmbeddedMessage(_, _, var envelope, _)) {
        return envelope;
      }
    }
    Optional<Part> header =
        ofType("text", "rfc822-headers").or(() -> ofType("message", "rfc822-headers"));
    if (header.isEmpty()) {
      return Envelope.EMPTY;
    }
    var fields = ByteSource.of(content(header.get(), MOST_HEADER));
    return Envelope.of(MessageHeader.read(fields, MimeLimits.DEFAULT).fields());
  }

  /** The message id: it names a report that has no id of its own. */
  String ownId() {
    return message.field("Message-ID").map(Octets::text).orElse("");
  }
}

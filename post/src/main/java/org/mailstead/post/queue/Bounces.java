package org.mailstead.post.queue;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.formats.mime.MessageScanner;
import org.mailstead.formats.mime.MessageStructure;
import org.mailstead.formats.mime.MimeLimits;
import org.mailstead.formats.mime.NumberedPart;
import org.mailstead.formats.mime.Part;
import org.mailstead.formats.mime.TransferDecoder;
import org.mailstead.formats.report.DeliveryReport;
import org.mailstead.formats.report.DeliveryReportParser;
import org.mailstead.formats.report.UnreadableReport;
import org.mailstead.post.rows.AnswerRow;
import org.mailstead.post.rows.ReportedRow;
import org.mailstead.words.EmailAddress;

/**
 * Reports of other servers about mail that we sent: what they took and could not deliver after all.
 * Only what {@link BounceNames} proves counts; the report itself goes to its reader, too.
 */
final class Bounces {
  private static final System.Logger LOG = System.getLogger(Bounces.class.getName());

  /** As it is stored. */
  static final int FAILED = 1;

  // reply-code [SP enhanced-status] SP text
  private static final Pattern REPLY = Pattern.compile("([245][0-9]{2})[ -](.*)");

  private final BounceNames names;
  private final Letters letters;
  private final SentLetters sent;
  private final Suppressions suppressions;
  private final Traces traces;
  private final Submitted submitted;
  private final InstantSource clock;

  Bounces(
      BounceNames names,
      Letters letters,
      SentLetters sent,
      Suppressions suppressions,
      Traces traces,
      Submitted submitted,
      InstantSource clock) {
    this.names = names;
    this.letters = letters;
    this.sent = sent;
    this.suppressions = suppressions;
    this.traces = traces;
    this.submitted = submitted;
    this.clock = clock;
  }

  /**
   * Looks at a message that nobody sent. What goes wrong here keeps no mail.
   *
   * @param to addresses that it came for
   */
  void look(ByteSource octets, Optional<MessageStructure> known, List<EmailAddress> to) {
    try {
      MessageStructure structure = known.isPresent() ? known.get() : structure(octets);
      Optional<Part> status = status(structure);
      if (status.isPresent()) {
        read(octets, status.get(), to);
      }
    } catch (UnreadableReport e) {
      LOG.log(INFO, "a delivery report is none: {0}", e.why());
    } catch (IOException | RuntimeException e) {
      LOG.log(WARNING, "a delivery report could not be looked at", e);
    }
  }

  private static MessageStructure structure(ByteSource octets) throws IOException {
    var scanner = new MessageScanner(MimeLimits.DEFAULT);
    byte[] buffer = new byte[16 << 10];
    try (InputStream in = octets.open(0, octets.length())) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        scanner.write(buffer, 0, read);
      }
    }
    return scanner.finish();
  }

  private static Optional<Part> status(MessageStructure structure) {
    return structure.leaves().stream()
        .map(NumberedPart::part)
        .filter(part ->
            part.content().type().is("message", "delivery-status")
                || part.content().type().is("message", "global-delivery-status"))
        .findFirst();
  }

  private void read(ByteSource octets, Part part, List<EmailAddress> to)
      throws IOException, UnreadableReport {
    var body = octets.open(part.extent().body(), part.extent().size());
    DeliveryReport report;
    try (InputStream in = TransferDecoder.of(body, part.content().transferEncoding())) {
      report = DeliveryReportParser.parse(in.readNBytes(DeliveryReportParser.MOST_OCTETS + 1));
    }
    Optional<BounceNames.Named> named =
        to.stream()
            .flatMap(address -> names.in(address).stream())
            .findFirst()
            .<BounceNames.Named>map(one -> one)
            .or(() -> names.in(report.envelopeId()));
    if (named.isEmpty()) {
      return; // about mail of others, or with a name that nobody can prove
    }
    Optional<Letter> letter = letters.find(named.get().id()).or(() -> sent.find(named.get().id()));
    letter.ifPresent(found -> note(found, named.get(), report));
  }

  private void note(Letter letter, BounceNames.Named named, DeliveryReport report) {
    List<Letter.To> changed =
        sent.reported(
            letter,
            to ->
                names.isFor(named, to) && !to.isHere()
                    ? about(letter, named, to, report).map(told -> row(told, report))
                    : Optional.empty());
    if (!changed.isEmpty()) {
      submitted.changed(letter);
    }
    for (Letter.To to : changed) {
      ReportedRow told = to.row().getReported();
      traces.note(letter.id(), words(to, told));
      learn(to, told);
    }
  }

  /** The report's recipient that one of ours is. */
  private static Optional<DeliveryReport.Recipient> about(
      Letter letter, BounceNames.Named named, Letter.To to, DeliveryReport report) {
    String address = to.address().toString();
    Optional<DeliveryReport.Recipient> same =
        report.recipients().stream()
            .filter(one ->
                one.address().equalsIgnoreCase(address) || one.original().equalsIgnoreCase(address))
            .findFirst();
    // The other server may have sent it on: who is the only one is meant all the same.
    boolean alone = named instanceof BounceNames.Named.One || letter.recipients().size() == 1;
    return same.isEmpty() && alone && report.recipients().size() == 1
        ? Optional.of(report.recipients().getFirst())
        : same;
  }

  private ReportedRow row(DeliveryReport.Recipient told, DeliveryReport report) {
    Matcher reply = REPLY.matcher(told.diagnostic());
    int code = reply.matches() ? Integer.parseInt(reply.group(1)) : 0;
    String text = reply.matches() ? reply.group(2) : told.diagnostic();
    String host = told.remoteMta().isEmpty() ? report.reportingMta() : told.remoteMta();
    return ReportedRow.newBuilder()
        .setAction(code(told.action()))
        .setAnswer(
            AnswerRow.newBuilder()
                .setCode(code)
                .setStatus(told.status())
                .setText(text)
                .setHost(host)
                .setAtMs(clock.millis())
                .setCategory(Category.of(code, told.status(), text).name()))
        .build();
  }

  private static int code(DeliveryReport.Action action) {
    return switch (action) {
      case FAILED -> FAILED;
      case DELAYED -> 2;
      case DELIVERED -> 3;
      case RELAYED -> 4;
      case EXPANDED -> 5;
    };
  }

  /** What was told, by the number that stands for it; empty for nothing, or what is not known. */
  static Optional<DeliveryReport.Action> action(ReportedRow told) {
    for (DeliveryReport.Action action : DeliveryReport.Action.values()) {
      if (code(action) == told.getAction()) {
        return Optional.of(action);
      }
    }
    return Optional.empty();
  }

  private static String words(Letter.To to, ReportedRow told) {
    String what =
        switch (action(told).orElseThrow()) {
          case FAILED -> "came back";
          case DELAYED -> "waits there";
          case DELIVERED -> "is delivered there";
          case RELAYED -> "was sent on from there";
          case EXPANDED -> "was sent on to several from there";
        };
    AnswerRow answer = told.getAnswer();
    return "<%s> %s, %s reports: %s".formatted(to.address(), what, answer.getHost(), words(answer));
  }

  private static String words(AnswerRow answer) {
    String code = answer.getCode() == 0 ? answer.getStatus() : Integer.toString(answer.getCode());
    return (code + " " + answer.getText()).strip();
  }

  private void learn(Letter.To to, ReportedRow told) {
    AnswerRow answer = told.getAnswer();
    switch (action(told).orElseThrow()) {
      case FAILED -> {
        if (Category.of(answer.getCode(), answer.getStatus(), answer.getText()).meansNobody()) {
          suppressions.reported(to.address(), words(answer));
        }
      }
      case DELIVERED -> suppressions.delivered(to.address());
      case DELAYED, RELAYED, EXPANDED -> {}
    }
  }
}

package org.mailstead.post.queue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.mailstead.formats.mime.Body;
import org.mailstead.formats.mime.DateTimes;
import org.mailstead.formats.mime.DeliveryStatus;
import org.mailstead.formats.mime.DeliveryStatus.Action;
import org.mailstead.formats.mime.MessageBuilder;
import org.mailstead.formats.mime.Octets;
import org.mailstead.formats.mime.Recipient;
import org.mailstead.post.rows.AnswerRow;
import org.mailstead.words.EmailAddress;

/** Writes a report about recipients of a message (RFC 3464, RFC 6533). */
final class ReportText {
  /** A larger message comes back as its header only, also when all of it was asked for. */
  private static final long MAX_RETURNED = 1 << 20;

  private final String hostname;
  private final Supplier<QueueConfig> config;

  ReportText(Supplier<QueueConfig> config) {
    this.hostname = config.get().hostname();
    this.config = config;
  }

  /**
   * A report.
   *
   * @param international whether it needs SMTPUTF8
   */
  @SuppressWarnings("ArrayRecordComponent") // one owner, never compared
  record Written(byte[] message, boolean international) {}

  Written write(
      String id, Letter letter, Content content, EmailAddress sender, String language, Instant now)
      throws IOException {
    byte[] header = content.header();
    // Only one who sent such mail is known to be able to read it.
    boolean utf8 = letter.row().getSmtpUtf8() && international(letter, sender, header);
    OffsetDateTime date = now.atOffset(ZoneOffset.UTC);
    EmailAddress from = new EmailAddress("mailer-daemon", hostname);
    ReportWords words = ReportWords.in(language);
    boolean failed = letter.recipients().stream().anyMatch(to -> action(to) == Action.FAILED);
    boolean delayed = letter.recipients().stream().anyMatch(to -> action(to) == Action.DELAYED);
    String key = failed ? "subject.failed" : delayed ? "subject.delayed" : "subject.delivered";
    var message =
        new MessageBuilder(utf8)
            .addresses("From", List.of(new Recipient(words.text("from"), from)))
            .addresses("To", List.of(Recipient.of(sender)))
            .text("Subject", words.text(key))
            .date(date)
            .structured("Message-ID", "<" + id + "@" + hostname + ">")
            .structured("Auto-Submitted", "auto-replied");
    content
        .structure()
        .field("Message-ID")
        .map(Octets::latin1)
        .filter(ReportText::isPlain)
        .ifPresent(about -> message.structured("References", about));
    Body.Verbatim returned = returned(letter, content, header, failed, utf8);
    var body =
        Body.deliveryReport(
            Body.Text.plain(everything(letter, words)), status(letter, utf8), returned);
    return new Written(message.toBytes(body), utf8);
  }

  private static boolean isPlain(String id) {
    return id.length() < 500 && id.chars().allMatch(c -> c > ' ' && c < 0x7f);
  }

  private static boolean international(Letter letter, EmailAddress sender, byte[] header) {
    boolean address =
        sender.needsUtf8() || letter.recipients().stream().anyMatch(to -> to.address().needsUtf8());
    return address || !isAscii(header);
  }

  private static boolean isAscii(byte[] bytes) {
    for (byte b : bytes) {
      if (b < 0) {
        return false;
      }
    }
    return true;
  }

  private static Body.Verbatim returned(
      Letter letter, Content content, byte[] header, boolean failed, boolean utf8)
      throws IOException {
    boolean whole =
        failed
            && letter.row().getReturnFull()
            && letter.size() <= MAX_RETURNED
            && !Envelope.isBinary(letter);
    if (!whole) {
      return Body.header(new Octets(new String(header, ISO_8859_1)), utf8);
    }
    var all = new StringBuilder(new String(letter.row().getPrefix().toByteArray(), ISO_8859_1));
    try (InputStream in = content.open(0, content.length())) {
      all.append(new String(in.readAllBytes(), ISO_8859_1));
    }
    return Body.message(new Octets(all.toString()), utf8);
  }

  // ---- for people

  private String everything(Letter letter, ReportWords words) {
    var text = new StringBuilder(words(letter, words));
    if (!words.isEnglish()) {
      text.append("\n----- English -----\n\n").append(words(letter, ReportWords.in("en")));
    }
    return text.toString();
  }

  private String words(Letter letter, ReportWords words) {
    var text = new StringBuilder(words.text("greeting", hostname)).append("\n\n");
    Map<Action, StringBuilder> lists = new EnumMap<>(Action.class);
    for (Letter.To to : letter.recipients()) {
      var list = lists.computeIfAbsent(action(to), _ -> new StringBuilder());
      list.append("  ").append(to.address()).append('\n');
      reason(to, words).ifPresent(reason -> list.append("    ").append(reason).append('\n'));
    }
    lists.forEach((action, list) -> {
      text.append(about(action, letter, words)).append("\n\n").append(list).append('\n');
      if (action == Action.FAILED) {
        text.append(words.text("failed.advice")).append("\n\n");
      }
    });
    return text.toString();
  }

  private String about(Action action, Letter letter, ReportWords words) {
    return switch (action) {
      case FAILED -> words.text("failed");
      case DELAYED -> words.text("delayed", DateTimes.format(until(letter)));
      case DELIVERED, EXPANDED -> words.text("delivered");
      case RELAYED -> words.text("relayed");
    };
  }

  /** Why, in words for what happens most, and in the other server's own. */
  private static Optional<String> reason(Letter.To to, ReportWords words) {
    AnswerRow last = to.row().getLast();
    if (last.getStatus().isEmpty() || action(to) == Action.DELIVERED) {
      return Optional.empty();
    }
    var reason = new StringBuilder(words.reason(last));
    if (!last.getText().isEmpty() && action(to) != Action.RELAYED) {
      String host = last.getHost().isEmpty() ? "" : last.getHost() + ": ";
      String code = last.getCode() == 0 ? "" : last.getCode() + " ";
      reason.append("\n    (").append(host).append(code).append(last.getText()).append(')');
    }
    return Optional.of(reason.toString().strip());
  }

  // ---- for programs

  private DeliveryStatus status(Letter letter, boolean utf8) {
    return new DeliveryStatus(
        hostname,
        Optional.of(Xtext.decode(letter.row().getEnvelopeId())).filter(id -> !id.isEmpty()),
        Optional.of(letter.arrived().atOffset(ZoneOffset.UTC)),
        letter.recipients().stream().map(to -> status(letter, to)).toList(),
        utf8);
  }

  private DeliveryStatus.Recipient status(Letter letter, Letter.To to) {
    AnswerRow last = to.row().getLast();
    Action action = action(to);
    boolean said = !last.getHost().isEmpty();
    boolean tried = !last.getStatus().isEmpty();
    return new DeliveryStatus.Recipient(
        Optional.of(Xtext.original(to.row().getOriginal())).filter(given -> !given.isEmpty()),
        to.address(),
        action,
        code(action, last),
        said ? Optional.of(last.getHost()) : Optional.empty(),
        said && last.getCode() > 0
            ? Optional.of(last.getCode() + " " + last.getText())
            : Optional.empty(),
        tried
            ? Optional.of(Instant.ofEpochMilli(last.getAtMs()).atOffset(ZoneOffset.UTC))
            : Optional.empty(),
        action == Action.DELAYED ? Optional.of(until(letter)) : Optional.empty());
  }

  private static String code(Action action, AnswerRow last) {
    return switch (action) {
      case DELIVERED, EXPANDED -> "2.0.0";
      case RELAYED -> "2.0.0";
      case DELAYED -> last.getStatus().isEmpty() ? "4.0.0" : last.getStatus();
      case FAILED -> last.getStatus().isEmpty() ? "5.0.0" : last.getStatus();
    };
  }

  private OffsetDateTime until(Letter letter) {
    return letter.begin().plus(config.get().giveUp()).atOffset(ZoneOffset.UTC);
  }

  private static Action action(Letter.To to) {
    return switch (to.row().getState()) {
      case WAITING, HELD -> Action.DELAYED;
      case DELIVERED -> Action.DELIVERED;
      case RELAYED, RELAYED_BLINDLY -> Action.RELAYED;
      case FAILED -> Action.FAILED;
      case UNRECOGNIZED -> throw new IllegalStateException("no state that was ever stored");
    };
  }
}

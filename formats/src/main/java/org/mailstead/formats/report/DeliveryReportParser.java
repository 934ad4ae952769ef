package org.mailstead.formats.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mailstead.formats.mime.ByteSource;
import org.mailstead.formats.mime.HeaderField;
import org.mailstead.formats.mime.MessageHeader;
import org.mailstead.formats.mime.MimeLimits;

/** Reads the body of a message/delivery-status part (RFC 3464 section 2, RFC 6533 section 4). */
public final class DeliveryReportParser {
  /** Larger ones are none. */
  public static final int MOST_OCTETS = 512 << 10;

  /** Recipients that are looked at. */
  static final int MOST_RECIPIENTS = 500;

  private static final Pattern STATUS = Pattern.compile("([245]\\.[0-9]{1,3}\\.[0-9]{1,3})\\b.*");

  // utf-8-addr-xtext: EmbeddedUnicodeChar = "\x{" HEXPOINT "}"
  private static final Pattern EMBEDDED = Pattern.compile("\\\\x\\{([0-9A-Fa-f]{2,6})}");

  private DeliveryReportParser() {}

  /**
   * @throws UnreadableReport when nothing is told of any recipient
   */
  public static DeliveryReport parse(byte[] body) throws UnreadableReport {
    if (body.length > MOST_OCTETS) {
      throw new UnreadableReport("its fields are larger than " + MOST_OCTETS + " octets");
    }
    List<HeaderField> message = List.of();
    List<DeliveryReport.Recipient> recipients = new ArrayList<>();
    for (byte[] group : groups(body)) {
      List<HeaderField> fields = fields(group);
      Optional<DeliveryReport.Recipient> recipient = recipient(fields);
      recipient.ifPresent(recipients::add);
      if (recipient.isEmpty() && message.isEmpty()) {
        message = fields;
      }
    }
    if (recipients.isEmpty()) {
      throw new UnreadableReport("it tells of no recipient");
    }
    return new DeliveryReport(
        typed(message, "Reporting-MTA"),
        Bounds.text(text(message, "Original-Envelope-Id")),
        recipients);
  }

  // delivery-status-content = per-message-fields 1*( CRLF per-recipient-fields )
  private static List<byte[]> groups(byte[] body) {
    List<byte[]> groups = new ArrayList<>();
    int from = 0;
    int line = 0;
    for (int i = 0; i < body.length && groups.size() <= MOST_RECIPIENTS; i++) {
      if (body[i] != '\n') {
        continue;
      }
      boolean empty = i == line || (i == line + 1 && body[line] == '\r');
      if (empty) {
        if (line > from) {
          groups.add(Arrays.copyOfRange(body, from, line));
        }
        from = i + 1;
      }
      line = i + 1;
    }
    if (from < body.length && groups.size() <= MOST_RECIPIENTS) {
      groups.add(Arrays.copyOfRange(body, from, body.length));
    }
    return groups;
  }

  private static List<HeaderField> fields(byte[] group) throws UnreadableReport {
    try {
      return MessageHeader.read(ByteSource.of(group), MimeLimits.DEFAULT).fields();
    } catch (IOException e) {
      throw new UnreadableReport("its fields cannot be read", e);
    }
  }

  /** Empty when it is about none. */
  private static Optional<DeliveryReport.Recipient> recipient(List<HeaderField> fields) {
    String address = address(fields, "Final-Recipient");
    Optional<DeliveryReport.Action> action = action(text(fields, "Action"));
    if (address.isEmpty() || action.isEmpty()) {
      return Optional.empty();
    }
    Matcher status = STATUS.matcher(Bounds.text(text(fields, "Status")));
    return Optional.of(
        new DeliveryReport.Recipient(
            address(fields, "Original-Recipient"),
            address,
            action.get(),
            status.matches() ? status.group(1) : "",
            typed(fields, "Diagnostic-Code"),
            typed(fields, "Remote-MTA")));
  }

  private static Optional<DeliveryReport.Action> action(String text) {
    String word = Bounds.text(text).split("[^A-Za-z]", 2)[0].toUpperCase(Locale.ROOT);
    return Arrays.stream(DeliveryReport.Action.values())
        .filter(action -> action.name().equals(word))
        .findFirst();
  }

  private static String text(List<HeaderField> fields, String name) {
    return HeaderField.first(fields, name).map(field -> field.unfolded().text()).orElse("").strip();
  }

  /** What stands behind a type and a semicolon. */
  private static String typed(List<HeaderField> fields, String name) {
    String text = text(fields, name);
    return Bounds.text(text.substring(text.indexOf(';') + 1));
  }

  private static String address(List<HeaderField> fields, String name) {
    String text = text(fields, name);
    String type = text.substring(0, Math.max(0, text.indexOf(';'))).strip();
    String address = typed(fields, name);
    if (address.startsWith("<") && address.endsWith(">") && address.length() > 1) {
      address = address.substring(1, address.length() - 1);
    }
    return type.equalsIgnoreCase("utf-8")
        ? Bounds.text(EMBEDDED.matcher(address).replaceAll(DeliveryReportParser::character))
        : address;
  }

  private static String character(MatchResult embedded) {
    int point = Integer.parseInt(embedded.group(1), 16);
    boolean surrogate = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    boolean good = Character.isValidCodePoint(point) && !surrogate;
    return Matcher.quoteReplacement(good ? Character.toString(point) : "?");
  }
}

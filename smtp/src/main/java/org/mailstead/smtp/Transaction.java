package org.mailstead.smtp;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mailstead.formats.mime.HeaderField;
import org.mailstead.formats.mime.MessageStructure;
import org.mailstead.post.QueuedMail;
import org.mailstead.post.queue.Addressees;
import org.mailstead.words.EmailAddress;

/** A mail transaction under way (RFC 5321 section 3.3): from MAIL to the end of the data. */
final class Transaction {
  private final Optional<EmailAddress> from;
  private final QueuedMail.Options options;
  private final List<Addressees.Accepted> recipients = new ArrayList<>();

  Transaction(Optional<EmailAddress> from, QueuedMail.Options options) {
    this.from = from;
    this.options = options;
  }

  Optional<EmailAddress> from() {
    return from;
  }

  QueuedMail.Options options() {
    return options;
  }

  List<Addressees.Accepted> recipients() {
    return recipients;
  }

  void add(Addressees.Accepted recipient) {
    recipients.add(recipient);
  }

  /** What MAIL's parameters ask for; SIZE is the caller's to check. */
  static QueuedMail.Options options(Map<String, String> parameters) throws SyntaxException {
    QueuedMail.BodyKind body = QueuedMail.BodyKind.SEVEN_BIT;
    boolean utf8 = false;
    String envelopeId = "";
    boolean full = false;
    boolean verp = false;
    QueuedMail.Tls tls = QueuedMail.Tls.AS_USUAL;
    for (var parameter : parameters.entrySet()) {
      String value = parameter.getValue();
      switch (parameter.getKey()) {
        case "SIZE", "AUTH" -> {}
        case "HOLDFOR", "HOLDUNTIL", "BY", "MT-PRIORITY" -> {} // see Wishes
        case "BODY" -> body = body(value);
        case "SMTPUTF8" -> utf8 = true;
        case "REQUIRETLS" -> tls = required(value);
        case "ENVID" -> envelopeId = xtext(value, 100);
        case "XVERP" -> verp = wantsVerp(value);
        case "RET" -> full = returnFull(value);
        case String unknown ->
            throw new SyntaxException(Reply.of(555, "5.5.4", "unknown parameter " + unknown));
      }
    }
    return new QueuedMail.Options(body, utf8, envelopeId, full).with(tls).withVerp(verp);
  }

  private static QueuedMail.BodyKind body(String value) throws SyntaxException {
    if (value.equalsIgnoreCase("7BIT")) {
      return QueuedMail.BodyKind.SEVEN_BIT;
    }
    if (value.equalsIgnoreCase("8BITMIME")) {
      return QueuedMail.BodyKind.EIGHT_BIT;
    }
    if (value.equalsIgnoreCase("BINARYMIME")) {
      return QueuedMail.BodyKind.BINARY;
    }
    throw new SyntaxException(Reply.SYNTAX);
  }

  /** As Postfix has it, with the delimiters that we use, or without any. */
  private static boolean wantsVerp(String value) throws SyntaxException {
    if (!value.isEmpty() && !value.equals("+=")) {
      throw new SyntaxException(Reply.SYNTAX);
    }
    return true;
  }

  // requiretls-param = "REQUIRETLS"
  private static QueuedMail.Tls required(String value) throws SyntaxException {
    if (!value.isEmpty()) {
      throw new SyntaxException(Reply.SYNTAX);
    }
    return QueuedMail.Tls.REQUIRED;
  }

  /**
   * What is asked for now that the header is known: a field can say that no encryption is needed
   * (RFC 8689 section 4.1).
   */
  QueuedMail.Options options(MessageStructure structure) {
    List<HeaderField> fields =
        structure.header().stream().filter(f -> f.name().equalsIgnoreCase("TLS-Required")).toList();
    boolean no = fields.size() == 1 && fields.getFirst().text().strip().equalsIgnoreCase("No");
    return no && options.tls() == QueuedMail.Tls.AS_USUAL
        ? options.with(QueuedMail.Tls.OPTIONAL)
        : options;
  }

  // RFC 3461 section 4.3
  private static boolean returnFull(String value) throws SyntaxException {
    if (!value.equalsIgnoreCase("FULL") && !value.equalsIgnoreCase("HDRS")) {
      throw new SyntaxException(Reply.SYNTAX);
    }
    return value.equalsIgnoreCase("FULL");
  }

  /** RFC 3461 section 4: text whose odd characters are written as +XX. It is kept as it is. */
  private static String xtext(String value, int most) throws SyntaxException {
    boolean good =
        !value.isEmpty()
            && value.length() <= most
            && value.matches("(?:[!-*,-<>-~]|\\+[0-9A-F]{2})*");
    if (!good) {
      throw new SyntaxException(Reply.SYNTAX);
    }
    return value;
  }

  /** ORCPT: {@code rfc822;} or {@code utf-8;} and an address (RFC 3461 section 4.2, RFC 6533). */
  static String original(Map<String, String> parameters) throws SyntaxException {
    String value = parameters.getOrDefault("ORCPT", "");
    if (!value.isEmpty()
        && (value.length() > 500 || !value.matches("[A-Za-z0-9-]+;[^\\p{Cntrl}]+"))) {
      throw new SyntaxException(Reply.SYNTAX);
    }
    return value;
  }

  // notify-esmtp-value = "NEVER" / ( notify-list-element *( "," notify-list-element ) )
  static Set<QueuedMail.Notify> reportOn(Map<String, String> parameters) throws SyntaxException {
    String value = parameters.getOrDefault("NOTIFY", "");
    if (value.isEmpty()) {
      return Set.of();
    }
    Set<QueuedMail.Notify> found;
    try {
      found =
          Stream.of(value.toUpperCase(java.util.Locale.ROOT).split(","))
              .map(QueuedMail.Notify::valueOf)
              .collect(Collectors.toUnmodifiableSet());
    } catch (IllegalArgumentException e) {
      throw new SyntaxException(Reply.SYNTAX);
    }
    if (found.contains(QueuedMail.Notify.NEVER) && found.size() > 1) {
      throw new SyntaxException(Reply.SYNTAX);
    }
    return found;
  }
}

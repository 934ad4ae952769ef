package org.mailstead.smtp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.regex.Pattern;
import org.mailstead.formats.mime.DateTimes;
import org.mailstead.words.EmailAddress;

/** The trace fields that we put before a message (RFC 5321 section 4.4). */
final class Trace {
  private static final Pattern NOT_IN_WORD = Pattern.compile("[^A-Za-z0-9.:\\[\\]_-]");

  private Trace() {}

  /**
   * Received. What the client calls itself is its word; its address is ours.
   *
   * @param to named only when it is the only recipient, so that none learns of another
   * @param priority that was asked for; 0 for none
   */
  static String received(
      Client client,
      String hostname,
      String id,
      Optional<EmailAddress> to,
      boolean utf8,
      int priority,
      OffsetDateTime when) {
    var field = new StringBuilder("Received: from ").append(word(client.name()));
    // A submitter's address at home is nobody's business (RFC 6409 section 8 lets us drop it).
    if (client.login().isEmpty()) {
      field.append(" ([").append(literal(client.address())).append("])");
    }
    field.append("\r\n\tby ").append(hostname).append(" with ").append(client.protocol(utf8));
    client
        .tls()
        .ifPresent(tls ->
            field
                .append(" (")
                .append(tls.protocol())
                .append(' ')
                .append(tls.cipherSuite())
                .append(')'));
    field.append("\r\n\tid ").append(id);
    to.ifPresent(address -> field.append("\r\n\tfor <").append(address).append('>'));
    if (priority != 0) {
      field.append("\r\n\tpriority ").append(priority); // a clause that RFC 6710 registers
    }
    return field.append(";\r\n\t").append(DateTimes.format(when)).append("\r\n").toString();
  }

  static String returnPath(Optional<EmailAddress> from) {
    return "Return-Path: <" + from.map(EmailAddress::toString).orElse("") + ">\r\n";
  }

  /** A client's word for itself, with nothing in it that could end a field or a comment. */
  private static String word(String name) {
    String clean = NOT_IN_WORD.matcher(name).replaceAll("?");
    return clean.length() <= 100 ? clean : clean.substring(0, 100);
  }

  private static String literal(InetAddress address) {
    return address instanceof Inet6Address
        ? "IPv6:" + address.getHostAddress()
        : address.getHostAddress();
  }

  static byte[] bytes(String fields) {
    return fields.getBytes(UTF_8);
  }
}

package org.mailstead.formats.mime;

import java.util.List;
import java.util.Optional;

/**
 * The envelope as IMAP sends it (RFC 9051 section 7.5.2): octets are unfolded and not decoded. Of a
 * repeated field the first counts; sender and reply-to are those of from when they are missing.
 */
public record Envelope(
    Optional<Octets> date,
    Optional<Octets> subject,
    List<Address> from,
    List<Address> sender,
    List<Address> replyTo,
    List<Address> to,
    List<Address> cc,
    List<Address> bcc,
    Optional<Octets> inReplyTo,
    Optional<Octets> messageId) {
  /** The envelope of a message without header. */
  public static final Envelope EMPTY = of(List.of());

  public Envelope {
    from = List.copyOf(from);
    sender = List.copyOf(sender);
    replyTo = List.copyOf(replyTo);
    to = List.copyOf(to);
    cc = List.copyOf(cc);
    bcc = List.copyOf(bcc);
  }

  /** The envelope of a message with this header. */
  public static Envelope of(List<HeaderField> header) {
    return of(header, Allowance.ofOneField());
  }

  static Envelope of(List<HeaderField> header, Allowance allowance) {
    List<Address> from = addresses(header, "From", allowance);
    List<Address> sender = addresses(header, "Sender", allowance);
    List<Address> replyTo = addresses(header, "Reply-To", allowance);
    return new Envelope(
        line(header, "Date"),
        line(header, "Subject"),
        from,
        sender.isEmpty() ? from : sender,
        replyTo.isEmpty() ? from : replyTo,
        addresses(header, "To", allowance),
        addresses(header, "Cc", allowance),
        addresses(header, "Bcc", allowance),
        line(header, "In-Reply-To"),
        line(header, "Message-ID"));
  }

  private static Optional<Octets> line(List<HeaderField> header, String name) {
    return HeaderField.first(header, name).map(HeaderField::unfolded);
  }

  private static List<Address> addresses(
      List<HeaderField> header, String name, Allowance allowance) {
    return HeaderField.first(header, name)
        .map(field -> AddressList.parse(field.value(), allowance))
        .orElse(List.of());
  }
}

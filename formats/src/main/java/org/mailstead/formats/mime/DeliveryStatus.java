package org.mailstead.formats.mime;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.mailstead.words.EmailAddress;

/**
 * What happened to a message, for programs (RFC 3464 section 2, RFC 6533 section 4).
 *
 * @param reportingMta our host name
 * @param envelopeId the sender's ENVID, decoded (RFC 3461 section 4.4)
 * @param arrival when the message came
 * @param internationalized whether addresses are written in UTF-8, which the receiver must be able
 *     to take
 */
public record DeliveryStatus(
    String reportingMta,
    Optional<String> envelopeId,
    Optional<OffsetDateTime> arrival,
    List<Recipient> recipients,
    boolean internationalized) {
  /** What happened (RFC 3464 section 2.3.3). */
  public enum Action {
    FAILED,
    DELAYED,
    DELIVERED,
    RELAYED,
    EXPANDED
  }

  /**
   * One recipient.
   *
   * @param original the ORCPT with its type, as {@code rfc822;ada@example.org}
   * @param status a code of RFC 3463, as {@code 5.1.1}
   * @param remoteMta the host that answered
   * @param diagnostic its answer, as {@code 550 5.1.1 no such user}
   * @param willRetryUntil of a delay
   */
  public record Recipient(
      Optional<String> original,
      EmailAddress address,
      Action action,
      String status,
      Optional<String> remoteMta,
      Optional<String> diagnostic,
      Optional<OffsetDateTime> lastAttempt,
      Optional<OffsetDateTime> willRetryUntil) {}

  public DeliveryStatus {
    recipients = List.copyOf(recipients);
  }

  String reportType() {
    return internationalized ? "global-delivery-status" : "delivery-status";
  }

  Body.Verbatim body() {
    var out = new HeaderWriter(internationalized);
    out.structured("Reporting-MTA", "dns; " + reportingMta);
    envelopeId.ifPresent(id -> out.structured("Original-Envelope-Id", id));
    arrival.ifPresent(time -> out.structured("Arrival-Date", DateTimes.format(time)));
    var bytes = new StringBuilder(Octets.of(out.toBytes()).latin1());
    for (Recipient recipient : recipients) {
      bytes.append("\r\n").append(fields(recipient).latin1());
    }
    return new Body.Verbatim("message/" + reportType(), new Octets(bytes.toString()));
  }

  private Octets fields(Recipient recipient) {
    var out = new HeaderWriter(internationalized);
    recipient.original().ifPresent(given -> out.structured("Original-Recipient", given));
    out.structured("Final-Recipient", typed(recipient.address(), internationalized));
    out.structured("Action", Ascii.lower(recipient.action().name()));
    out.structured("Status", recipient.status());
    recipient.remoteMta().ifPresent(host -> out.structured("Remote-MTA", "dns; " + host));
    recipient.diagnostic().ifPresent(said -> out.structured("Diagnostic-Code", diagnostic(said)));
    recipient
        .lastAttempt()
        .ifPresent(time -> out.structured("Last-Attempt-Date", DateTimes.format(time)));
    recipient
        .willRetryUntil()
        .ifPresent(time -> out.structured("Will-Retry-Until", DateTimes.format(time)));
    return Octets.of(out.toBytes());
  }

  /**
   * An address with its type. Beyond ASCII that is utf-8, and where UTF-8 cannot be sent its
   * escaped form (RFC 6533 section 3).
   */
  public static String typed(EmailAddress address, boolean internationalized) {
    if (!address.needsUtf8()) {
      return "rfc822; " + address;
    }
    return "utf-8; " + (internationalized ? address.toString() : escaped(address.toString()));
  }

  private String diagnostic(String said) {
    String line = said.replaceAll("\\p{Cntrl}+", " ");
    return "smtp; " + (internationalized ? line : line.replaceAll("[^\\p{Print}]", "?"));
  }

  // utf-8-addr-xtext: \x{XXXX} for what is not ASCII, also for + = and backslash
  private static String escaped(String address) {
    var escaped = new StringBuilder();
    address
        .codePoints()
        .forEach(c -> {
          if (c > ' ' && c < 0x7f && c != '+' && c != '=' && c != '\\') {
            escaped.append((char) c);
          } else {
            escaped.append("\\x{").append(Ascii.upperHex(c)).append('}');
          }
        });
    return escaped.toString();
  }
}

package org.mailstead.formats.report;

import java.util.List;

/**
 * What a server tells of a message that it was given (RFC 3464). Nothing in it is proven: anybody
 * can write it. Texts are of one line, and empty where there is none.
 *
 * @param reportingMta who reports
 * @param envelopeId that the message was sent with
 */
public record DeliveryReport(String reportingMta, String envelopeId, List<Recipient> recipients) {
  public DeliveryReport {
    recipients = List.copyOf(recipients);
  }

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
   * @param original the address as it was given to the server that reports, if it says so
   * @param address the last one that was tried
   * @param status of RFC 3463
   * @param diagnostic what a server answered, with its code
   * @param remoteMta that server
   */
  public record Recipient(
      String original,
      String address,
      Action action,
      String status,
      String diagnostic,
      String remoteMta) {}
}
